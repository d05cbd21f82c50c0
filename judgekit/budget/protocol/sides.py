"""On which side of a mark a number lies, told only where its whole interval does."""

from __future__ import annotations

from collections.abc import Callable

from judgekit import stats
from judgekit.budget.wording import decimal
from judgekit.types import Measure, Status, Verdict


def above(measure: Measure, mark: float) -> Verdict:
    """Return within where a number lies above a mark, exceeded where it lies below."""
    if measure.ends is None:
        return Verdict.INCONCLUSIVE
    if measure.ends.hi <= mark:
        return Verdict.EXCEEDED
    return _cleared(measure, measure.ends.lo > mark)


def between(measure: Measure, mark: float) -> Verdict:
    """Return within where a number lies between a mark and its negative, exceeded where beyond."""
    if measure.ends is None:
        return Verdict.INCONCLUSIVE
    if measure.ends.lo >= mark or measure.ends.hi <= -mark:
        return Verdict.EXCEEDED
    return _cleared(measure, -mark < measure.ends.lo and measure.ends.hi < mark)


def n_to_settle(measure: Measure, mark: float, *, unseen: float, tail: float) -> int | None:
    """Return the pairs at which the interval probably leaves a mark on one side, if it is as seen.

    `unseen` is how far pairs too rare to be drawn may be, `tail` the interval's on one side.
    """
    if measure.estimate is None or measure.sd is None:
        return None
    n = measure.estimate.n
    found = stats.required_n(
        stats.upper_sd(measure.sd, max(n - 1, 1)),
        margin=abs(measure.estimate.est - mark),
        unseen_shift=unseen,
        alpha=tail,
    )
    # The pairs at hand did not suffice, whatever the plan says of pairs like them.
    return None if found is None else max(found, n + 1)


def spelled(measure: Measure, spell: Callable[[float], str] = decimal, unit: str = "") -> str:
    """Return a number and the ends that its check is held to."""
    if measure.estimate is None or measure.ends is None:
        return "not measured"
    low, high = map(spell, measure.ends)
    return f"{spell(measure.estimate.est)} [{low}, {high}]{unit}"


def as_points(measure: Measure) -> str:
    """Return a difference of two shares in percentage points."""
    return spelled(measure, lambda x: f"{'+' if x > 0 else ''}{decimal(100 * x, 1)}", " points")


def as_percent(measure: Measure) -> str:
    """Return a share."""
    return spelled(measure, lambda x: decimal(100 * x, 1), " %")


def _cleared(measure: Measure, holds: bool) -> Verdict:
    few = measure.estimate is None or measure.estimate.status is Status.TOO_FEW
    return Verdict.WITHIN if holds and not few else Verdict.INCONCLUSIVE
