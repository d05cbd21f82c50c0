"""Several judgments as one, which has no score where any of them has none."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any, TypeVar

from judgekit.types import Judgment, Usage

N = TypeVar("N", int, float)


def mean_of(draws: Sequence[Judgment]) -> Judgment:
    """Return the mean judgment; one without a score leaves the mean without one."""
    missing = [draw for draw in draws if draw.unscored]
    why = f"{len(missing)} of {len(draws)} draws, first: {missing[0].detail}" if missing else ""
    return Judgment(
        score=None if missing else _fold(fmean, [draw.score for draw in draws]),
        unscored=missing[0].unscored if missing else None,
        detail=why,
        grades=_mean_grades(draws),
        ungraded={name: reason for draw in draws for name, reason in draw.ungraded.items()},
        **spent(draws),
    )


def spent(draws: Sequence[Judgment]) -> dict[str, Any]:
    """Return what several calls said and cost, as fields of one judgment."""
    return {
        "mass": _fold(min, [draw.mass for draw in draws]),
        "raw": "\n\n".join(draw.raw for draw in draws),
        "usage": Usage(
            prompt_tokens=_fold(sum, [draw.usage.prompt_tokens for draw in draws]),
            completion_tokens=_fold(sum, [draw.usage.completion_tokens for draw in draws]),
        ),
        "cost_usd": _fold(math.fsum, [draw.cost_usd for draw in draws]),
    }


def _mean_grades(draws: Sequence[Judgment]) -> dict[str, float]:
    means = {n: _fold(fmean, [draw.grades.get(n) for draw in draws]) for n in draws[0].grades}
    return {name: mean for name, mean in means.items() if mean is not None}


def _fold(how: Callable[[list[N]], N], values: Sequence[N | None]) -> N | None:
    """Combine values that are all known; one unknown makes the whole unknown."""
    known = [value for value in values if value is not None]
    return how(known) if len(known) == len(values) else None
