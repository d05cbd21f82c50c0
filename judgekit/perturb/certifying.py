"""What a certificate comes to: kept, or no variant and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from judgekit.types import Attack, Context, Finding, Holds, NoVariant


def fault(attack: Attack, certificate: Sequence[Finding]) -> str | None:
    """Return the first broken promise, or that none of the attack's own could be checked."""
    for finding in certificate:
        if finding.holds is Holds.BROKEN:
            return f"{finding.invariant}: {finding.evidence}"
    named = certificate[: len(attack.certificate)]
    return None if any(f.holds is Holds.HOLDS for f in named) else "no promise could be checked"


def none(
    attack: Attack, context: Context, kind: Literal["declined", "broken"], reason: str
) -> NoVariant:
    """Say why there is no variant."""
    return NoVariant(attack=attack.id, sample=context.sample.id, kind=kind, reason=reason)
