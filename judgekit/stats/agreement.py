"""Agreement of a judge with the truth, beyond what chance gives."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np

from judgekit.stats.arrays import Array, Codes
from judgekit.stats.means import mean_ci
from judgekit.types import Estimate, Interval


class Kappa(NamedTuple):
    """Cohen's kappa, or None and the reason."""

    value: float | None
    reason: str
    n: int


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> Kappa:
    """Return (observed - chance) / (1 - chance) over paired labels.

    Undefined where both raters gave one and the same label throughout: agreement is then certain
    by chance alone. Cohen, Educational and Psychological Measurement 20:37 (1960).
    """
    n = len(first)
    if n == 0:
        return Kappa(None, "no item was labelled by both", 0)
    labels = set(first) | set(second)
    if len(labels) == 1:
        return Kappa(None, "both gave the same label to every item", n)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    chance = sum(_share(first, label) * _share(second, label) for label in labels)
    return Kappa((observed - chance) / (1 - chance), "", n)


def kappa_gain(
    first: Array,
    second: Array,
    truth: Array,
    *,
    units: Codes,
    unseen_shift: float,
    conf: float = 0.95,
) -> Estimate | None:
    """Return the second judge's kappa with the truth minus the first's, all three 0 or 1.

    None where either kappa is undefined, with all units or without some. The interval is HTF on
    the jackknife's pseudo-values, whole units left out at once: assumes units drawn independently.
    Efron and Stein, Annals of Statistics 9:586 (1981).
    """
    codes = np.unique(units, return_inverse=True)[1].reshape(-1)
    by_unit = np.stack([_tables(judge, truth, codes) for judge in (first, second)])
    whole = by_unit.sum(axis=1, keepdims=True)
    gain = np.subtract(*_kappas(whole)[::-1])
    without = np.subtract(*_kappas(whole - by_unit)[::-1])
    if np.isnan(gain).any() or np.isnan(without).any():
        return None
    n = len(without)
    pseudo = n * gain - (n - 1) * without
    # The jackknife's own mean differs from the gain by its estimate of the bias alone.
    centred = pseudo + (gain - pseudo.mean())
    return mean_ci(centred, unseen_shift=unseen_shift, conf=conf, bounds=Interval(-2.0, 2.0))


def kappa_parts(tables: Array) -> Array | None:
    """Return one number for each unit's table of counts, judge x truth, whose mean is the kappa.

    They are the jackknife's pseudo-values, moved by its estimate of the bias. None where kappa is
    undefined, with all units or without some. Efron and Stein, Annals of Statistics 9:586 (1981).
    """
    whole = tables.sum(axis=0)
    value, without = _kappa_of(whole), _kappa_of(whole - tables)
    if np.isnan(value).any() or np.isnan(without).any():
        return None
    n = len(without)
    pseudo = n * value - (n - 1) * without
    centred: Array = pseudo + (value - pseudo.mean())
    return centred


def _kappa_of(tables: Array) -> Array:
    """Return the kappa of each square table; NaN where it is undefined."""
    n = tables.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = np.trace(tables, axis1=-2, axis2=-1) / n
        chance = (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1) / n**2
        found: Array = np.where(chance < 1, (observed - chance) / (1 - chance), np.nan)
    return found


def _tables(judge: Array, truth: Array, codes: Codes) -> Array:
    """Return units x (both say no, only the truth yes, only the judge yes, both say yes)."""
    cells = codes * 4 + (2 * judge + truth).astype(int)
    counts = np.bincount(cells, minlength=4 * (int(codes.max(initial=-1)) + 1))
    return counts.reshape(-1, 4).astype(float)


def _kappas(tables: Array) -> Array:
    """Return the kappa of each table; NaN where it is undefined."""
    n = tables.sum(axis=-1)
    no, missed, false, yes = np.moveaxis(tables, -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (no + yes) / n
        chance = ((yes + false) * (yes + missed) + (no + false) * (no + missed)) / n**2
        found: Array = np.where(chance < 1, (observed - chance) / (1 - chance), np.nan)
    return found


def _share(labels: Sequence[Hashable], label: Hashable) -> float:
    return sum(given == label for given in labels) / len(labels)
