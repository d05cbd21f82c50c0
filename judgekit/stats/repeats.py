"""How far a judge differs from itself on identical requests."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from judgekit.stats.means import mean_ci
from judgekit.stats.proportions import prop_ci
from judgekit.types import Estimate


def within_variance(
    scores: npt.ArrayLike, *, unseen_shift: float, conf: float = 0.95
) -> Estimate | None:
    """Return the mean within-item variance of items x repeats; missing scores are NaN.

    None for fewer than two items scored twice. HTF over the items' variances, for few items
    may make all the noise: a chi-squared interval covers 70 % then. The floor is for items
    whose repeats differ by `unseen_shift`.
    """
    table = np.asarray(scores, dtype=float)
    twice = (~np.isnan(table)).sum(axis=1) > 1
    variances = np.nanvar(table[twice], axis=1, ddof=1)
    found = mean_ci(variances, unseen_shift=unseen_shift**2 / 2, conf=conf)
    return found and found.model_copy(update={"lo": max(0.0, found.lo)})


def change_rate(accepted: npt.ArrayLike, *, conf: float = 0.95) -> Estimate | None:
    """Return how often two identical requests differ in acceptance; items x repeats of 0 and 1.

    An item's share is over all pairs of its repeats; Wilson on the effective number of items.
    """
    table = np.asarray(accepted, dtype=float)
    k = table.shape[1]
    if k < 2:
        return None
    yes = table.sum(axis=1)
    pairs = k * (k - 1) / 2
    return prop_ci(yes * (k - yes) / pairs, reps=int(pairs), conf=conf)
