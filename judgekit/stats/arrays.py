"""The common ground of the estimates: float arrays, clusters as codes, named random streams."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


def generator(seed: int, name: str) -> np.random.Generator:
    """Return the random stream of one purpose: one seed in, one result out."""
    return np.random.default_rng([seed, crc32(name.encode())])


def cluster_codes(cluster: Sequence[str] | Codes | None, n: int) -> Codes:
    """Return clusters as 0..G-1; without clusters every item is its own."""
    if cluster is None:
        return np.arange(n)
    codes: Codes = np.unique(np.asarray(cluster), return_inverse=True)[1].reshape(-1)
    if len(codes) != n:
        raise ValueError(f"{len(codes)} cluster labels for {n} items")
    return codes


def cluster_sums(table: Array, codes: Codes) -> Array:
    """Sum the rows of each cluster, column by column; NaN where a cluster has no number."""
    if len(np.unique(codes)) == len(codes):
        return table
    sums = np.zeros((codes.max() + 1, table.shape[1]))
    counts = np.zeros_like(sums)
    np.add.at(sums, codes, np.nan_to_num(table))
    np.add.at(counts, codes, ~np.isnan(table))
    return np.where(counts > 0, sums, np.nan)
