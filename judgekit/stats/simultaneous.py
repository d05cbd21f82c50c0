"""Intervals for all attacks of an audit at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

from judgekit.stats.arrays import Array, Codes, cluster_codes, cluster_sums
from judgekit.stats.flips import flip_scale, flip_sums
from judgekit.stats.means import mean_ci
from judgekit.types import Estimate, Interval


def simultaneous_ci(
    table: npt.ArrayLike,
    *,
    unseen_shift: float,
    conf: float = 0.95,
    n_flips: int = 4_000,
    seed: int = 0,
    cluster: Sequence[str] | Codes | None = None,
    bounds: Interval | None = None,
) -> tuple[Estimate | None, ...]:
    """Return HTF intervals of items x attacks that all hold together with probability `conf`.

    Random signs on the centred differences give the level that each t interval needs for the
    largest error of the family; HTF is then taken at that level, and never beyond Bonferroni's.
    """
    values = np.asarray(table, dtype=float)
    codes = cluster_codes(cluster, len(values))
    levels = _levels(values, codes, conf, n_flips, seed)
    intervals = []
    for column, level in zip(values.T, levels, strict=True):
        seen = ~np.isnan(column)
        found = mean_ci(
            column[seen],
            conf=float(level),
            unseen_shift=unseen_shift,
            cluster=None if cluster is None else codes[seen],
            bounds=bounds,
        )
        intervals.append(found)
    return tuple(intervals)


def _levels(table: Array, codes: Codes, conf: float, n_flips: int, seed: int) -> Array:
    n_seen = (~np.isnan(table)).sum(axis=0)
    means = np.nansum(table, axis=0) / np.maximum(n_seen, 1)
    sums = cluster_sums(table - means, codes)
    scale = flip_scale(sums)
    largest = np.concatenate(
        [
            np.abs(s * scale).max(axis=1, initial=0)
            for s in flip_sums(sums, n_flips=n_flips, seed=seed)
        ]
    )
    critical = np.quantile(largest, conf, method="higher")
    units = (~np.isnan(sums)).sum(axis=0)
    bonferroni = 1 - (1 - conf) / max(len(units), 1)
    return np.clip(_level(critical, units), conf, bonferroni)


def _level(z: float, units: Array) -> Array:
    # r is a correlation: a z that so few units cannot reach stands for an infinite t.
    r = np.minimum(z / np.sqrt(np.maximum(units, 2)), 1 - 1e-12)
    df = np.maximum(units - 1, 1)
    level: Array = 2 * stdtr(df, r * np.sqrt(df / (1 - r * r))) - 1
    return level
