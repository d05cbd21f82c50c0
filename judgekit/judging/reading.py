"""What was read from a reply: a number on the scale, or why there is none."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any, NamedTuple

from judgekit.types import Scale, Unscored


class Reading(NamedTuple):
    """A judgment before it is tied to its reply."""

    score: float | None = None
    unscored: Unscored | None = None
    detail: str = ""
    mass: float | None = None


def unread(reason: Unscored, detail: str) -> Reading:
    """Say why there is no score."""
    return Reading(unscored=reason, detail=detail)


def number(value: Any, scale: Scale) -> Reading:
    """Accept a number on the scale; a truth value, a string or a list is no number."""
    if isinstance(value, bool) or not isinstance(value, Real) or math.isnan(value):
        return unread(Unscored.NO_VERDICT, f"not a number: {_shown(value)}")
    score = float(value) + 0.0  # -0.0 becomes 0.0
    if not scale.low <= score <= scale.high:
        return unread(Unscored.OFF_SCALE, f"{score:g} is not in {scale.low:g} to {scale.high:g}")
    return Reading(score=score)


def _shown(value: object) -> str:
    is_short = isinstance(value, str | float | bool | None)
    return f"{value!r:.60}" if is_short else f"a value of the type {type(value).__name__}"
