"""What a user may say about a gate, and how much a judge must have shown."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from judgekit.types.record import Record

FRESH_DAYS = 90
"""Providers change models under one name: an older audit speaks of the past."""

Share = Annotated[float, Field(ge=0, le=1)]
Level = Annotated[float, Field(gt=0, lt=1)]


class Policy(Record):
    """How much a judge must have shown before it may decide."""

    alone: Share = 0.02
    """Up to this bound on the success of a family's attacks the judge may decide."""
    supported: Share = 0.1
    """Up to this one, beside a necessary pass and a second judge of another base."""
    max_age_days: Annotated[int, Field(ge=0)] = FRESH_DAYS
    """Older audits bar their judge."""

    @model_validator(mode="after")
    def _ascend(self) -> Self:
        if self.alone > self.supported:
            raise ValueError(
                "a judge that may decide alone may do so supported: alone <= supported"
            )
        return self


class GateTerms(Policy):
    """What a user may say about a gate beside its judge."""

    alpha: Level = 0.05
    """The share of wrong rows among those kept on the judge's word that is tolerated."""
    delta: Level = 0.1
    """How often a certified threshold may break that promise."""
    judge_share: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """The most of all kept rows that may rest on the judge's word."""
    calibrate: Annotated[int, Field(ge=0)] = 2000
    """About so many rows that verifiers settle are shown to the judge, by prompts drawn."""
    sentinels: Annotated[float, Field(ge=0, le=0.5)] = 0.02
    """The share of the judge's rows that is followed by a row known to be wrong."""
    sentinel_limit: Level = 0.05
    """The share of such rows that the judge may keep."""
    review: Share = 1.0
    """The share of rows that nothing decides which a person is shown."""
    source_cap: Annotated[int, Field(ge=0)] = 1000
    """The most rows of one source that a person is shown."""
    stratum: str = "family"
    """The field of a row's metadata that says what kind of row it is."""
    map: tuple[str, ...] = ()
    """How rows of another shape are read: `FIELD=COLUMN`, or a YAML file of rules."""
    criteria: tuple[str, ...] = ()
    """What right rows are measured by as well: style, shortcut, coverage, confidence."""
    most_ece: Share = 0.1
    """The calibration error, by the upper end of its interval, up to which confidence may rank."""
    fewest_settled: Annotated[int, Field(ge=1)] = 500
    """Settled answers with a confidence that this takes."""
    confidence_pairs: bool = False
    """Write pairs of two right answers as well, the more confident one chosen, where it may."""
    quota: Annotated[int, Field(ge=1)] | None = None
    """The most rows of a stratum that are kept."""
    cluster_quota: Annotated[int, Field(ge=1)] | None = None
    """The most rows of a cluster of like prompts that are kept, with the criterion coverage; by
    default twice an even share of the right rows."""
    scarce: Annotated[int, Field(ge=0)] = 0
    """A stratum with fewer right rows than this is worth a person's look at each."""
    require: tuple[str, ...] = ()
    """Fields of metadata without which a row is quarantined, such as `teacher`."""
    pairs: Annotated[int, Field(ge=0)] = 1
    """The most preference pairs of one prompt."""
    student: str | None = None
    """The student's base model; a teacher of the same base is warned of. With a profile, the
    student that reads the responses: `local`, a folder or file of weights, or a served model."""
    profile: str | None = None
    """The file that `judgekit student profile` made of the student's own outputs."""
    student_api_base: str | None = None
    """Where a student is served that is not on this machine."""
    second_judge: str | None = None
    """A model of another base, asked where the judge decides only with support."""
    second_api_base: str | None = None

    @model_validator(mode="after")
    def _name_their_criteria(self) -> Self:
        needs = {"cluster_quota": "coverage", "confidence_pairs": "confidence"}
        for term, criterion in needs.items():
            if getattr(self, term) and criterion not in self.criteria:
                raise ValueError(f"{term} says something of the criterion {criterion}; name it too")
        return self
