"""The rate in a large pool of which few rows are labelled and all are predicted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from judgekit.types import Estimate


def ppi_rate(
    labels: npt.ArrayLike,
    predicted: npt.ArrayLike,
    predicted_in_pool: npt.ArrayLike,
    *,
    conf: float = 0.95,
) -> Estimate | None:
    """Return the share of right rows in a pool; None without a label or without a pool.

    `labels` are a verifier's 0 or 1 on rows drawn at random, `predicted` what the judge says of
    the same, `predicted_in_pool` what it says of the others. The judge lends precision and no
    truth: a useless one weighs nothing. PPI++ (Angelopoulos, Duchi and Zrnic, arXiv 2311.01453)
    with four pseudo-rows, one of each kind, without which few labels cover too seldom.
    """
    y, f, pool = (np.asarray(a, dtype=float) for a in (labels, predicted, predicted_in_pool))
    if len(y) != len(f):
        raise ValueError(f"{len(y)} labels for {len(f)} predictions")
    if len(y) == 0 or len(pool) == 0:
        return None
    n_labelled = len(y)
    y, f = np.append(y, (1, 1, 0, 0)), np.append(f, (1, 0, 1, 0))
    n, n_pool = len(y), len(pool)
    spread = float(np.concatenate((f, pool)).var())
    slope = float(np.cov(y, f)[0, 1]) / ((1 + n / n_pool) * spread)
    weight = min(1.0, max(0.0, slope))
    est = float(y.mean() + weight * (pool.mean() - f.mean()))
    variance = float((y - weight * f).var(ddof=1)) / n + weight**2 * float(pool.var()) / n_pool
    half = float(ndtri((1 + conf) / 2)) * variance**0.5
    return Estimate(
        est=min(1.0, max(0.0, est)),
        lo=max(0.0, min(est - half, 1.0)),
        hi=min(1.0, max(est + half, 0.0)),
        conf=conf,
        method="PPI++, plus four",
        n=n_labelled,
    )
