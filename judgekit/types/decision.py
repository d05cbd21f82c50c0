"""What becomes of a teacher's response, under which rule and on what evidence."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import model_validator

from judgekit.types.evidence import Evidence
from judgekit.types.record import Record
from judgekit.types.sample import Outcome, Verification


class Action(StrEnum):
    """What is done with a row."""

    KEEP = "keep"
    DROP = "drop"
    ESCALATE = "escalate"
    """A person decides."""
    HOLD = "hold"
    """Right, and not needed now."""
    QUARANTINE = "quarantine"
    """Not fit to be decided."""


class Rule(StrEnum):
    """The rules of the gate in their order; the first that applies decides."""

    FAULT = "R0"
    FAILED = "R1"
    BEYOND_FRONTIER = "R2"
    JUDGE_DISAGREES = "R3"
    TOO_SMOOTH = "R4"
    SURPLUS = "R5"
    PASSED = "R6"
    JUDGE_ALLOWED = "R7"
    UNVERIFIABLE = "R8"
    JUDGE_REJECTS = "R9"


class Reason(StrEnum):
    """Why, in one word that can be counted."""

    INTEGRITY = "integrity"
    WRONG = "wrong"
    JUDGE_OVERRULED = "judge_overruled"
    """Wrong, and the judge would have kept it."""
    BEYOND_FRONTIER = "beyond_frontier"
    RIGHT = "right"
    JUDGE_DISAGREES = "judge_disagrees"
    UNCOVERED_ATTRIBUTE = "uncovered_attribute"
    SLICK_CERTAINTY = "slick_certainty"
    SHORTCUT = "shortcut"
    SOURCE_SURPLUS = "source_surplus"
    COVERAGE_SURPLUS = "coverage_surplus"
    JUDGE_ONLY = "judge_only"
    UNVERIFIABLE = "unverifiable"
    REVIEWED = "reviewed"
    """A person was shown the row and decided."""


class Basis(StrEnum):
    """Whose word the action rests on."""

    VERIFIER = "verifier"
    JUDGE = "judge"
    PERSON = "person"
    NONE = "none"


class Room(Record):
    """What the run has room for when a row is decided; the caller counts."""

    scarce: bool = False
    """The row's stratum has few rows, each worth a person's look."""
    full: bool = False
    """The row's stratum, or its cluster, has as many kept rows as its quota."""
    full_of: str = ""
    """The cluster, where it is that."""
    source_full: bool = False
    """As many rows of this source are escalated as its cap allows."""
    judge_keeps: bool = False
    """One more row may be kept on the judge's word."""
    review: bool = False
    """The row is drawn for review, should nothing else decide it."""


class Decision(Record):
    """What becomes of one response, and everything that it rests on."""

    sample: str
    action: Action
    rule: Rule
    reason: Reason
    why: str
    """A sentence for people."""
    basis: Basis
    text: Literal["response", "original"] = "response"
    """Which answer a KEEP keeps."""
    negative: bool = False
    """May stand as the rejected answer of a pair."""
    evidence: Evidence
    room: Room

    @model_validator(mode="after")
    def _never_on_less(self) -> Decision:
        if self.negative and not settles(self.evidence.verification, Outcome.FAIL):
            raise ValueError("only a complete fail makes a negative")
        if self.action is Action.KEEP and not self._is_backed():
            raise ValueError(
                "a KEEP needs a complete pass, rule R7 on the judge's word, or a person"
            )
        return self

    def _is_backed(self) -> bool:
        e = self.evidence
        kept = e.verification if self.text == "response" else e.original
        if self.basis is Basis.JUDGE:
            return self.rule is Rule.JUDGE_ALLOWED
        if self.basis is Basis.PERSON:
            return not settles(e.verification, Outcome.FAIL)
        return kept is not None and settles(kept, Outcome.PASS)


def settles(verification: Verification, outcome: Outcome) -> bool:
    """Say whether a verification is a complete one of this outcome."""
    return verification.outcome is outcome and verification.complete
