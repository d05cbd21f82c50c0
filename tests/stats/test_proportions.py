"""Shares: Wilson and Clopper-Pearson on what the items are worth, Bonett-Price within items."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as oracle
from scipy.optimize import minimize_scalar

from judgekit.stats import mcnemar_midp, paired_prop_ci, prop_ci, tango_ci

METHODS = [("wilson", "wilson"), ("clopper", "exact")]


@pytest.mark.parametrize(("method", "theirs"), METHODS)
@pytest.mark.parametrize("conf", [0.9, 0.95])
@pytest.mark.parametrize(("yes", "n"), [(0, 7), (1, 1), (3, 20), (20, 20), (40, 93)])
def test_without_repeats_scipy_gives_the_same_interval(method, theirs, conf, yes, n):
    items = np.repeat([1.0, 0.0], [yes, n - yes])
    found = prop_ci(items, conf=conf, method=method)
    expected = oracle.binomtest(yes, n).proportion_ci(conf, method=theirs)
    assert (found.lo, found.hi) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize("method", ["wilson", "clopper"])
def test_repeats_of_a_deterministic_judge_add_nothing(method):
    items = np.repeat([1.0, 0.0], [5, 25])
    once = prop_ci(items, method="wilson")
    repeated = prop_ci(items, reps=5, method="wilson")
    assert (once.lo, once.hi) == pytest.approx((repeated.lo, repeated.hi))


def test_independent_repeats_count_in_full():
    items = np.full(30, 0.2)
    items[:15], items[15:] = 0.1, 0.3
    found = prop_ci(items, reps=10)
    assert found.hi - found.lo < 0.6 * (prop_ci(np.repeat([1.0, 0], [6, 24])).hi - found.lo)


def test_the_guarantee_pays_for_an_estimated_size():
    items = np.random.default_rng(0).binomial(5, 0.3, 20) / 5
    wilson, clopper = prop_ci(items, reps=5), prop_ci(items, reps=5, method="clopper")
    assert clopper.lo < wilson.lo
    assert clopper.hi > wilson.hi


def test_a_share_of_no_items_is_absent():
    assert prop_ci([]) is None
    assert paired_prop_ci(0, 0, 0) is None


@pytest.mark.parametrize("share", [0.0, 1.0])
@pytest.mark.parametrize("method", ["wilson", "clopper"])
def test_none_and_all_have_some_width(share, method):
    found = prop_ci(np.full(20, share), reps=3, method=method)
    assert found.hi - found.lo > 0.1
    assert found.lo <= share <= found.hi


@pytest.mark.parametrize("rho", [0.3, 0.8])
@pytest.mark.parametrize("method", ["wilson", "clopper"])
def test_repeated_shares_are_covered_where_counting_repeats_fails(rho, method):
    rng = np.random.default_rng(9)
    a = 0.2 * (1 / rho - 1)
    held = []
    for _ in range(400):
        p = rng.beta(a, 4 * a, 30)
        found = prop_ci(rng.binomial(5, p) / 5, reps=5, method=method)
        held.append(found.lo <= 0.2 <= found.hi)
    assert np.mean(held) >= 0.92 - 3 * (0.92 * 0.08 / 400) ** 0.5


def test_bonett_price_by_hand():
    found = paired_prop_ci(8, 2, 50)
    up, down = 9 / 52, 3 / 52
    half = 1.959964 * ((up + down - (up - down) ** 2) / 52) ** 0.5
    assert found.est == pytest.approx(0.12)
    assert (found.lo, found.hi) == pytest.approx((up - down - half, up - down + half), abs=1e-6)


@pytest.mark.parametrize(("b", "c", "n"), [(0, 0, 20), (1, 0, 1), (900, 0, 900), (0, 900, 900)])
def test_a_paired_difference_lies_in_its_interval_and_the_interval_on_the_scale(b, c, n):
    found = paired_prop_ci(b, c, n)
    assert -1 <= found.lo <= found.est <= found.hi <= 1
    assert found.lo < found.hi


def test_exchanging_up_and_down_mirrors_the_difference():
    one, other = paired_prop_ci(7, 3, 40), paired_prop_ci(3, 7, 40)
    assert (one.lo, one.hi) == pytest.approx((-other.hi, -other.lo))


def test_bonett_price_covers_rare_changes():
    rng = np.random.default_rng(10)
    draws = rng.multinomial(50, [0.05, 0.01, 0.94], 600)
    held = [paired_prop_ci(int(b), int(c), 50) for b, c, _ in draws]
    assert np.mean([f.lo <= 0.04 <= f.hi for f in held]) >= 0.93


def score(b, c, n, difference):
    """Return Tango's statistic, the nuisance found by searching the likelihood itself."""

    def unlikely(away):
        p = (away + difference, away, 1 - 2 * away - difference)
        return -sum(k * np.log(max(q, 1e-300)) for k, q in zip((b, c, n - b - c), p, strict=True))

    least, most = max(0.0, -difference), (1 - difference) / 2
    away = minimize_scalar(unlikely, bounds=(least, most), method="bounded", options=TIGHT).x
    return (b - c - n * difference) / (n * (2 * away + difference * (1 - difference))) ** 0.5


TIGHT = {"xatol": 1e-12}


@pytest.mark.parametrize(("b", "c", "n"), [(8, 2, 50), (14, 5, 40), (1, 6, 30), (3, 3, 25)])
def test_tangos_ends_are_where_the_score_test_stops_rejecting(b, c, n):
    found = tango_ci(b, c, n)
    assert score(b, c, n, found.lo) == pytest.approx(1.959964, abs=1e-3)
    assert score(b, c, n, found.hi) == pytest.approx(-1.959964, abs=1e-3)


@pytest.mark.parametrize(("b", "c", "n"), [(0, 0, 20), (1, 0, 1), (900, 0, 900), (0, 900, 900)])
def test_tangos_interval_holds_its_estimate_at_the_edges(b, c, n):
    found = tango_ci(b, c, n)
    assert -1 <= found.lo <= found.est <= found.hi <= 1
    assert found.lo < found.hi
    assert tango_ci(0, 0, 0) is None


def test_tango_covers_rare_changes():
    rng = np.random.default_rng(11)
    draws = rng.multinomial(50, [0.05, 0.01, 0.94], 400)
    held = [tango_ci(int(b), int(c), 50) for b, c, _ in draws]
    assert np.mean([f.lo <= 0.04 <= f.hi for f in held]) >= 0.925


@pytest.mark.parametrize(("b", "c"), [(1, 9), (9, 1), (0, 5), (12, 4)])
def test_mid_p_is_the_exact_p_less_half_of_the_outcome_seen(b, c):
    exact = oracle.binomtest(b, b + c).pvalue
    assert mcnemar_midp(b, c) == pytest.approx(exact - oracle.binom.pmf(b, b + c, 0.5))


def test_mid_p_of_a_tie_and_of_no_change():
    assert mcnemar_midp(3, 3) == pytest.approx(1 - oracle.binom.pmf(3, 6, 0.5) / 2)
    assert mcnemar_midp(0, 0) == 1
