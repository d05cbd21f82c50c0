"""Intervals that hold together."""

from __future__ import annotations

import numpy as np
import pytest

from judgekit.stats import mean_ci, simultaneous_ci
from judgekit.types import Interval


def table(n, n_attacks, seed=0):
    return np.rint(np.random.default_rng(seed).normal(0, 1.2, (n, n_attacks)))


def ends(intervals):
    return [(i.lo, i.hi) for i in intervals]


def test_one_attack_alone_has_its_own_interval():
    d = table(50, 1)
    alone = mean_ci(d[:, 0], unseen_shift=3)
    assert ends(simultaneous_ci(d, unseen_shift=3)) == [pytest.approx((alone.lo, alone.hi))]


def test_many_attacks_widen_the_intervals_but_not_beyond_bonferroni():
    d = table(80, 20)
    for found, column in zip(simultaneous_ci(d, unseen_shift=3), d.T, strict=True):
        single = mean_ci(column, unseen_shift=3)
        bonferroni = mean_ci(column, unseen_shift=3, conf=1 - 0.05 / 20)
        assert bonferroni.lo <= found.lo < single.lo
        assert single.hi < found.hi <= bonferroni.hi


def test_copies_of_one_attack_cost_almost_nothing():
    one = table(200, 1)
    copies = simultaneous_ci(np.tile(one, 30), unseen_shift=0)
    alone = mean_ci(one[:, 0], unseen_shift=0)
    assert copies[0].hi - copies[0].lo < 1.1 * (alone.hi - alone.lo)


def test_a_column_of_two_items_does_not_widen_the_others():
    d = table(60, 3)
    tiny = np.full((60, 1), np.nan)
    tiny[:2] = [[-3], [3]]
    without = simultaneous_ci(d, unseen_shift=3)
    beside = simultaneous_ci(np.hstack([d, tiny]), unseen_shift=3, bounds=Interval(-9, 9))
    for one, other in zip(without, beside[:3], strict=True):
        assert other.hi - other.lo < 1.15 * (one.hi - one.lo)


def test_columns_that_do_not_vary_keep_the_floor_and_empty_ones_are_absent():
    d = np.column_stack([np.zeros(40), np.full(40, np.nan), table(40, 1)[:, 0]])
    still, empty, _ = simultaneous_ci(d, unseen_shift=3)
    assert still.lo < 0 < still.hi
    assert empty is None


def test_a_table_without_columns_has_no_intervals():
    assert simultaneous_ci(np.empty((5, 0)), unseen_shift=3) == ()


@pytest.mark.parametrize("clustered", [False, True])
def test_all_intervals_hold_at_once(clustered):
    rng = np.random.default_rng(8)
    held = []
    for run in range(150):
        placebo = np.rint(rng.normal(0, 0.8, (60, 1)))
        d = np.rint(rng.normal(0, 0.8, (60, 20))) - placebo
        cluster = np.arange(60) // 2 if clustered else None
        found = simultaneous_ci(d, unseen_shift=3, n_flips=1_000, seed=run, cluster=cluster)
        held.append(all(i.lo <= 0 <= i.hi for i in found))
    assert np.mean(held) >= 0.95 - 3 * (0.95 * 0.05 / 150) ** 0.5
