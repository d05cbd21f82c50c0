"""Looking at a sample while it grows, at boundaries that keep the rate of false claims."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.special import ndtr

from judgekit.stats.arrays import Array

_NODES = 200
_FAR = 9.0
"""Standard errors beyond which a statistic has no chance that counts."""


def look_levels(fractions: Sequence[float], *, alpha: float, family: int = 1) -> tuple[float, ...]:
    """Return the one-sided level at which a family of tests may claim at each look.

    `fractions` are the shares of all items seen at the looks, ascending to 1. Power-1.5 spending:
    by share t, t^1.5 of alpha is spent (Kim and DeMets, Biometrika 74:149, 1987). The tests are
    taken for independent (Sidak): a level far out gains more from another look, so that the
    levels of one test would let a family of forty claim falsely in 6.0 % for 5 %.
    """
    spent = [1 - (1 - alpha * t**1.5) ** (1 / family) for t in fractions]
    each = (float(ndtr(-c)) for c in boundaries(fractions, spent))
    return tuple(1 - (1 - p) ** family for p in each)


def boundaries(fractions: Sequence[float], spent: Sequence[float]) -> tuple[float, ...]:
    """Return the z above which to claim at each look, so that false claims by then are `spent`.

    One-sided, by recursive integration over the statistics that crossed nothing before; assumes
    independent normal increments (Lan and DeMets, Biometrika 70:659, 1983; Armitage, McPherson
    and Rowe, JRSS A 132:235, 1969).
    """
    shares = (0.0, *fractions)
    if len(shares) == 1 or not all(a < b <= 1 for a, b in pairwise(shares)):
        raise ValueError(f"looks need shares that ascend from above 0 to 1, not {fractions}")
    found: list[float] = []
    at, weight = np.zeros(1), np.ones(1)  # a random walk that has not set out
    for (before, now), rise in zip(pairwise(shares), np.diff([0.0, *spent]), strict=True):
        step = (now - before) ** 0.5
        bound = _bound(at, weight, step, float(rise))
        found.append(bound / now**0.5)
        at, weight = _walk_on(at, weight, step, below=bound, above=-_FAR * now**0.5)
    return tuple(found)


def _bound(at: Array, weight: Array, step: float, rise: float) -> float:
    """Return what the walk passes in its next step with probability `rise`, by bisection."""
    low, high = at.min() - _FAR * step, at.max() + _FAR * step
    for _ in range(60):
        middle = (low + high) / 2
        passed = weight @ ndtr((at - middle) / step)
        low, high = (middle, high) if passed > rise else (low, middle)
    return float(high)


def _walk_on(
    at: Array, weight: Array, step: float, *, below: float, above: float
) -> tuple[Array, Array]:
    """Return nodes and weights of the walk after its next step, where it ended below the bound."""
    nodes, measure = np.polynomial.legendre.leggauss(_NODES)
    half = (below - above) / 2
    reached = above + half * (nodes + 1)
    z = (reached[:, None] - at) / step
    density = np.exp(-(z**2) / 2) @ weight / (step * (2 * np.pi) ** 0.5)
    return reached, half * measure * density
