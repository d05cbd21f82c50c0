"""What an invariant is asked, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from judgekit.types import Attack, Context, Holds, Sample, Splice, Verification

Verify = Callable[[Sample, str], Verification]


class Claim(NamedTuple):
    """A variant as an operator handed it over: nothing in it is believed."""

    before: str
    after: str
    script: tuple[Splice, ...]
    context: Context
    attack: Attack
    verify: Verify

    @property
    def sample(self) -> Sample:
        return self.context.sample


class Found(NamedTuple):
    """Whether a promise holds, and what was seen."""

    holds: Holds
    evidence: str


def kept(evidence: str) -> Found:
    """Say that the promise holds."""
    return Found(Holds.HOLDS, evidence)


def broken(evidence: str) -> Found:
    """Say that the promise is broken."""
    return Found(Holds.BROKEN, evidence)


def vacuous(evidence: str) -> Found:
    """Say that the promise says nothing about this text."""
    return Found(Holds.VACUOUS, evidence)


def unmet(evidence: str) -> Found:
    """Say that the verifiers do not confirm of this row what the attack needs."""
    return Found(Holds.UNMET, evidence)


def held_if(condition: bool, otherwise: str, evidence: str = "recomputed") -> Found:
    """Say that the promise holds if the condition does, and otherwise what is wrong."""
    return kept(evidence) if condition else broken(otherwise)
