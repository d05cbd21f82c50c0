"""Defences that ask more than once: in both orders, and in several draws."""

from __future__ import annotations

from judgekit.defences.seam import Defence, behind
from judgekit.errors import InputError
from judgekit.judging.pooling import median_of
from judgekit.types import (
    Declined,
    Framed,
    Framing,
    Judge,
    Judgment,
    Order,
    Protocol,
    Sample,
)

_ALONE = Declined("it compares no answers, so there is no order to turn round")


def both_orders() -> Defence:
    """Return the defence that asks a pairwise judge in both orders, whoever stands first."""
    return Defence("both-orders", {"orders": 2}, reframe=_in_both)


def repeat_median(name: str, k: int) -> Defence:
    """Return the defence that takes the median of `k` independent draws.

    One draw without a score leaves the median without one, as it does a mean.
    """
    if k < 2:
        raise InputError(f"--defence {name}: a median takes 2 draws at least, as repeat-median:3")

    async def ask(judge: Judge, sample: Sample, response: str, repeat: int) -> Judgment:
        draws = range(repeat * k, (repeat + 1) * k)
        return median_of([await judge(sample, response, repeat=draw) for draw in draws])

    return Defence(name, {"median_of": k}, ask)


def in_one_order(judge: Judge) -> Judge:
    """Return a pairwise judge as it is without any defence: asked once, the response first."""
    if judge.identity.protocol is not Protocol.PAIRWISE or not isinstance(judge, Framed):
        return judge
    once = Defence("one-order", {"orders": 1}, reframe=_once)
    return behind(once, judge, name=f"{judge.identity.judge}, in one order")


def _in_both(framing: Framing) -> Framing | Declined:
    if framing.prompt.protocol is not Protocol.PAIRWISE:
        return _ALONE
    return framing.model_copy(update={"order": Order.BOTH})


def _once(framing: Framing) -> Framing:
    if framing.order is not Order.BOTH:
        return framing
    return framing.model_copy(update={"order": Order.FIRST})
