"""Shares of items: with repeats, and compared within items."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, betaincinv, ndtri, stdtrit

from judgekit.stats.arrays import Array
from judgekit.types import Estimate, Interval


def prop_ci(
    p_items: npt.ArrayLike,
    *,
    reps: int = 1,
    conf: float = 0.95,
    method: Literal["wilson", "clopper"] = "wilson",
) -> Estimate | None:
    """Return the mean of item shares, each over `reps` repeats; None for no item.

    The item is the unit: repeats enter through an effective sample size between n and n * reps.
    `clopper` adds the Korn-Graubard factor where that size was estimated: for guarantees.
    Wilson, JASA 22:209 (1927); Korn and Graubard, Survey Methodology 24:193 (1998).
    """
    shares = np.asarray(p_items, dtype=float)
    if len(shares) == 0:
        return None
    p, n = float(shares.mean()), effective_n(shares, reps)
    if method == "clopper":
        interval = _clopper(p, n * _korn_graubard(len(shares), reps, conf), conf)
    else:
        interval = _wilson(p, n, conf)
    return Estimate(
        est=p,
        lo=min(interval.lo, p),
        hi=max(interval.hi, p),
        conf=conf,
        method="Wilson" if method == "wilson" else "Clopper-Pearson",
        n=len(shares),
    )


def effective_n(shares: Array, reps: int) -> float:
    """Return how many independent yes-or-no answers the item shares are worth."""
    n, p = len(shares), float(shares.mean())
    variance = float(shares.var(ddof=1)) / n if n > 1 else 0.0
    if reps == 1 or variance == 0:
        return float(n)
    return float(np.clip(p * (1 - p) / variance, n, n * reps))


def paired_prop_ci(b: int, c: int, n: int, *, conf: float = 0.95) -> Estimate | None:
    """Return (b - c) / n with its interval; b and c count pairs that changed up and down.

    One is added to either count and two to n, so that an empty count has no zero width.
    Bonett and Price, JEBS 37:479 (2012).
    """
    if n == 0:
        return None
    up, down = (b + 1) / (n + 2), (c + 1) / (n + 2)
    centre = up - down
    half = float(ndtri((1 + conf) / 2)) * ((up + down - centre**2) / (n + 2)) ** 0.5
    est = (b - c) / n
    return Estimate(
        est=est,
        lo=max(-1.0, min(centre - half, est)),
        hi=min(1.0, max(centre + half, est)),
        conf=conf,
        method="Bonett-Price",
        n=n,
    )


def tango_ci(b: int, c: int, n: int, *, conf: float = 0.95) -> Estimate | None:
    """Return (b - c) / n with the interval of the score test; b and c as in `paired_prop_ci`.

    The interval holds the differences that the test does not reject. Tango, Statistics in
    Medicine 17:891 (1998).
    """
    if n == 0:
        return None
    est, z = (b - c) / n, float(ndtri((1 + conf) / 2))
    return Estimate(
        est=est,
        lo=_crossing(lambda d: _tango(b, c, n, d) - z, -1.0, est),
        hi=_crossing(lambda d: _tango(b, c, n, d) + z, est, 1.0),
        conf=conf,
        method="Tango",
        n=n,
    )


def mcnemar_midp(b: int, c: int) -> float:
    """Return the two-sided mid-p of McNemar's test; 1 where no pair changed.

    Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13:91 (2013).
    """
    n, least = b + c, min(b, c)
    if n == 0:
        return 1.0
    beyond = float(bdtr(least - 1, n, 0.5)) if least else 0.0
    at = float(bdtr(least, n, 0.5)) - beyond
    # A tie of b and c is one outcome, not one in either tail.
    return 2 * beyond + (at / 2 if b == c else at)


def _tango(b: int, c: int, n: int, difference: float) -> float:
    """Return the score statistic of a difference; it falls as the difference rises."""
    linear = -b - c + (2 * n - b + c) * difference
    constant = -c * difference * (1 - difference)
    away = ((linear**2 - 8 * n * constant) ** 0.5 - linear) / (4 * n)
    variance = n * (2 * away + difference * (1 - difference))
    gap = b - c - n * difference
    if variance <= 0:
        return 0.0 if gap == 0 else math.copysign(math.inf, gap)
    return float(gap / variance**0.5)


def _crossing(statistic: Callable[[float], float], lo: float, hi: float) -> float:
    """Return where a falling statistic crosses zero; the end it never reaches, if none."""
    for _ in range(60):
        middle = (lo + hi) / 2
        lo, hi = (middle, hi) if statistic(middle) > 0 else (lo, middle)
    return (lo + hi) / 2


def _wilson(p: float, n: float, conf: float) -> Interval:
    z2 = float(ndtri((1 + conf) / 2)) ** 2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = (z2 * (p * (1 - p) + z2 / (4 * n)) / n) ** 0.5 / (1 + z2 / n)
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def _clopper(p: float, n: float, conf: float) -> Interval:
    tail, x = (1 - conf) / 2, p * n
    lo = 0.0 if x == 0 else float(betaincinv(x, n - x + 1, tail))
    hi = 1.0 if x >= n else float(betaincinv(x + 1, n - x, 1 - tail))
    return Interval(lo, hi)


def _korn_graubard(n: int, reps: int, conf: float) -> float:
    # Without repeats the size is known; with one item nothing was estimated either.
    if reps == 1 or n == 1:
        return 1.0
    tail = (1 + conf) / 2
    return float((ndtri(tail) / stdtrit(n - 1, tail)) ** 2)
