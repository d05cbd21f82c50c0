"""What the criteria found in all rows."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from judgekit.types.evidence import Objection
from judgekit.types.record import Record


class Histogram(Record):
    """A criterion's values in bins of equal width."""

    edges: tuple[float, ...]
    before: tuple[int, ...]
    """Of all rows measured, one count a bin."""
    after: tuple[int, ...]
    """Of the kept ones."""


class Grouped(Record):
    """One of the kinds of rows that a criterion tells apart."""

    name: str
    before: int
    kept: int


class CriterionFound(Record):
    """What one criterion found in all rows."""

    name: str
    n: int
    """Rows measured."""
    missing: dict[str, int]
    """Why others have no value."""
    objections: dict[Objection, int]
    histogram: Histogram | None = None
    medians: dict[Literal["right", "wrong", "open"], float] = Field(default_factory=dict)
    """Of the values, by what verifiers settle."""
    groups: tuple[Grouped, ...] = ()
    """The largest first; none of a criterion that tells no kinds apart."""
