"""The mean of several judgments: less noisy, and missing where any of them is."""

from __future__ import annotations

from judgekit.errors import InputError
from judgekit.judging.identity import repeated_identity
from judgekit.judging.pooling import mean_of
from judgekit.types import Judge, Judgment, Sample


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
