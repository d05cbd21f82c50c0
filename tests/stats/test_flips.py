"""Sign flips: exact where they can be counted, one family where items are shared."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.stats import maxt, sign_flip, smallest_p

SIDES = ["greater", "less", "two-sided"]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("seed", range(5))
def test_few_items_give_scipys_exact_p(side, seed):
    from scipy.stats import permutation_test  # costly, and for no other test

    d = np.random.default_rng(seed).integers(-3, 5, 9).astype(float)
    exact = permutation_test(
        (d,), np.mean, permutation_type="samples", alternative=side, n_resamples=np.inf
    )
    # scipy doubles the smaller tail, which for symmetric flips is the two-sided count.
    assert sign_flip(d, alternative=side).p == pytest.approx(min(1, exact.pvalue))


@pytest.mark.parametrize("side", SIDES)
def test_mid_p_counts_what_is_equal_by_half(side):
    d = np.array([3.0, 1, 1, -1, 2])
    sums = np.array([np.dot(s, d) for s in product([1, -1], repeat=5)])
    seen = {"greater": d.sum(), "less": -d.sum(), "two-sided": abs(d.sum())}[side]
    drawn = {"greater": sums, "less": -sums, "two-sided": np.abs(sums)}[side]
    by_hand = np.mean(drawn > seen) + np.mean(drawn == seen) / 2
    assert sign_flip(d, alternative=side, mid_p=True).p == pytest.approx(by_hand)


def test_drawn_flips_agree_with_counted_ones():
    d = np.random.default_rng(1).integers(-3, 5, 13).astype(float)
    counted = sign_flip(d, n_flips=2**13).p
    assert sign_flip(d, n_flips=4_000).p == pytest.approx(counted, abs=0.03)


def test_items_that_did_not_move_change_nothing():
    d = [2.0, 1, 3, -1]
    assert sign_flip([*d, *[0.0] * 500]) == sign_flip(d)


def test_where_nothing_moved_there_is_no_evidence():
    assert sign_flip(np.zeros(50)) == (1, 1)
    assert sign_flip([]) == (1, 1)
    assert sign_flip(np.zeros(50), mid_p=True).p == 1


@pytest.mark.parametrize(
    ("side", "mid_p", "smallest"),
    [("greater", False, 1 / 16), ("two-sided", False, 1 / 8), ("two-sided", True, 1 / 16)],
)
def test_four_equal_shifts_reach_the_smallest_p_there_is(side, mid_p, smallest):
    assert sign_flip([2.0] * 4, alternative=side, mid_p=mid_p) == (smallest, smallest)


def test_drawn_flips_cannot_go_below_one_over_their_number():
    found = sign_flip(np.ones(60), alternative="greater", n_flips=999)
    assert found == (1 / 999, 1 / 999)
    assert smallest_p(2_000, alternative="greater", n_flips=999) == 1 / 999


def table(n, n_attacks, seed=0, shift=0.0):
    rng = np.random.default_rng(seed)
    return np.rint(rng.normal(shift, 1.2, (n, n_attacks)))


def test_order_and_subset_of_attacks_change_no_raw_p():
    d = table(60, 8)
    d[:5, 2] = np.nan
    whole = maxt(d, alternative="two-sided", n_flips=3_000).p
    backwards = maxt(d[:, ::-1], alternative="two-sided", n_flips=3_000).p
    some = maxt(d[:, [5, 2]], alternative="two-sided", n_flips=3_000).p
    assert np.array_equal(whole, backwards[::-1])
    assert np.array_equal(whole[[5, 2]], some)


def test_a_family_of_one_needs_no_adjustment():
    found = maxt(table(40, 1, shift=0.4))
    assert found.p_adjusted == found.p


def test_adjustment_only_raises_p_and_keeps_their_order():
    found = maxt(table(50, 12, shift=0.2), alternative="two-sided", n_flips=3_000)
    order = np.argsort(-np.abs(found.z))
    assert (found.p_adjusted >= found.p).all()
    assert (np.diff(found.p_adjusted[order]) >= 0).all()


def test_copies_of_one_attack_cost_nothing():
    one = table(40, 1, shift=0.5)
    assert maxt(np.tile(one, 20)).p_adjusted == pytest.approx(np.repeat(maxt(one).p, 20))


def test_step_down_matches_a_count_over_all_flips():
    d = np.array([[3.0, 1, -1], [2, -1, 0], [1, 2, 1], [2, 1, 0], [-1, 2, 2]])
    signs = np.array(list(product([1, -1], repeat=5)))
    z = signs @ (d / np.sqrt((d**2).sum(axis=0)))
    order = np.argsort(-z[0])
    expected, running = np.empty(3), 0.0
    for rank, column in enumerate(order):
        rivals = z[:, order[rank:]].max(axis=1)
        running = max(running, np.mean(rivals >= z[0, column] - 1e-9))
        expected[column] = running
    assert maxt(d).p_adjusted == pytest.approx(expected)


def test_each_column_has_its_own_side():
    d = np.column_stack([np.ones(12), -np.ones(12), -np.ones(12)])
    found = maxt(d, alternative=["greater", "greater", "two-sided"])
    assert found.p == pytest.approx([2**-12, 1, 2**-11])


def test_a_column_of_two_items_does_not_drown_the_others():
    d = table(60, 2, shift=0.8)
    tiny = np.full((60, 1), np.nan)
    tiny[:2] = 3
    found = maxt(np.hstack([d, tiny]), alternative="two-sided")
    assert (found.p_adjusted[:2] < 0.01).all()
    assert found.p_adjusted[2] > 0.4


def test_missing_items_are_left_out_of_a_column():
    d = table(12, 2, shift=0.5)
    d[3:, 1] = np.nan
    assert maxt(d).p[1] == pytest.approx(sign_flip(d[:3, 1], alternative="greater").p)


def test_columns_in_which_nothing_moved_or_nothing_is_known_have_p_1():
    d = np.column_stack([np.zeros(30), np.full(30, np.nan), table(30, 1, shift=2)[:, 0]])
    found = maxt(d)
    assert found.p[:2].tolist() == found.p_mid[:2].tolist() == [1, 1]
    assert not np.isnan(np.array(found)).any()


def test_clusters_flip_as_one():
    d = table(24, 3, shift=0.5)
    codes = np.arange(24) // 4
    sums = d.reshape(6, 4, 3).sum(axis=1)
    assert maxt(d, cluster=codes).p == pytest.approx(maxt(sums).p)


def test_the_same_seed_gives_the_same_p_and_another_seed_another():
    d = table(80, 3, shift=0.1)
    assert np.array_equal(maxt(d, seed=1).p, maxt(d, seed=1).p)
    assert not np.array_equal(maxt(d, seed=1).p, maxt(d, seed=2).p)


def test_chunks_join_to_the_same_draws(monkeypatch):
    d = table(50, 3, shift=0.2)
    whole = maxt(d, n_flips=2_000)
    monkeypatch.setattr("judgekit.stats.flips._CELLS", 50 * 64)
    assert np.array_equal(maxt(d, n_flips=2_000).p, whole.p)


def test_more_items_than_an_exponent_can_hold_are_drawn():
    assert maxt(table(1_500, 2), n_flips=500).p.shape == (2,)


def test_as_many_sides_as_columns_or_none():
    with pytest.raises(ValueError, match="2 alternatives for 3 columns"):
        maxt(table(5, 3), alternative=["greater", "less"])


@pytest.mark.parametrize("n", [20, 60])
def test_forty_unbiased_attacks_are_rarely_accused(n):
    rng = np.random.default_rng(n)
    alarms = []
    for run in range(200):
        placebo = np.rint(rng.normal(0, 0.8, (n, 1)))
        attacked = np.rint(rng.normal(0, 0.8, (n, 40)))
        p = maxt(attacked - placebo, alternative="two-sided", n_flips=1_000, seed=run).p_adjusted
        alarms.append(p.min() <= 0.05)
    assert np.mean(alarms) <= 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.integers(-9, 9), max_size=9))
def test_turning_every_sign_turns_the_sides(d):
    values = np.array(d, dtype=float)
    assert sign_flip(values, alternative="greater") == sign_flip(-values, alternative="less")
    assert sign_flip(values) == sign_flip(-values)
