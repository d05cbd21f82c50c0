"""A correlation is Pearson's; its interval covers the truth whatever law the numbers follow."""

import numpy as np
import pytest

from judgekit.stats import correlation


def test_the_correlation_is_pearsons():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 30))
    assert correlation(x, y).r == pytest.approx(np.corrcoef(x, y)[0, 1])


def test_the_jackknife_is_that_of_leaving_out_one_by_one():
    rng = np.random.default_rng(1)
    x, y = rng.integers(1, 6, (2, 25)).astype(float)
    z = [np.arctanh(np.corrcoef(np.delete(x, i), np.delete(y, i))[0, 1]) for i in range(25)]
    pseudo = 25 * np.arctanh(np.corrcoef(x, y)[0, 1]) - 24 * np.array(z)
    lo, hi = np.arctanh(correlation(x, y, conf=0.95).interval)
    assert hi - lo == pytest.approx(2 * 2.0639 * pseudo.std(ddof=1) / 5, rel=1e-4)


def grades(rng, rho, n):
    """Return two grades from 1 to 5 whose causes correlate by `rho`."""
    z = rng.normal(size=(2, n))
    hidden = z[0], rho * z[0] + (1 - rho**2) ** 0.5 * z[1]
    return [np.clip(np.rint(3.4 + 1.1 * h), 1, 5) for h in hidden]


@pytest.mark.parametrize("rho", [0.0, 0.6])
def test_the_interval_covers_the_correlation_of_whole_grades(rho):
    rng = np.random.default_rng(2)
    truth = np.corrcoef(*grades(rng, rho, 400_000))[0, 1]
    found = [correlation(*grades(rng, rho, 60)).interval for _ in range(400)]
    assert 0.92 < np.mean([f.lo < truth < f.hi for f in found]) < 0.98


def test_rows_of_one_source_count_once():
    rng = np.random.default_rng(3)
    x, y = grades(rng, 0.5, 40)
    once = correlation(x, y)
    copied = correlation(np.repeat(x, 5), np.repeat(y, 5), cluster=np.repeat(np.arange(40), 5))
    assert copied.r == pytest.approx(once.r)
    assert copied.interval == pytest.approx(once.interval)


@pytest.mark.parametrize(
    ("x", "y", "r"),
    [([], [], None), ([1], [2], None), ([1, 2, 3], [4, 4, 4], None), ([1, 2, 3], [3, 5, 1], -0.5)],
)
def test_without_variation_there_is_no_correlation_and_with_few_items_no_interval(x, y, r):
    found = correlation(x, y)
    assert found.r == (r if r is None else pytest.approx(r))
    assert found.interval is None


@pytest.mark.parametrize("slope", [1, -2])
def test_points_on_a_line_have_no_interval(slope):
    x = np.arange(20) / 10
    assert correlation(x, slope * x + 0.3) == (20, slope / abs(slope), None)


def test_one_point_that_makes_all_of_a_correlation_leaves_no_interval():
    x, y = np.zeros((2, 20))
    x[0] = y[0] = 1
    assert (correlation(x, y).r, correlation(x, y).interval) == (1, None)


def test_a_missing_number_is_refused():
    with pytest.raises(ValueError, match="leave missing pairs out"):
        correlation([1, np.nan], [1, 2])
