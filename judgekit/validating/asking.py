"""Asking about pairs: every one in both orders, draw after draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from judgekit.auditing.asking import Put, ask_each
from judgekit.auditing.columns import Spending
from judgekit.auditing.pipeline import Progress
from judgekit.auditing.trials import Question
from judgekit.stats import Array
from judgekit.types import Judge, Judgment
from judgekit.validating.pairs import Pair


def questions(judge: Judge, pairs: Sequence[Pair], draws: int) -> Iterator[Put]:
    """Yield what is asked; all pairs before the next draw, so that a drift shows in the retest."""
    for draw in range(draws):
        for item, pair in enumerate(pairs):
            yield Put(Question(item, pair.sample.response, pair.rival, None, draw), judge)


async def ask_pairs(
    judge: Judge, pairs: Sequence[Pair], *, draws: int, workers: int, watch: Progress
) -> tuple[Array, Spending]:
    """Return the verdicts as shares of the scale, pairs x draws x (first, second), and the cost.

    NaN where a draw has no verdict in one of the orders.
    """
    shares = np.full((len(pairs), draws, 2), np.nan)
    heard: list[list[Judgment]] = [[] for _ in pairs]
    scale, spending = judge.identity.scale, Spending(len(pairs))
    watch.begin(len(pairs) * draws, "judgments")

    def hear(put: Put, judgment: Judgment) -> None:
        item, draw = put.question.item, put.question.draw
        if judgment.orders is not None:
            shares[item, draw] = (np.array(judgment.orders) - scale.low) / scale.span
        heard[item].append(judgment)
        watch(judgment)
        watch.step()

    asked = questions(judge, pairs, draws)
    await ask_each(asked, [p.sample for p in pairs], workers=workers, hear=hear)
    for item, judgments in enumerate(heard):
        spending.add(item, judgments)
    return shares, spending
