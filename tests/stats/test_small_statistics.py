"""Kappa, noise, adjustment and planning."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as oracle

from judgekit.stats import (
    MOST_ITEMS,
    bh,
    change_rate,
    generator,
    holm,
    kappa,
    maxt,
    mean_ci,
    required_n,
    smallest_shift,
    upper_sd,
    within_variance,
)
from judgekit.types import Status


def test_kappa_of_a_textbook_table():
    first = [True] * 25 + [False] * 25
    second = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    assert kappa(first, second).value == pytest.approx(0.4)


def test_kappa_is_one_for_full_agreement_and_nought_for_a_constant_rater():
    assert kappa([1, 2, 3], [1, 2, 3]).value == 1
    assert kappa([True, True, True], [True, False, True]).value == 0


@pytest.mark.parametrize(
    ("labels", "reason"),
    [([], "no item was labelled by both"), ([True] * 4, "both gave the same label to every item")],
)
def test_kappa_says_why_it_is_absent(labels, reason):
    assert kappa(labels, labels) == (None, reason, len(labels))


def test_within_variance_is_the_mean_of_the_items_variances():
    found = within_variance([[7.0, 8], [5, 5], [6, 9]], unseen_shift=0)
    assert found.est == pytest.approx((0.5 + 0 + 4.5) / 3)
    assert (found.lo, found.n) == (0, 3)


def test_within_variance_leaves_missing_repeats_out():
    scores = np.array([[7.0, 8, np.nan], [5, np.nan, np.nan], [6, 9, 9]])
    found = within_variance(scores, unseen_shift=0)
    assert found.n == 2
    assert found.est == pytest.approx((0.5 + 3) / 2)


def test_a_judge_that_never_wavered_is_not_free_of_noise():
    found = within_variance(np.full((50, 2), 8.0), unseen_shift=3)
    assert (found.est, found.lo, found.status) == (0, 0, Status.DEGENERATE)
    assert found.hi == pytest.approx((1 - 0.025 ** (1 / 50)) * 4.5)


@pytest.mark.parametrize("share", [0.03, 0.3, 1.0])
def test_noise_of_few_items_is_covered_as_is_that_of_all(share):
    rng = np.random.default_rng(3)
    scores = rng.normal(size=(300, 50, 2)) * (rng.random((300, 50, 1)) < share)
    found = [within_variance(s, unseen_shift=3) for s in scores]
    held = np.mean([f.lo <= share <= f.hi for f in found])
    assert held >= 0.95 - 3 * (0.95 * 0.05 / 300) ** 0.5


def test_noise_of_nobody_is_absent():
    assert within_variance(np.empty((0, 2)), unseen_shift=3) is None
    assert within_variance([[5.0]], unseen_shift=3) is None
    assert change_rate(np.empty((0, 2))) is None
    assert change_rate([[1.0], [0.0]]) is None


def test_change_rate_counts_pairs_of_repeats():
    twice = change_rate([[1, 0], [1, 1], [0, 0], [0, 1]])
    thrice = change_rate([[1, 1, 0], [0, 0, 0]])
    assert twice.est == 0.5
    assert thrice.est == pytest.approx(1 / 3)


def test_bh_is_scipys():
    p = np.random.default_rng(0).random(30) ** 2
    assert bh(p) == pytest.approx(oracle.false_discovery_control(p))


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.09, 0.09, 0.5])


@pytest.mark.parametrize("adjust", [holm, bh])
@settings(derandomize=True, max_examples=50, deadline=None)
@given(p=st.lists(st.floats(0, 1), max_size=12))
def test_adjusted_p_stay_in_order_and_between_p_and_one(adjust, p):
    adjusted = adjust(p)
    assert (adjusted >= np.array(p) * (1 - 1e-12)).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()


def test_published_plans_are_met():
    plan = {"margin": 0.2, "unseen_shift": 3.0}
    assert required_n(1.58, **plan) == 386
    assert required_n(1.58, power=1 - 0.2 / 40, **plan) == pytest.approx(1_110, rel=0.01)
    assert required_n(0.0, **plan) == 44


def test_both_sides_need_more_items_than_one_and_a_shift_more_than_none():
    plan = {"margin": 0.2, "unseen_shift": 3.0}
    one, both = required_n(1.5, **plan), required_n(1.5, two_sided=True, **plan)
    shifted = required_n(1.5, shift=-0.1, two_sided=True, **plan)
    assert one < both < shifted
    assert required_n(1.5, shift=-0.1, **plan) < one


@pytest.mark.parametrize("shift", [0.2, 0.5])
def test_no_number_of_items_clears_a_shift_beyond_the_margin(shift):
    assert required_n(1.0, margin=0.2, unseen_shift=3, shift=shift) is None
    assert required_n(1.0, margin=0.2, unseen_shift=3, shift=-shift, two_sided=True) is None


def test_more_than_a_million_items_is_no_plan():
    assert required_n(50.0, margin=0.01, unseen_shift=3) is None
    assert MOST_ITEMS == 1_000_000


def test_a_plan_reaches_its_power():
    n = required_n(1.2, margin=0.2, unseen_shift=3, two_sided=True)
    rng = np.random.default_rng(0)
    found = [mean_ci(d, unseen_shift=3, conf=0.9) for d in rng.normal(0, 1.2, (400, n))]
    cleared = np.mean([f.lo >= -0.2 and f.hi <= 0.2 for f in found])
    assert cleared == pytest.approx(0.8, abs=0.06)


def test_the_smallest_shift_is_what_its_number_of_items_finds():
    # n = ((1.960 + 0.842) 1.58 / 0.5)^2 + 1.960^2 / 2 = 80.3
    assert smallest_shift(1.58, 80, two_sided=True) == pytest.approx(0.5, rel=0.005)


def test_a_larger_family_or_a_margin_needs_a_larger_shift():
    alone, family = smallest_shift(1.0, 100), smallest_shift(1.0, 100, attacks=40)
    beyond = smallest_shift(1.0, 100, margin=0.2)
    assert alone < beyond < family
    assert beyond == pytest.approx(0.2 + 0.8416 / 10, abs=1e-4)


@pytest.mark.parametrize(("n", "two_sided"), [(4, False), (5, True)])
def test_items_whose_every_flip_is_too_likely_show_no_shift(n, two_sided):
    # Of 2^n flips one, or one and its mirror image, is as far out as the sample.
    assert smallest_shift(1.0, n, two_sided=two_sided) is None
    assert smallest_shift(1.0, n + 1, two_sided=two_sided) is not None


def test_five_items_are_lost_among_four_hundred_attacks():
    assert smallest_shift(1.0, 5) is not None
    assert smallest_shift(1.0, 5, attacks=400) is None


def test_the_smallest_shift_is_found_with_its_power():
    shift = smallest_shift(1.0, 100, margin=0.05, attacks=10)
    rng = np.random.default_rng(1)
    tables = rng.normal(np.where(np.arange(10) == 0, shift, 0), 1.0, (300, 100, 10))
    found = [maxt(t, n_flips=1_000, seed=i).p_adjusted[0] <= 0.05 for i, t in enumerate(tables)]
    assert np.mean(found) == pytest.approx(0.8, abs=0.07)


def test_a_pilots_spread_is_planned_with_at_its_upper_limit():
    assert upper_sd(1.0, 29) == pytest.approx((29 / oracle.chi2.ppf(0.2, 29)) ** 0.5)


def test_each_purpose_has_its_own_stream():
    one, same, other = (generator(1, name).random() for name in ("a", "a", "b"))
    assert one == same != other
