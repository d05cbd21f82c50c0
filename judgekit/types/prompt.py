"""What a judge reads and how it must answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from judgekit.types.record import Record


class Protocol(StrEnum):
    """How the judge is asked."""

    POINTWISE = "pointwise"
    REFERENCE = "reference"
    PAIRWISE = "pairwise"
    """Two answers are shown and the better one is named."""
    ATTRIBUTES = "attributes"
    """One answer is shown and each of several attributes of it is graded."""

    @property
    def shows(self) -> Protocol:
        """The protocol that shows a judge the same: what edits an answer there suits here too."""
        return Protocol.POINTWISE if self is Protocol.ATTRIBUTES else self


class Scale(Record):
    """The numbers a judge may give, and from which on it accepts."""

    low: float
    high: float
    accept: float
    """The lowest accepting score."""

    @model_validator(mode="after")
    def _ascend(self) -> Scale:
        if not self.low < self.accept <= self.high:
            raise ValueError("a scale needs low < accept <= high")
        return self

    @property
    def span(self) -> float:
        return self.high - self.low


class Contract(Record):
    """How the judge must put its verdict, so that it can be read strictly."""

    form: Literal["json", "marker", "label"]
    """`json`: object with `field`; `marker`: line `field: number`; `label`: one of `labels`."""
    field: str = "score"
    labels: dict[str, float] = Field(default_factory=dict)
    """The labels a judge may answer with instead of numbers, and the scores they stand for."""

    @model_validator(mode="after")
    def _labels_where_needed(self) -> Contract:
        if self.form == "label" and not self.labels:
            raise ValueError("the form 'label' needs labels")
        return self


class Attribute(Record):
    """One property of an answer that is graded for itself, on the prompt's scale."""

    name: Annotated[str, Field(pattern=r"^\w[\w -]{0,38}\w$")]
    """The key, or the line, of its score in the reply."""
    description: Annotated[str, Field(min_length=1)]
    levels: str = ""
    """What its scores mean, where the prompt's own words do not say it."""
    accept: float | None = None
    """The lowest score that is good enough; absent, the scale's."""


class JudgePrompt(Record):
    """What a judge reads and how it must answer, one YAML file."""

    id: str
    title: str
    protocol: Protocol
    scale: Scale
    score: Literal["sampled", "logprob"]
    """`logprob`: the expected score over the first token's labels."""
    reply: Contract
    attributes: tuple[Attribute, ...] = ()
    overall: str | None = None
    """Beside attributes, what the grade of the whole answer is about; its key is the reply's."""
    asking: Literal["together", "apart"] = "together"
    """Whether one call grades all attributes, or each has a call that does not see the others."""
    reason: Literal["first", "last"] = "first"
    """Where a reason stands beside the verdict; after it, it can only defend it."""
    system: str = ""
    user: str
    max_tokens: Annotated[int, Field(ge=1)]
    min_mass: Annotated[float, Field(ge=0, le=1)] = 0.5
    """With `logprob`, the least probability the labels must hold for a score to be read."""
    best: Literal["high", "low"] = "high"
    """Which end of the scale the best answer gets."""
    provenance: str
    sha256: str
    """Of the file's bytes: a changed prompt is another judge."""

    @property
    def thresholds(self) -> dict[str, float]:
        """The lowest score of each attribute that is good enough, in the prompt's order."""
        accept = self.scale.accept
        return {a.name: accept if a.accept is None else a.accept for a in self.attributes}

    @property
    def fields(self) -> tuple[str, ...]:
        """What a reply states a score for: each attribute, then the whole."""
        whole = () if self.attributes and self.overall is None else (self.reply.field,)
        return (*self.thresholds, *whole)

    @model_validator(mode="after")
    def _logprobs_need_labels(self) -> JudgePrompt:
        if self.score == "logprob" and self.reply.form != "label":
            raise ValueError("score 'logprob' needs a reply of the form 'label'")
        return self

    @model_validator(mode="after")
    def _attributes_where_asked(self) -> JudgePrompt:
        if problem := _wrong_attributes(self):
            raise ValueError(problem)
        return self


def _wrong_attributes(prompt: JudgePrompt) -> str | None:
    if prompt.protocol is not Protocol.ATTRIBUTES:
        if prompt.attributes or prompt.overall is not None or prompt.asking == "apart":
            return "attributes, overall and asking belong to the protocol 'attributes'"
        return None
    if not prompt.attributes and prompt.overall is None:
        return "the protocol 'attributes' needs attributes; give each a name and a description"
    names = [name.casefold() for name in ("reason", *prompt.fields)]
    if twice := next((name for name in names if names.count(name) > 1), None):
        return f"the reply would hold two values named {twice!r}; rename the attribute"
    scale = prompt.scale
    for name, accept in prompt.thresholds.items():
        if not scale.low < accept <= scale.high:
            return f"attribute {name!r} accepts from {accept:g}, which the scale does not hold"
    if prompt.reply.form == "label" and prompt.asking == "together" and len(prompt.fields) > 1:
        return "a reply of the form 'label' holds one score; use 'asking: apart'"
    return None
