"""A long list with its weightiest rows in sight and the others behind one unfolding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

ROWS = 12
"""Rows in sight; two more are shown rather than folded away."""


@dataclass(frozen=True, slots=True)
class Folded(Generic[T]):
    """Rows in sight, those behind, and the words to unfold them with."""

    first: tuple[T, ...]
    rest: tuple[T, ...]
    more: str

    @property
    def all(self) -> tuple[T, ...]:
        """Every row, for a face that folds nothing."""
        return (*self.first, *self.rest)


def folded(rows: Sequence[T], more: str, *, first: int = ROWS) -> Folded[T]:
    """Fold what comes after the first rows; `more` follows their number, as in "9 more attacks"."""
    shown = first if len(rows) > first + 2 else len(rows)
    rest = tuple(rows[shown:])
    return Folded(tuple(rows[:shown]), rest, f"{len(rest):,} {more}")
