"""A certified threshold keeps its promise, on truth that was planted at its hardest."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as oracle
from scipy.special import ndtri

from judgekit.stats import (
    contaminated,
    fewest_kept,
    generator,
    ltt_by_stratum,
    ltt_threshold,
    ppi_rate,
    running_rate,
    runs_above,
)

# Ten scores, equally frequent; the higher, the fewer are bad. The true risk of a threshold of
# six lies a hair above eps: to certify it, or a lower one, breaks the promise.
P_BAD = np.linspace(0.55, 0.02, 10)
RISK = np.cumsum(P_BAD[::-1])[::-1] / np.arange(10, 0, -1)
FORBIDDEN = 6
EPS = RISK[FORBIDDEN - 1] - 1e-6
RUNS = 300


def rows(rng, n, *, per_prompt=1, rho=0.0):
    """Return scores, bad labels and prompts; labels of one prompt correlate by rho."""
    prompts = n // per_prompt
    shared = rho**0.5 * rng.normal(size=(prompts, 1))
    z = shared + (1 - rho) ** 0.5 * rng.normal(size=(prompts, per_prompt))
    score = rng.integers(1, 11, size=(prompts, per_prompt))
    bad = z < ndtri(P_BAD[score - 1])
    return score.ravel().astype(float), bad.ravel(), np.repeat(np.arange(prompts), per_prompt)


def violations(certify, n, **shape):
    rng = generator(3, f"risk {n} {shape}")
    values = (certify(*rows(rng, n, **shape)) for _ in range(RUNS))
    return sum(v is not None and v <= FORBIDDEN for v in values) / RUNS


def certified(score, bad, cluster):
    found = ltt_threshold(score, bad, eps=EPS, delta=0.1, cluster=cluster)
    return found and found.value


def as_if_independent(score, bad, cluster):
    found = ltt_threshold(score, bad, eps=EPS, delta=0.1)
    return found and found.value


def plug_in(score, bad, cluster):
    return next((t for t in range(1, 11) if bad[score >= t].mean() <= EPS), None)


def at_most(rate):
    return rate + 3 * (rate * (1 - rate) / RUNS) ** 0.5


@pytest.mark.parametrize("n", [300, 1000])
@pytest.mark.parametrize("shape", [{}, {"per_prompt": 5, "rho": 0.5}, {"per_prompt": 5, "rho": 1}])
def test_a_certified_threshold_breaks_its_promise_no_oftener_than_delta(n, shape):
    assert violations(certified, n, **shape) <= at_most(0.1)


def test_the_plug_in_threshold_breaks_it_every_other_time():
    assert violations(plug_in, 1000) > 0.4


def test_answers_to_one_prompt_are_not_independent_rows():
    shape = {"per_prompt": 5, "rho": 1}
    assert violations(as_if_independent, 1000, **shape) > at_most(0.1)


def test_most_of_what_could_be_kept_is_kept():
    rng = generator(0, "yield")
    found = [certified(*rows(rng, 1000)) for _ in range(100)]
    assert np.mean([11 - value for value in found]) / (10 - FORBIDDEN) > 0.85


def test_the_sequence_starts_where_a_rejection_is_possible():
    score = np.arange(200.0)
    bad = np.zeros(200, dtype=bool)
    assert ltt_threshold(score, bad, eps=0.1).value == 0
    # The strictest threshold keeps one row, which certifies nothing, good as it is.
    assert ltt_threshold(score[-fewest_kept(0.1, 0.1) :], bad[:22], eps=0.1).n == 22
    assert ltt_threshold(score[:21], bad[:21], eps=0.1) is None


def test_the_fewest_rows_are_those_of_the_literature():
    assert (fewest_kept(0.05, 0.1), fewest_kept(0.1, 0.1)) == (45, 22)


@pytest.mark.parametrize("n_bad", [0, 1, 4])
def test_p_and_bound_are_those_of_the_binomial(n_bad):
    bad = np.arange(100) < n_bad
    found = ltt_threshold(np.ones(100), bad, eps=0.15)
    assert found.p == pytest.approx(oracle.binom.cdf(n_bad, 100, 0.15))
    exact = oracle.binomtest(n_bad, 100).proportion_ci(confidence_level=0.8, method="exact")
    assert found.upper == pytest.approx(exact.high)
    assert (found.n, found.n_bad, found.n_effective) == (100, n_bad, 100)


def test_no_threshold_is_an_outcome():
    score = np.arange(100.0)
    assert ltt_threshold(score, score > 50, eps=0.1) is None
    assert ltt_threshold([], [], eps=0.1) is None
    assert ltt_threshold(score[:30], np.ones(30, dtype=bool), eps=0.1, cluster=["a"] * 30) is None


def test_rows_with_equal_scores_are_kept_together():
    score = np.array([9.0] * 40 + [8.0] * 40)
    bad = np.array([False] * 79 + [True])
    for order in (slice(None), slice(None, None, -1)):
        found = ltt_threshold(score[order], bad[order], eps=0.1)
        assert (found.value, found.n) == (8.0, 80)


def test_clusters_of_one_row_each_are_independent_rows():
    score, bad, _ = rows(generator(5, "singletons"), 300)
    apart = ltt_threshold(score, bad, eps=EPS, cluster=[str(i) for i in range(300)])
    assert apart == ltt_threshold(score, bad, eps=EPS)


def test_a_prompt_answered_alike_a_hundred_times_counts_about_once():
    cluster = ["one"] * 100 + [f"p{i}" for i in range(20)]
    assert ltt_threshold(np.ones(120), np.zeros(120), eps=0.1, cluster=cluster) is None


def test_strata_share_delta():
    rng = generator(1, "strata")
    score, bad, _ = rows(rng, 600)
    stratum = ["a", "b"] * 300
    found = ltt_by_stratum(score, bad, stratum, eps=0.2)
    assert [t.delta for t in found.values()] == [0.05, 0.05]
    assert found["a"] == ltt_threshold(score[::2], bad[::2], eps=0.2, delta=0.05)
    few = ltt_by_stratum([*score, 1.0], [*bad, True], [*stratum, "c"], eps=0.2)
    assert few["c"] is None


def test_unscored_rows_are_refused():
    with pytest.raises(ValueError, match="unscored"):
        ltt_threshold([1.0, math.nan], [False, True], eps=0.1)


@given(st.integers(0, 1), st.permutations(range(60)))
@settings(max_examples=25, derandomize=True, deadline=None, database=None)
def test_the_order_of_rows_changes_nothing(seed, order):
    score, bad, prompt = rows(generator(seed, "order"), 60, per_prompt=3, rho=0.5)
    order = list(order)
    before = ltt_threshold(score, bad, eps=0.3, cluster=prompt)
    after = ltt_threshold(score[order], bad[order], eps=0.3, cluster=prompt[order])
    assert before == pytest.approx(after) if before else after is None


def test_attacked_rows_loosen_the_bound_by_their_share():
    assert contaminated(0.05, 0.4, 0.1) == pytest.approx(0.9 * 0.05 + 0.1 * 0.4)
    assert contaminated(0.05, 0.01, 0.5) == pytest.approx(0.05)


def pool(rng, n_labelled, *, right=0.6, said=(0.9, 0.2)):
    y = rng.random(n_labelled + 1000) < right
    f = rng.random(len(y)) < np.where(y, *said)
    return y[:n_labelled], f[:n_labelled], f[n_labelled:]


@pytest.mark.parametrize(("n", "right", "said"), [(20, 0.6, (0.9, 0.2)), (50, 0.9, (0.95, 0.5))])
def test_a_pools_rate_is_covered(n, right, said):
    rng = generator(2, f"pool {n}")
    found = [ppi_rate(*pool(rng, n, right=right, said=said)) for _ in range(RUNS)]
    assert (
        sum(e.lo <= right <= e.hi for e in found) / RUNS >= 0.95 - 3 * (0.05 * 0.95 / RUNS) ** 0.5
    )


def test_a_good_judge_narrows_the_interval_and_a_useless_one_does_no_harm():
    def width(said):
        rng = generator(4, f"width {said}")
        found = [ppi_rate(*pool(rng, 100, said=said)) for _ in range(50)]
        return np.mean([e.hi - e.lo for e in found])

    assert width((0.95, 0.05)) < 0.7 * width((0.5, 0.5))
    assert width((0.5, 0.5)) < 0.2


def test_a_pool_without_labels_has_no_rate():
    assert ppi_rate([], [], [1, 0]) is None
    assert ppi_rate([1, 0], [1, 1], []) is None
    with pytest.raises(ValueError, match="2 labels for 1"):
        ppi_rate([1, 0], [1], [1])


@pytest.mark.parametrize("rate", [0.02, 0.2])
def test_bounds_looked_at_after_every_row_hold_together(rate):
    rng = generator(6, f"running {rate}")
    left = 0
    for _ in range(60):
        hits = np.cumsum(rng.random(120) < rate)
        bounds = (running_rate(int(hits[n - 1]), n, alpha=0.1) for n in range(1, 121, 7))
        left += any(not b.lo <= rate <= b.hi for b in bounds)
    assert left / 60 <= 0.1 + 3 * (0.1 * 0.9 / 60) ** 0.5


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.01, 0.99))
@settings(max_examples=40, derandomize=True, deadline=None, database=None)
def test_a_rate_is_run_above_where_the_lower_bound_says_so(hits, misses, rate):
    n = hits + misses
    lo = running_rate(hits, n).lo
    assert runs_above(hits, n, rate) == (lo > rate) or lo == pytest.approx(rate)


def test_a_running_bound_closes_in():
    few, many = running_rate(5, 50), running_rate(500, 5000)
    assert few.lo < many.lo < 0.1 < many.hi < few.hi
    assert running_rate(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="3 hits among 2"):
        running_rate(3, 2)
