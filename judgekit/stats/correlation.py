"""How far two numbers of an item go together, with an interval that needs no normal law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from judgekit.stats.arrays import Array, Codes, cluster_codes
from judgekit.types import Interval

FEWEST_UNITS = 10
"""Below so many independent units the jackknife's spread says little."""


class Correlation(NamedTuple):
    """Pearson's r over `n` items, and its interval where there is one."""

    n: int
    r: float | None = None
    interval: Interval | None = None


def correlation(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    conf: float = 0.95,
    cluster: Sequence[str] | Codes | None = None,
) -> Correlation:
    """Return Pearson's r with a jackknife interval on Fisher's z, whole clusters left out at once.

    No r where either never varies; no interval where r is 1 or -1, where that is so without some
    unit, or where units are few. Assumes units drawn independently. Arvesen, Ann. Math. Statist.
    40:2076 (1969), on the jackknife of a function of moments; Fisher, Metron 1:3 (1921).
    """
    pairs = np.column_stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)])
    if np.isnan(pairs).any():
        raise ValueError("a correlation needs numbers; leave missing pairs out")
    n = len(pairs)
    if n < 2 or not np.ptp(pairs, axis=0).all():
        return Correlation(n)
    centred = pairs - pairs.mean(axis=0)
    sums = _unit_sums(centred, cluster_codes(cluster, n))
    r = float(_r(sums.sum(axis=0)))
    return Correlation(n, r, _interval(r, sums, conf))


def _interval(r: float, sums: Array, conf: float) -> Interval | None:
    units = len(sums)
    if units < FEWEST_UNITS or abs(r) == 1:
        return None
    without = _r(sums.sum(axis=0) - sums)
    if np.isnan(without).any() or (np.abs(without) == 1).any():
        return None
    z = float(np.arctanh(r))
    pseudo = units * z - (units - 1) * np.arctanh(without)
    reach = float(stdtrit(units - 1, (1 + conf) / 2) * pseudo.std(ddof=1) / units**0.5)
    return Interval(float(np.tanh(z - reach)), float(np.tanh(z + reach)))


def _unit_sums(centred: Array, codes: Codes) -> Array:
    """Return of each unit n, Σx, Σy, Σx², Σy², Σxy."""
    x, y = centred.T
    columns = (np.ones(len(x)), x, y, x * x, y * y, x * y)
    return np.column_stack([np.bincount(codes, weights=c) for c in columns])


def _r(sums: Array) -> Array:
    n, x, y, xx, yy, xy = np.moveaxis(sums, -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(np.maximum(xx - x * x / n, 0) * np.maximum(yy - y * y / n, 0))
        r: Array = np.where(spread > 0, (xy - x * y / n) / spread, np.nan)
    # Points on a line give 1 but for the last digits.
    return np.where(np.abs(r) > 1 - 1e-12, np.sign(r), r)
