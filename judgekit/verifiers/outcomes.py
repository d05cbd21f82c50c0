"""The three things a verifier may say, and how several findings make one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from judgekit.types import Outcome, Verification

Seconds = Annotated[float, Field(gt=0, le=60)]
"""How long a verifier that may never end is given."""


def passed(reason: str, *, complete: bool = True, evidence: str = "") -> Verification:
    """Say that the response is right, or (incomplete) that nothing speaks against it."""
    return Verification(outcome=Outcome.PASS, complete=complete, reason=reason, evidence=evidence)


def failed(reason: str, *, complete: bool = True, evidence: str = "") -> Verification:
    """Say that the response is wrong."""
    return Verification(outcome=Outcome.FAIL, complete=complete, reason=reason, evidence=evidence)


def abstained(reason: str, *, evidence: str = "") -> Verification:
    """Say nothing about the response, and why."""
    return Verification(outcome=Outcome.ABSTAIN, complete=False, reason=reason, evidence=evidence)


def settle(declared: Sequence[tuple[str, bool | None]], *, complete: bool = True) -> Verification:
    """Judge the declared answers: all right passes, none right fails, a mixture abstains.

    Each is a spelling and whether it is right; None where that cannot be told.
    """
    spellings = ", ".join(dict.fromkeys(repr(spelling) for spelling, _ in declared))
    verdicts = {verdict for _, verdict in declared}
    if verdicts == {True}:
        return passed(f"declares {spellings}", complete=complete)
    if verdicts == {False}:
        return failed(f"declares {spellings}", complete=complete)
    if None in verdicts:
        return abstained(f"declares {spellings}, which cannot be told right from wrong")
    return abstained(f"declares {spellings}, which contradict each other")


def combine(found: dict[str, Verification]) -> Verification:
    """Let a complete fail decide, then a pass of all; anything else abstains."""
    failures = {n: v for n, v in found.items() if v.outcome is Outcome.FAIL and v.complete}
    others = {n: v for n, v in found.items() if v.outcome is not Outcome.PASS}
    deciding = failures or others or found
    reason = "; ".join(f"{name}: {v.reason}" for name, v in deciding.items())
    evidence = "; ".join(v.evidence for v in deciding.values() if v.evidence)
    if failures:
        return failed(reason, evidence=evidence)
    if others:
        return abstained(reason, evidence=evidence)
    return passed(reason, complete=any(v.complete for v in found.values()), evidence=evidence)
