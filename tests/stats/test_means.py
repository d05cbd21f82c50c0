"""The mean interval: t inside, Hall and the floor around it, clusters as the unit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as oracle

from judgekit.stats import mean_ci, moments
from judgekit.types import Interval, Status

SYMMETRIC = [-2.0, -1, -1, 0, 0, 0, 1, 1, 2]


def test_without_skew_and_with_no_floor_the_interval_is_students_t():
    found = mean_ci(SYMMETRIC, unseen_shift=0)
    t = oracle.ttest_1samp(SYMMETRIC, 0).confidence_interval(0.95)
    assert (found.lo, found.hi) == pytest.approx((t.low, t.high))


@pytest.mark.parametrize("conf", [0.8, 0.9, 0.99])
def test_the_interval_is_never_narrower_than_students_t(conf):
    d = np.random.default_rng(1).exponential(size=40)
    found = mean_ci(d, unseen_shift=0, conf=conf)
    t = oracle.ttest_1samp(d, 0).confidence_interval(conf)
    assert found.lo <= t.low + 1e-12
    assert found.hi >= t.high - 1e-12


def test_skew_to_the_right_widens_the_upper_end_by_halls_formula():
    d = np.array([0.0] * 18 + [3.0] * 2)
    n, g, s = 20, oracle.skew(d), d.std(ddof=1)
    y = -oracle.t.ppf(0.975, n - 1) / n**0.5
    x = 3 / g * (np.cbrt(1 + g * (y - g / (6 * n))) - 1)
    found = mean_ci(d, unseen_shift=0)
    assert found.hi == pytest.approx(d.mean() - s * x)
    assert found.hi - found.est > found.est - found.lo


@pytest.mark.parametrize(("n", "floor"), [(20, 0.505), (50, 0.213), (100, 0.109), (1000, 0.011)])
def test_constant_differences_are_as_wide_as_the_unseen_floor(n, floor):
    found = mean_ci(np.zeros(n), unseen_shift=3)
    assert found.status is Status.DEGENERATE
    assert (found.lo, found.hi) == pytest.approx((-floor, floor), abs=6e-4)


def test_44_equal_items_are_the_least_that_fit_a_margin_of_a_fifth():
    assert mean_ci(np.zeros(43), unseen_shift=3, conf=0.9).hi > 0.2
    assert mean_ci(np.zeros(44), unseen_shift=3, conf=0.9).hi <= 0.2


def test_no_difference_has_no_mean():
    assert mean_ci([], unseen_shift=3, bounds=Interval(-9, 9)) is None


def test_one_difference_leaves_all_that_the_scale_allows():
    found = mean_ci([2.0], unseen_shift=3, bounds=Interval(-9, 9))
    assert (found.est, found.lo, found.hi, found.status) == (2, -9, 9, Status.TOO_FEW)
    assert mean_ci([2.0], unseen_shift=3) is None


def test_no_interval_leaves_the_scale():
    found = mean_ci([-9.0, 9.0], unseen_shift=3, bounds=Interval(-9, 9))
    assert (found.lo, found.hi) == (-9, 9)


def test_a_missing_difference_is_refused():
    with pytest.raises(ValueError, match="leave missing differences out"):
        mean_ci([1.0, np.nan], unseen_shift=3)


def test_a_sign_change_mirrors_the_interval():
    d = np.random.default_rng(2).exponential(size=30)
    one, other = mean_ci(d, unseen_shift=1), mean_ci(-d, unseen_shift=1)
    assert (one.lo, one.hi) == pytest.approx((-other.hi, -other.lo))


def test_singleton_clusters_change_nothing():
    d = np.random.default_rng(3).normal(size=25)
    names = [f"row {i}" for i in range(25)]
    alone, clustered = mean_ci(d, unseen_shift=1), mean_ci(d, unseen_shift=1, cluster=names)
    assert (clustered.lo, clustered.hi) == pytest.approx((alone.lo, alone.hi))
    assert moments(d, names).df == pytest.approx(24)


def test_equal_clusters_give_the_variance_of_their_means():
    d = np.random.default_rng(4).normal(size=60)
    names = [f"source {i // 3}" for i in range(60)]
    means = d.reshape(20, 3).mean(axis=1)
    found = moments(d, names)
    assert found.se == pytest.approx(means.std(ddof=1) / 20**0.5)
    assert found.df == pytest.approx(19)


def test_unequal_clusters_match_cr2_and_bell_mccaffrey_by_matrices():
    sizes = [1, 2, 3, 5, 9]
    codes = np.repeat(np.arange(5), sizes)
    d = np.random.default_rng(5).normal(size=20)
    n, ones = 20, np.ones((20, 1))
    annihilate = np.eye(n) - ones @ ones.T / n
    rows = []
    for g in range(5):
        block = annihilate[np.ix_(codes == g, codes == g)]
        values, vectors = np.linalg.eigh(block)
        half = vectors @ np.diag(values**-0.5) @ vectors.T
        rows.append(ones[codes == g].T @ half @ annihilate[codes == g] / n)
    contrasts = np.vstack(rows)
    omega = contrasts @ contrasts.T
    found = moments(d, codes)
    assert found.se**2 == pytest.approx(float(np.sum((contrasts @ d) ** 2)))
    assert found.df == pytest.approx(np.trace(omega) ** 2 / np.sum(omega**2))


def test_the_order_of_items_does_not_matter():
    rng = np.random.default_rng(6)
    d, codes = rng.normal(size=30), rng.integers(0, 8, 30)
    shuffled = rng.permutation(30)
    one = mean_ci(d, unseen_shift=1, cluster=codes)
    other = mean_ci(d[shuffled], unseen_shift=1, cluster=codes[shuffled])
    assert (one.lo, one.hi) == pytest.approx((other.lo, other.hi))


def test_fewer_than_twenty_clusters_are_too_few():
    d = np.random.default_rng(7).normal(size=60)
    assert mean_ci(d, unseen_shift=1, cluster=np.arange(60) % 19).status is Status.TOO_FEW
    assert mean_ci(d, unseen_shift=1, cluster=np.arange(60) % 20).status is Status.OK


def test_all_items_of_one_cluster_are_one_unit():
    assert moments([1.0, 2, 3], ["a", "a", "a"]) is None


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.floats(-9, 9), min_size=2, max_size=30), st.sampled_from([0.5, 0.95, 0.999]))
def test_every_sample_has_a_finite_interval_of_some_width_around_its_mean(d, conf):
    found = mean_ci(d, unseen_shift=3, conf=conf)
    assert np.isfinite([found.lo, found.hi]).all()
    assert found.lo < found.est < found.hi


def covers(found, truth):
    return found.lo <= truth <= found.hi


@pytest.mark.parametrize("n", [10, 50, 200])
@pytest.mark.parametrize(("share", "points"), [(0.1, 3), (0.05, 4), (0.02, 5)])
def test_rare_large_shifts_are_covered_where_students_t_fails(n, share, points):
    rng = np.random.default_rng([n, points])
    samples = points * (rng.random((400, n)) < share)
    held = np.mean([covers(mean_ci(d, unseen_shift=3), share * points) for d in samples])
    assert held >= 0.95 - 3 * (0.95 * 0.05 / 400) ** 0.5


@pytest.mark.parametrize("n_clusters", [6, 20])
def test_clusters_of_uneven_size_are_covered(n_clusters):
    rng = np.random.default_rng(n_clusters)
    held = []
    for _ in range(300):
        codes = np.repeat(np.arange(n_clusters), 1 + rng.lognormal(1, 0.8, n_clusters).astype(int))
        d = np.rint(rng.normal(size=n_clusters)[codes] + rng.normal(size=len(codes)))
        held.append(covers(mean_ci(d, unseen_shift=3, cluster=codes), 0))
    assert np.mean(held) >= 0.95 - 3 * (0.95 * 0.05 / 300) ** 0.5
