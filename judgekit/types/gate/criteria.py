"""What the criteria found in all rows."""

from __future__ import annotations

from judgekit.types.evidence import Objection
from judgekit.types.record import Record


class Histogram(Record):
    """A criterion's values in bins of equal width."""

    edges: tuple[float, ...]
    before: tuple[int, ...]
    """Of all rows measured, one count a bin."""
    after: tuple[int, ...]
    """Of the kept ones."""


class CriterionFound(Record):
    """What one criterion found in all rows."""

    name: str
    n: int
    """Rows measured."""
    missing: dict[str, int]
    """Why others have no value."""
    objections: dict[Objection, int]
    histogram: Histogram | None = None
