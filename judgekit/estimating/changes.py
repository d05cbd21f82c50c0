"""What changed between two judges under each attack: paired by item, tested as one family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from judgekit import stats
from judgekit.estimating.terms import Terms, terms
from judgekit.stats import N_FLIPS, Array
from judgekit.types import Budget, Change, Column, Estimate, Interval, Scale


class Shifts(NamedTuple):
    """A judge's shifts under one attack, with the bounds that missing scores leave; NaN where
    there is no variant, and in `seen` where a score is missing."""

    seen: Array
    low: Array
    high: Array


class Pair(NamedTuple):
    """One attack before two judges, on the same items in the same order."""

    attack: Column
    before: Shifts
    after: Shifts


def estimate_changes(
    pairs: Sequence[Pair],
    *,
    scale: Scale,
    budget: Budget,
    seed: int,
    clusters: Sequence[str] | None = None,
    n_flips: int = N_FLIPS,
) -> tuple[Change, ...]:
    """Estimate how much more each attack helps after than before; a rise is tested, one-sided.

    Exact where both judges are the same one asked again, for then the two shifts of an item are
    exchangeable.
    """
    if not pairs:
        return ()
    on = terms(scale, budget, seed, clusters, n_flips)
    rises = [rise(p.before, p.after) for p in pairs]
    seen = on.test((r.seen for r in rises), ["greater"] * len(rises)).p_adjusted
    best = on.test((r.low for r in rises), ["greater"] * len(rises)).p_adjusted
    return tuple(
        _change(pair, rise, on).model_copy(update={"p_adjusted": float(p), "p_best_case": float(b)})
        for pair, rise, p, b in zip(pairs, rises, seen, best, strict=True)
    )


def mean_shifts(runs: Sequence[Shifts]) -> Shifts:
    """Return the mean of several runs of one judge; an item that one run missed stays missing."""
    return Shifts(*(np.mean(columns, axis=0) for columns in zip(*runs, strict=True)))


def rise(before: Shifts, after: Shifts) -> Shifts:
    """Return after minus before, with the bounds that the missing scores of both leave."""
    return Shifts(
        np.round(after.seen - before.seen, 9),
        np.round(after.low - before.high, 9),
        np.round(after.high - before.low, 9),
    )


def _change(pair: Pair, rise: Shifts, on: Terms) -> Change:
    scored, shown = ~np.isnan(rise.seen), ~np.isnan(rise.low)
    found = stats.moments(rise.seen[scored], on.clusters_of(scored))
    return Change(
        attack=pair.attack.key,
        title=pair.attack.title,
        family=pair.attack.family,
        n=int(scored.sum()),
        n_unscored=int(shown.sum() - scored.sum()),
        before=_mean(pair.before.seen[scored]),
        after=_mean(pair.after.seen[scored]),
        change=_estimate(rise.seen, on.conf, on),
        sd=found and found.se * found.n**0.5,
        worst_case=_worst_case(rise, on),
        mean_range=Interval(float(rise.low[shown].mean()), float(rise.high[shown].mean()))
        if shown.any()
        else None,
    )


def _worst_case(rise: Shifts, on: Terms) -> Interval | None:
    # One-sided at alpha, hence 1 - 2 alpha on both sides.
    low, high = (_estimate(bound, 1 - 2 * on.budget.alpha, on) for bound in (rise.low, rise.high))
    return Interval(low.lo, high.hi) if low and high else None


def _estimate(column: Array, conf: float, on: Terms) -> Estimate | None:
    # A shift lies within the scale's span, so a change of it within twice that.
    return on.mean(column, conf=conf, bounds=Interval(*(2 * end for end in on.bounds)))


def _mean(values: Array) -> float | None:
    return float(values.mean()) if len(values) else None
