"""What is known of one response when it is decided whether a student may learn from it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from judgekit.types.attack import Splice
from judgekit.types.record import Record
from judgekit.types.sample import Verification


class Mark(NamedTuple):
    """A trace in a response of an edit that moves judges and no content, and where it stands."""

    family: str
    """The family of attacks that leaves it."""
    kind: str
    start: int
    end: int
    text: str
    removal: tuple[Splice, ...] = ()
    """The splices that take it away; none where the response would not survive that."""


class Objection(StrEnum):
    """What a criterion may hold against a response that is right."""

    BEYOND_FRONTIER = "beyond-frontier"
    """The student cannot learn it yet."""
    SLICK = "slick-certainty"
    """Shorter and surer than the same teacher is without the answer."""
    SHORTCUT = "shortcut"
    """It follows a template rather than the problem."""


class Measurement(Record):
    """What one criterion found: a value, or why there is none."""

    criterion: str
    value: float | None = None
    missing: str = ""
    """Why there is no value."""
    objection: Objection | None = None
    also_original: bool = False
    """The objection holds against the original as well."""
    evidence: str = ""
    group: str = ""
    """The kind of rows that this one is of, where the criterion tells kinds apart."""
    rank: float | None = None
    """Its place among the right responses to one prompt, lower is better; absent where the
    criterion may not rank."""

    @model_validator(mode="after")
    def _value_or_reason(self) -> Measurement:
        if (self.value is None) != bool(self.missing):
            raise ValueError("a measurement has either a value or a reason for having none")
        if self.value is None and self.objection is not None:
            raise ValueError("what could not be measured is no objection")
        return self


class Stance(StrEnum):
    """Where a judge's score lies beside the certified threshold."""

    ACCEPTS = "accepts"
    REJECTS = "rejects"
    NONE = "none"
    """Not asked, not scored, or no threshold qualifies."""


class Opinion(Record):
    """What a judge makes of a response, and whether it is the same without marks and swapped."""

    stance: Stance = Stance.NONE
    why: str = "no judge was asked"
    score: float | None = None
    accepted: bool | None = None
    """By the judge's own scale; absent where it gave no score."""
    threshold: float | None = None
    stable: bool = False
    """The same stance on the text without its marks, and of a pair in both orders."""
    seconded: bool = False
    """A judge of another base takes the same stance."""
    outside: bool = False
    """It is about an attribute that no verifier of the row covers."""

    @model_validator(mode="after")
    def _a_stance_has_a_score(self) -> Opinion:
        if self.stance is not Stance.NONE and (self.score is None or self.threshold is None):
            raise ValueError("a stance needs a score and a certified threshold")
        if (self.score is None) != (self.accepted is None):
            raise ValueError("a score is accepted or not, and only a score is")
        return self


class Allowed(StrEnum):
    """How far a judge's word goes."""

    ALONE = "alone"
    SUPPORTED = "supported"
    """Only beside a necessary pass and a second judge of another base."""
    ADVISORY = "advisory"


class Permission(Record):
    """What a judge may decide of one response, by its audit."""

    allowed: Allowed
    why: str
    upper: float | None = None
    """The bound on the success of the attacks that it rests on."""


class Origin(Record):
    """Where a response comes from."""

    teacher: str | None = None
    context: Literal["none", "answer", "answer+verifier"] | None = None
    """What the teacher was shown beside the task."""
    source: str | None = None
    """The data set or run; caps are by source."""


class Evidence(Record):
    """All that is known of one response; what was not asked says so."""

    sample: str
    fault: str | None = None
    """An integrity error, or required provenance that is missing."""
    origin: Origin = Origin()
    verification: Verification
    original: Verification | None = None
    """Of the answer that the response refines; absent where it refines none."""
    opinion: Opinion = Opinion()
    permission: Permission = Permission(allowed=Allowed.ADVISORY, why="no judge was asked")
    marks: tuple[Mark, ...] = ()
    """Those that neither the task asked for nor the original has."""
    measurements: tuple[Measurement, ...] = Field(default=())
