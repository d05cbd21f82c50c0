"""What a cell says: a score, or why there is none; never a default number."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import NamedTuple

from judgekit.ingest.legend import ABSENT
from judgekit.types import Scale, Unscored

REASONS = tuple(u.value for u in Unscored)
WON = {"first": 1.0, "tie": 0.5, "second": 0.0}
"""Of a choice, what the answer that stood first gets."""


class Cell(NamedTuple):
    """A score, or why there is none."""

    score: float | None
    unscored: Unscored | None = None


def read_score(meant: str, scale: Scale) -> Cell | None:
    """Return what a score's cell means, or None where it means nothing."""
    number = _number(meant)
    if number is None:
        return _unscored(meant)
    on_scale = scale.low <= number <= scale.high
    return Cell(number) if on_scale else Cell(None, Unscored.OFF_SCALE)


def read_choice(meant: str) -> Cell | None:
    """Return the score of the answer shown first, or None where the cell means nothing."""
    return Cell(WON[meant]) if meant in WON else _unscored(meant)


def text_of(cell: object, text: str, meanings: Mapping[str, str]) -> str:
    """Return what a cell stands for, in the words that readers know."""
    shown = str(float(cell)) if isinstance(cell, bool) else text
    return meanings.get(shown, shown)


def _unscored(meant: str) -> Cell | None:
    if meant.lower() in ABSENT:
        return Cell(None, Unscored.UNRECORDED)
    return Cell(None, Unscored(meant)) if meant in REASONS else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
