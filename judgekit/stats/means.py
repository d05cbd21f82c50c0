"""The mean of item-level differences, with an interval that survives skew and rare shifts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from judgekit.stats.arrays import Array, Codes, cluster_codes
from judgekit.types import Estimate, Interval, Status

FEWEST_CLUSTERS = 20
"""Below this many clusters an interval is shown but clears nobody."""


class Moments(NamedTuple):
    """What an interval for a mean is made of; a unit is a cluster, or an item without clusters."""

    n: int
    units: int
    mean: float
    se: float
    df: float
    skewness: float


def mean_ci(
    d: npt.ArrayLike,
    *,
    unseen_shift: float,
    conf: float = 0.95,
    cluster: Sequence[str] | Codes | None = None,
    bounds: Interval | None = None,
) -> Estimate | None:
    """Return the mean with the HTF interval: the hull of t and Hall-t, no less than a floor.

    The floor is for a share of units too rare to have been drawn that still shifts by
    `unseen_shift`. Clusters: CR2 variance with Bell-McCaffrey degrees of freedom. Assumes units
    drawn independently. `bounds` are the values a difference can take; one unit alone leaves
    exactly those, and without them nothing can be said (None). Hall, JRSS B 54:221 (1992);
    Bell and McCaffrey, Survey Methodology 28:169 (2002).
    """
    values = np.asarray(d, dtype=float)
    if np.isnan(values).any():
        raise ValueError("a mean needs numbers; leave missing differences out")
    found = moments(values, cluster)
    if found is None:
        return _one_unit(values, bounds, conf)
    lo, hi = _htf(found, conf, unseen_shift)
    if bounds is not None:
        lo, hi = max(lo, bounds.lo), min(hi, bounds.hi)
    return Estimate(
        est=found.mean,
        lo=lo,
        hi=hi,
        conf=conf,
        method="HTF" if cluster is None else f"HTF, CR2 over {found.units} clusters",
        n=found.n,
        status=_status(found, values, clustered=cluster is not None),
    )


def moments(d: npt.ArrayLike, cluster: Sequence[str] | Codes | None = None) -> Moments | None:
    """Return mean, standard error, degrees of freedom, skewness; None for fewer than two units."""
    values = np.asarray(d, dtype=float)
    n = len(values)
    codes = cluster_codes(cluster, n)
    sizes = np.bincount(codes)
    if len(sizes) < 2:
        return None
    mean = float(values.mean())
    residuals = values - mean if np.ptp(values) else np.zeros(n)
    sums = np.bincount(codes, weights=residuals).astype(float)
    share = sizes / n
    # CR2 for a mean in closed form: the vector of ones is an eigenvector of every hat block.
    variance = float(np.sum(sums**2 / (1 - share))) / n**2
    return Moments(n, len(sizes), mean, variance**0.5, _bell_mccaffrey(share), _skewness(sums))


def _bell_mccaffrey(share: Array) -> float:
    # Satterthwaite df of the CR2 variance under independent items; n - 1 for singletons.
    b = share**2 / (1 - share)
    return float(1 / (np.sum(share**2) + np.sum(b) ** 2 - np.sum(b**2)))


def _skewness(centred: Array) -> float:
    reach = float(np.abs(centred).max())
    if reach == 0:
        return 0.0
    z = centred / reach
    return float(np.mean(z**3) / np.mean(z**2) ** 1.5)


def _htf(m: Moments, conf: float, unseen_shift: float) -> Interval:
    alpha = 1 - conf
    y = float(stdtrit(m.df, 1 - alpha / 2)) / m.units**0.5
    sd = m.se * m.units**0.5
    floor = unseen_shift * (1 - (alpha / 2) ** (1 / m.units))
    above = max(sd * y, -sd * _hall(-y, m), floor)
    below = max(sd * y, sd * _hall(y, m), floor)
    return Interval(m.mean - below, m.mean + above)


def _hall(y: float, m: Moments) -> float:
    # The inverse of Hall's cubic transformation, which takes the skewness out of t.
    a = m.skewness / 3
    shifted = y - m.skewness / (6 * m.units)
    return float((np.cbrt(1 + 3 * a * shifted) - 1) / a) if abs(a) > 1e-8 else shifted


def _status(m: Moments, values: Array, *, clustered: bool) -> Status:
    if clustered and m.units < FEWEST_CLUSTERS:
        return Status.TOO_FEW
    return Status.OK if np.ptp(values) else Status.DEGENERATE


def _one_unit(values: Array, bounds: Interval | None, conf: float) -> Estimate | None:
    if len(values) == 0 or bounds is None:
        return None
    return Estimate(
        est=float(values.mean()),
        lo=bounds.lo,
        hi=bounds.hi,
        conf=conf,
        method="the bounds of the scale",
        n=len(values),
        status=Status.TOO_FEW,
    )
