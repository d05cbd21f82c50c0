"""What was read from a reply: a number on the scale, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
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


def scored(value: Any, labels: Mapping[str, float], scale: Scale) -> Reading:
    """Accept a number on the scale or, where a contract has labels, one of those."""
    if not labels:
        return number(value, scale)
    said = f"{value:g}" if isinstance(value, float) else value
    known = casefolded(labels)
    if not isinstance(said, str) or said.strip().casefold() not in known:
        return unread(Unscored.NO_VERDICT, f"not a label: {_shown(value)}")
    return number(known[said.strip().casefold()], scale)


def number(value: Any, scale: Scale) -> Reading:
    """Accept a number on the scale; a truth value, a string or a list is no number."""
    if isinstance(value, bool) or not isinstance(value, Real) or math.isnan(value):
        return unread(Unscored.NO_VERDICT, f"not a number: {_shown(value)}")
    score = float(value) + 0.0  # -0.0 becomes 0.0
    if not scale.low <= score <= scale.high:
        return unread(Unscored.OFF_SCALE, f"{score:g} is not in {scale.low:g} to {scale.high:g}")
    return Reading(score=score)


def number_or_truth(value: Any, scale: Scale) -> Reading:
    """Accept a number on the scale, or a truth value for one of its ends."""
    if isinstance(value, bool):
        value = scale.high if value else scale.low
    return number(value, scale)


def _shown(value: object) -> str:
    is_short = isinstance(value, str | float | bool | None)
    return f"{value!r:.60}" if is_short else f"a value of the type {type(value).__name__}"


def casefolded(labels: Mapping[str, float]) -> dict[str, float]:
    """Return labels as they are compared."""
    return {label.casefold(): score for label, score in labels.items()}
