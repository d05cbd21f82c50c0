"""Two answers in both orders: what a judge says of a pair, whichever stands first."""

from __future__ import annotations

from judgekit.judging.pooling import mean_of
from judgekit.types import Framed, Framing, Judge, Judgment, Order, Sample, Scale


def in_both_orders(judge: Framed) -> Judge:
    """Return a pairwise judge asked in both orders."""
    return judge.under(judge.framing.model_copy(update={"order": Order.BOTH}))


class DualOrder:
    """The mean of a pairwise judge's two verdicts; opposite ones make a tie."""

    def __init__(self, first: Framed, second: Framed) -> None:
        self.identity = first.identity
        self.framing = first.framing.model_copy(update={"order": Order.BOTH})
        self._first = first
        self._second = second

    def under(self, framing: Framing) -> Judge:
        """Return the same model asked in another way."""
        return self._first.under(framing)

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        first = await self._first(sample, response, repeat=repeat)
        second = await self._second(sample, response, repeat=repeat)
        both = mean_of((first, second))
        if first.score is None or second.score is None:
            return both
        return both.model_copy(update={"orders": (first.score, second.score)})


def turned(judgment: Judgment, scale: Scale) -> Judgment:
    """Return the other answer's judgment."""
    if judgment.score is None:
        return judgment
    return judgment.model_copy(update={"score": scale.low + scale.high - judgment.score})
