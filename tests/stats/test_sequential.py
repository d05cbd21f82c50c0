"""Boundaries for looking at a sample while it grows."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from judgekit.stats import boundaries, look_levels

QUARTERS = (0.25, 0.5, 0.75, 1.0)


def obrien_fleming(fractions, alpha):
    """Return what Lan and DeMets's first function has spent by each look."""
    return [2 * float(ndtr(ndtri(alpha / 2) / t**0.5)) for t in fractions]


@pytest.mark.parametrize(
    ("fractions", "alpha", "published"),
    [
        (QUARTERS, 0.05, (3.74955, 2.53993, 2.01604, 1.72014)),
        ((0.2, 0.4, 0.6, 0.8, 1.0), 0.025, (4.8769, 3.3570, 2.6803, 2.2898, 2.0310)),
    ],
)
def test_obrien_flemings_boundaries_are_those_published(fractions, alpha, published):
    found = boundaries(fractions, obrien_fleming(fractions, alpha))
    assert found == pytest.approx(published, abs=1e-4)


def test_one_look_at_the_end_is_the_fixed_test():
    assert look_levels((1.0,), alpha=0.05) == pytest.approx((0.05,))


def test_the_first_look_spends_a_share_to_the_power_of_one_and_a_half():
    assert look_levels(QUARTERS, alpha=0.05)[0] == pytest.approx(0.05 * 0.25**1.5)


def test_later_looks_are_held_to_less_but_never_to_the_whole_level():
    levels = look_levels(QUARTERS, alpha=0.05)
    assert list(levels) == sorted(levels)
    assert levels[-1] < 0.05


@pytest.mark.parametrize("fractions", [QUARTERS, (0.1, 0.15, 0.9, 1.0)])
def test_a_random_walk_crosses_as_often_as_was_spent(fractions):
    bounds = boundaries(fractions, [0.2 * t**1.5 for t in fractions])
    steps = np.diff([0.0, *fractions]) ** 0.5
    walks = np.cumsum(steps * np.random.default_rng(0).standard_normal((100_000, 4)), axis=1)
    crossed = np.maximum.accumulate(walks / np.sqrt(fractions) > bounds, axis=1).mean(axis=0)
    assert crossed == pytest.approx([0.2 * t**1.5 for t in fractions], abs=0.004)


def test_a_family_of_independent_walks_crosses_as_often_as_alpha_says():
    levels = look_levels(QUARTERS, alpha=0.2, family=30)
    bounds = -ndtri(1 - (1 - np.array(levels)) ** (1 / 30))
    steps = np.random.default_rng(1).standard_normal((10_000, 30, 4)) / 2
    walks = np.cumsum(steps, axis=2) / np.sqrt(QUARTERS)
    assert (walks > bounds).any(axis=(1, 2)).mean() == pytest.approx(0.2, abs=0.012)
    assert all(f <= one for f, one in zip(levels, look_levels(QUARTERS, alpha=0.2), strict=True))


@pytest.mark.parametrize("fractions", [(), (0.5, 0.5, 1.0), (0.0, 1.0), (0.5, 1.2)])
def test_looks_that_do_not_ascend_are_refused(fractions):
    with pytest.raises(ValueError, match="ascend"):
        look_levels(fractions, alpha=0.05)
