"""What defences change: paired by item, attack and answer, tested as one family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from judgekit import stats
from judgekit.estimating.arms import Measured, arms
from judgekit.estimating.changes import Shifts, rise
from judgekit.estimating.terms import Terms, terms
from judgekit.stats import N_FLIPS, Array, Codes
from judgekit.types import (
    AgreementChange,
    Became,
    Budget,
    Estimate,
    Interval,
    Known,
    Removal,
    Scale,
    Tested,
)


class Beside(NamedTuple):
    """What one attack does to the bare judge, and to the judge behind a defence."""

    bare: Measured
    defended: Measured


def estimate_removals(
    pairs: Sequence[Beside],
    *,
    scale: Scale,
    budget: Budget,
    seed: int,
    clusters: Sequence[str] | None = None,
    n_flips: int = N_FLIPS,
) -> tuple[Removal, ...]:
    """Estimate how much each defence changes each attack's shift; all are tested as one family.

    Two-sided, for a defence may do harm: exact where the defence does nothing, for then an item's
    two shifts are exchangeable. Missing scores are set against every claim and widen every
    interval.
    """
    if not pairs:
        return ()
    on = terms(scale, budget, seed, clusters, n_flips)
    found = [_Pair(p.bare.attack, *(_shifts(m, scale) for m in p)) for p in pairs]
    changes = [rise(p.before, p.after) for p in found]
    tested = on.test(map(_against, changes), ["two-sided"] * len(changes))
    twice = Interval(*(2 * end for end in on.bounds))
    lows, highs = (on.together(bound, bounds=twice) for bound in _bounds(changes))
    return tuple(
        _removal(pair, change, Interval(low.lo, high.hi) if low and high else None, float(p), on)
        for pair, change, low, high, p in zip(
            found, changes, lows, highs, tested.p_adjusted, strict=True
        )
    )


def compare_agreement(
    bare: Known,
    defended: Known,
    *,
    n_items: int,
    scale: Scale,
    budget: Budget,
    clusters: Sequence[str] | None = None,
) -> AgreementChange:
    """Compare two judges' agreement with the verifiers on the same answers; the item is the unit.

    Shares of an item's answers are averaged first. The interval of kappa is by the jackknife over
    items (Efron and Stein, Annals of Statistics 9:586, 1981).
    """
    on = terms(scale, budget, 0, clusters, N_FLIPS)
    at = np.array(bare.items, dtype=np.intp)
    one, other, right = map(_truths, (bare.accepted, defended.accepted, bare.right))
    settled = ~np.isnan(right)
    both = settled & ~np.isnan(one) & ~np.isnan(other)
    gain = (other == right).astype(float) - (one == right)
    wrong = both & (right == 0)
    return AgreementChange(
        n=int(both.sum()),
        n_unscored=int(settled.sum() - both.sum()),
        accuracy=_share(_by_item(gain[both], at[both], n_items), on),
        kappa=_kappa(one[both], other[both], right[both], at[both], on),
        false_accepts=_share(_by_item((other - one)[wrong], at[wrong], n_items), on),
    )


class _Pair(NamedTuple):
    attack: Tested
    before: Shifts
    after: Shifts


def _shifts(measured: Measured, scale: Scale) -> Shifts:
    found = arms(measured, scale)
    return Shifts(found.shift, found.low, found.high)


def _against(change: Shifts) -> Array:
    # Every missing score pulls against what the scored items say.
    return change.low if np.nansum(change.seen) >= 0 else change.high


def _bounds(changes: Sequence[Shifts]) -> tuple[list[Array], list[Array]]:
    return [c.low for c in changes], [c.high for c in changes]


def _removal(pair: _Pair, change: Shifts, ends: Interval | None, p: float, on: Terms) -> Removal:
    scored, shown = ~np.isnan(change.seen), ~np.isnan(change.low)
    before, after = (
        float(s.seen[scored].mean()) if scored.any() else None for s in (pair.before, pair.after)
    )
    return Removal(
        attack=pair.attack.id,
        title=pair.attack.title,
        family=pair.attack.family,
        n=int(scored.sum()),
        n_unscored=int(shown.sum() - scored.sum()),
        before=before,
        after=after,
        change=on.mean(change.seen, conf=on.conf, bounds=Interval(*(2 * end for end in on.bounds))),
        simultaneous=ends,
        p_adjusted=p,
        became=_became(pair.attack, before, after, proven=p <= on.budget.alpha),
    )


def _became(attack: Tested, before: float | None, after: float | None, *, proven: bool) -> Became:
    if not proven or before is None or after is None:
        return Became.UNPROVEN
    if not attack.expect.one_sided:
        before, after = abs(before), abs(after)
    return Became.LESS if after < before else Became.MORE


def _truths(said: Sequence[bool | None]) -> Array:
    return np.array([np.nan if s is None else s for s in said], dtype=float)


def _by_item(values: Array, at: Codes, n_items: int) -> Array:
    """Return the mean of each item's values; NaN for an item without any."""
    counts = np.bincount(at, minlength=n_items)
    sums = np.bincount(at, weights=values, minlength=n_items)
    means: Array = np.divide(sums, counts, out=np.full(n_items, np.nan), where=counts > 0)
    return means


def _share(column: Array, on: Terms) -> Estimate | None:
    return on.mean(
        column, conf=on.conf, unseen_shift=on.budget.unseen_shift, bounds=Interval(-1, 1)
    )


def _kappa(one: Array, other: Array, right: Array, at: Codes, on: Terms) -> Estimate | None:
    return stats.kappa_gain(
        one,
        other,
        right,
        units=at if on.clusters is None else on.clusters[at],
        conf=on.conf,
        # A kappa moves over twice the range of a share.
        unseen_shift=2 * on.budget.unseen_shift,
    )
