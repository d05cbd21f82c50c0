"""Adjusted p-values for many tests whose joint distribution is not at hand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from judgekit.stats.arrays import Array


def holm(p: npt.ArrayLike) -> Array:
    """Return p-values that control the family-wise error. Holm, Scand. J. Statist. 6:65 (1979)."""
    values = np.asarray(p, dtype=float)
    order = np.argsort(values, kind="stable")
    left = np.arange(len(values), 0, -1)
    return _restore(np.maximum.accumulate(values[order] * left), order)


def bh(p: npt.ArrayLike) -> Array:
    """Return q-values that control the false discovery rate of independent tests.

    Benjamini and Hochberg, JRSS B 57:289 (1995).
    """
    values = np.asarray(p, dtype=float)
    order = np.argsort(values, kind="stable")
    scaled = values[order] * len(values) / np.arange(1, len(values) + 1)
    return _restore(np.minimum.accumulate(scaled[::-1])[::-1], order)


def _restore(adjusted: Array, order: npt.NDArray[np.intp]) -> Array:
    restored = np.empty_like(adjusted)
    restored[order] = np.minimum(adjusted, 1)
    return restored
