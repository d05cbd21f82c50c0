"""Several judgments as one, which has no score where any of them has none."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean, median
from typing import Any, TypeVar

from judgekit.types import Judgment, Usage

N = TypeVar("N", int, float)
Pool = Callable[[Sequence[float]], float]


def mean_of(draws: Sequence[Judgment]) -> Judgment:
    """Return the mean judgment; one without a score leaves the mean without one."""
    return _pooled(fmean, draws)


def median_of(draws: Sequence[Judgment]) -> Judgment:
    """Return the median judgment; one without a score leaves the median without one."""
    return _pooled(median, draws)


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
        "n_calls": sum(draw.n_calls for draw in draws),
        "altered": any(draw.altered for draw in draws),
    }


def _pooled(how: Pool, draws: Sequence[Judgment]) -> Judgment:
    missing = [draw for draw in draws if draw.unscored]
    why = f"{len(missing)} of {len(draws)} draws, first: {missing[0].detail}" if missing else ""
    return Judgment(
        score=None if missing else _fold(how, [draw.score for draw in draws]),
        unscored=missing[0].unscored if missing else None,
        detail=why,
        orders=None if missing else _orders(how, draws),
        grades=_grades(how, draws),
        ungraded={name: reason for draw in draws for name, reason in draw.ungraded.items()},
        **spent(draws),
    )


def _orders(how: Pool, draws: Sequence[Judgment]) -> tuple[float, float] | None:
    first, second = (_fold(how, [d.orders and d.orders[i] for d in draws]) for i in (0, 1))
    return None if first is None or second is None else (first, second)


def _grades(how: Pool, draws: Sequence[Judgment]) -> dict[str, float]:
    pooled = {n: _fold(how, [draw.grades.get(n) for draw in draws]) for n in draws[0].grades}
    return {name: grade for name, grade in pooled.items() if grade is not None}


def _fold(how: Callable[[list[N]], N], values: Sequence[N | None]) -> N | None:
    """Combine values that are all known; one unknown makes the whole unknown."""
    known = [value for value in values if value is not None]
    return how(known) if len(known) == len(values) else None
