"""What an audit says of a judge that grades several attributes of an answer."""

from __future__ import annotations

from typing import Literal

from judgekit.types.estimates import Effect, Estimate, Interval, Scores, Sensitivity
from judgekit.types.record import Record
from judgekit.types.rulings import Ruling


class AttributeFindings(Record):
    """What attacks and controls do to one attribute, or to the grade of the whole beside them."""

    name: str
    accept: float
    """The lowest score that is good enough."""
    decides: bool
    """Whether an answer must pass it; the grade of the whole only stands beside."""
    effects: tuple[Effect, ...]
    """One an attack, in the order of `Audit.effects` and tested in one family with them."""
    rulings: tuple[Ruling, ...]
    sensitivity: tuple[Sensitivity, ...]
    scores: dict[str, Scores]
    """By attack, what each item was given, aligned with `Audit.items`."""


class Halo(Record):
    """How two grades go together over clean answers, as far as both were given."""

    first: str
    second: str
    n: int
    correlation: float | None
    """Pearson's; absent where one of them never varies."""
    interval: Interval | None
    """Absent where the correlation is, where all lie on one line, or where items are few."""
    same: int
    """Answers that were graded alike by both."""


class Kept(Record):
    """Clean answers that thresholds for each attribute accept, beside what one number would."""

    by: Literal["mean", "overall"]
    """`mean`: of the attributes, against that of their thresholds; `overall`: the judge's own."""
    n: int
    n_unscored: int
    both: int
    attributes_only: int
    global_only: int
    """Accepted on the whole with an attribute below its threshold."""
    neither: int
    difference: Estimate | None = None
    """The share that the thresholds keep minus the share that the number does; Tango's interval."""


class Vectors(Record):
    """Recorded grades of several attributes of answers, against one number for all."""

    n: int
    """Rows with a grade of every attribute."""
    missing: dict[str, int]
    """Why others have none."""
    below: dict[str, int]
    """By attribute, the rows that it is below its own threshold in."""
    alone: dict[str, int]
    """By attribute, the rows that only it is below in."""
    kept: tuple[Kept, ...]
    halo: tuple[Halo, ...]


class Attributes(Record):
    """The attributes of an audit: each alone, in pairs, and against one number for all."""

    findings: tuple[AttributeFindings, ...]
    halo: tuple[Halo, ...]
    kept: tuple[Kept, ...]
