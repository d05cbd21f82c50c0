"""The gain in kappa: against kappa itself, and covered as often as it says."""

from __future__ import annotations

import numpy as np
import pytest

from judgekit import stats

RNG = np.random.default_rng(7)


def draw(n: int, *rates: float) -> list[np.ndarray]:
    """Return the truth of `n` units of two answers, and judges that are right at these rates."""
    truth = np.tile([1.0, 0.0], n)
    judges = [np.where(RNG.random(2 * n) < rate, truth, 1 - truth) for rate in rates]
    return [truth, *judges]


def gain(truth: np.ndarray, first: np.ndarray, second: np.ndarray, conf: float = 0.95):
    units = np.repeat(np.arange(len(truth) // 2), 2)
    return stats.kappa_gain(first, second, truth, units=units, unseen_shift=0.1, conf=conf)


def test_the_gain_is_the_difference_of_two_kappas():
    truth, first, second = draw(60, 0.7, 0.9)
    found = gain(truth, first, second)
    kappas = [stats.kappa(list(judge), list(truth)).value for judge in (first, second)]
    assert found.est == pytest.approx(kappas[1] - kappas[0])
    assert found.n == 60


def test_judges_that_say_the_same_gain_nothing_within_the_floor_of_the_unseen():
    truth, first, _ = draw(60, 0.7, 0.9)
    found = gain(truth, first, first)
    assert found.est == 0
    assert 0 < found.hi < 0.01


def test_where_a_kappa_is_undefined_there_is_no_gain():
    ones = np.ones(20)
    assert gain(ones, ones, ones) is None
    truth, first, _ = draw(1, 0.9, 0.9)
    assert gain(truth, first, first) is None
    assert gain(np.empty(0), np.empty(0), np.empty(0)) is None


def test_the_interval_covers_the_true_gain_as_often_as_it_says():
    # Right answers and wrong ones are half and half, so a kappa is twice the accuracy less one.
    runs = [gain(*draw(100, 0.75, 0.85)) for _ in range(300)]
    covered = sum(found.lo <= 0.2 <= found.hi for found in runs)
    assert covered >= 0.95 * 300 - 3 * (300 * 0.95 * 0.05) ** 0.5
