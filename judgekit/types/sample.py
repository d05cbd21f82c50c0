"""What is judged, and what a verifier found about it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, JsonValue

from judgekit.types.record import Record


class Sample(Record):
    """One row: a prompt, a response to it, and what is known about right and wrong."""

    id: Annotated[str, Field(min_length=1)]
    prompt: str
    response: str
    """The answer under judgement; where `verify` is given, a right one."""
    reference: str | None = None
    """A trusted answer that the judge may be shown."""
    wrong_response: str | None = None
    """A plausible answer that is wrong."""
    rival: str | None = None
    """The other answer of a pairwise comparison; without it, the wrong response is the other."""
    verify: dict[str, dict[str, JsonValue]] = Field(default_factory=dict)
    """Verifier name to its options; together they tell right from wrong."""
    cluster: str | None = None
    """Rows that share a source share a cluster; inference then resamples clusters."""
    metadata: dict[str, JsonValue] = Field(default_factory=dict)


class Outcome(StrEnum):
    """A verifier's three values."""

    PASS = "pass"
    FAIL = "fail"
    ABSTAIN = "abstain"


class Verification(Record):
    """What a deterministic check found about one response."""

    outcome: Outcome
    complete: bool
    """Whether this outcome settles correctness; otherwise a pass is only necessary."""
    reason: str
    evidence: str = ""
