"""The mean of several judgments: less noisy, and missing where any of them is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import TypeVar

from judgekit.errors import InputError
from judgekit.judging.identity import repeated_identity
from judgekit.types import Judge, Judgment, Sample, Usage

N = TypeVar("N", int, float)


class Repeated:
    """The mean of `k` independent draws; one draw without a score leaves the mean without one."""

    def __init__(self, judge: Judge, k: int) -> None:
        if k < 1:
            raise InputError(f"repeats: at least 1, not {k}")
        self.identity = repeated_identity(judge.identity, k)
        self._judge = judge
        self._k = k

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        draws = range(repeat * self._k, (repeat + 1) * self._k)
        return mean_of([await self._judge(sample, response, repeat=draw) for draw in draws])


def mean_of(draws: Sequence[Judgment]) -> Judgment:
    """Return the mean judgment; one without a score leaves the mean without one."""
    missing = [draw for draw in draws if draw.unscored]
    why = f"{len(missing)} of {len(draws)} draws, first: {missing[0].detail}" if missing else ""
    return Judgment(
        score=None if missing else _fold(fmean, [draw.score for draw in draws]),
        unscored=missing[0].unscored if missing else None,
        detail=why,
        mass=_fold(min, [draw.mass for draw in draws]),
        raw="\n\n".join(draw.raw for draw in draws),
        usage=used_by(draws),
        cost_usd=cost_of(draws),
    )


def used_by(draws: Sequence[Judgment]) -> Usage:
    """Return the tokens of several judgments."""
    return Usage(
        prompt_tokens=_fold(sum, [draw.usage.prompt_tokens for draw in draws]),
        completion_tokens=_fold(sum, [draw.usage.completion_tokens for draw in draws]),
    )


def cost_of(draws: Sequence[Judgment]) -> float | None:
    """Return what several judgments cost together, in USD."""
    return _fold(math.fsum, [draw.cost_usd for draw in draws])


def _fold(how: Callable[[list[N]], N], values: Sequence[N | None]) -> N | None:
    """Combine values that are all known; one unknown makes the whole unknown."""
    known = [value for value in values if value is not None]
    return how(known) if len(known) == len(values) else None
