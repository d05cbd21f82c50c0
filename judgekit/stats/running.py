"""A rate watched while it is being counted: bounds that hold at every moment at once."""

from __future__ import annotations

import math

from scipy.special import betaln

from judgekit.types import Interval


def running_rate(hits: int, n: int, *, alpha: float = 0.05) -> Interval:
    """Return the bounds on a rate after each count, all of which hold together at 1 - alpha.

    The rates whose likelihood no mixture over Beta(1/2, 1/2) beats by 1 / alpha (Robbins 1970);
    by Ville's inequality one may look after every row. Assumes independent rows of one rate.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} hits among {n}")
    rate = hits / n if n else 0.5
    lo = 0.0 if hits == 0 else _crossing(hits, n, alpha, inside=rate, outside=0.0)
    hi = 1.0 if hits == n else _crossing(hits, n, alpha, inside=rate, outside=1.0)
    return Interval(lo, hi)


def runs_above(hits: int, n: int, rate: float, *, alpha: float = 0.05) -> bool:
    """Say whether the lower bound of `running_rate` has come to lie above a rate."""
    return hits > rate * n and _evidence(hits, n, rate) >= -math.log(alpha)


def _crossing(hits: int, n: int, alpha: float, *, inside: float, outside: float) -> float:
    """Return the rate between the two at which the evidence against it reaches 1 / alpha."""
    for _ in range(60):
        middle = (inside + outside) / 2
        if _evidence(hits, n, middle) < -math.log(alpha):
            inside = middle
        else:
            outside = middle
    return outside


def _evidence(hits: int, n: int, rate: float) -> float:
    misses = n - hits
    mixture = betaln(hits + 0.5, misses + 0.5) - betaln(0.5, 0.5)
    return float(mixture) - hits * math.log(rate) - misses * math.log1p(-rate)
