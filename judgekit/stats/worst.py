"""The worst of many attacks: singled out on some items, sized on the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from judgekit.stats.arrays import Array, Codes, Mask, cluster_sums, generator

N_SWAPS = 4_000
N_DRAWS = 2_000
_FOLDS = 5
_LEVEL = 0.05
"""Of the one-sided limit by which an attack is singled out; nothing is promised at it."""
_CELLS = 2_000_000
"""Numbers held at once."""


class Arena(NamedTuple):
    """What judges that are set side by side share: attacks, units of items, and their folds."""

    one_sided: Mask
    """By attack, whether only a rise is harm."""
    units: Codes
    """By item, its cluster, or itself."""
    fold_of: Codes
    """By unit."""
    unseen_shift: float

    @property
    def n_units(self) -> int:
        return len(self.fold_of)

    def part(self, attacks: Mask) -> Arena:
        """Return the same with some of the attacks."""
        return self._replace(one_sided=self.one_sided[attacks])


def arena(one_sided: Sequence[bool], units: Codes, *, unseen_shift: float, seed: int = 0) -> Arena:
    """Deal the units out to folds at random, as evenly as they go."""
    n = int(units.max()) + 1
    folds = np.empty(n, dtype=np.intp)
    folds[generator(seed, "folds").permutation(n)] = np.arange(n) % min(_FOLDS, n)
    return Arena(np.asarray(one_sided, dtype=bool), units, folds, unseen_shift)


def worst_shift(table: Array, on: Arena) -> float | None:
    """Return the size of the worst attack's shift; None where nothing singles one out.

    Each fold's items size the attack whose lower limit, on the other folds' items, is the largest:
    the largest of many means is too large by chance, this one is not (cross-fitting; Chernozhukov
    et al., Econometrics Journal 21:C1, 2018). `table` is items x attacks, NaN where there is no
    number.
    """
    (found,) = _sizes(_weighted(_moments(table, on), np.ones((1, on.n_units)), on), on)
    return None if np.isnan(found) else float(found)


def worst_attack(table: Array, on: Arena) -> int | None:
    """Return the place of the attack whose lower limit on all items is the largest."""
    _, lower = _limits(_moments(table, on).sum(axis=0, keepdims=True), on)
    at = int(lower[0].argmax())
    return None if lower[0, at] == -np.inf else at


def redrawn_worst(
    tables: Sequence[Array], on: Arena, *, n_draws: int = N_DRAWS, seed: int = 0
) -> Array:
    """Return draws x judges: the worst shift of each on units drawn anew, the same for all judges.

    The paired bootstrap (Efron and Tibshirani, 1993); copies of a unit stay in its fold. NaN where
    a draw singles nothing out.
    """
    n, rng = on.n_units, generator(seed, "redrawn")
    moments = [_moments(table, on) for table in tables]
    drawn = []
    for size in _chunks(n_draws, on):
        weights = rng.multinomial(n, np.full(n, 1 / n), size=size).astype(float)
        drawn.append(np.column_stack([_sizes(_weighted(m, weights, on), on) for m in moments]))
    return np.concatenate(drawn)


def swap_worst(
    one: Array, other: Array, on: Arena, *, n_swaps: int = N_SWAPS, seed: int = 0
) -> float:
    """Return the p of two judges being alike, by how far apart their worst shifts are.

    Two-sided. The judges change places in random units, and each is sized anew by what it then
    has: exact where both answer alike, whichever attacks are singled out.
    """
    rng = generator(seed, "swaps")
    mine, yours = _moments(one, on), _moments(other, on)
    everything = np.ones((1, on.n_units))
    both, start = _weighted(mine + yours, everything, on), _weighted(yours, everything, on)
    gaps: list[Array] = []
    for size in _chunks(n_swaps, on):
        kept = rng.integers(0, 2, (size, on.n_units)).astype(float)
        if not gaps:
            kept[0] = 1  # as seen
        swapped = start + _weighted(mine - yours, kept, on)
        gaps.append(np.abs(_sizes(swapped, on) - _sizes(both - swapped, on)))
    gap = np.concatenate(gaps)
    # A swap in which nothing can be sized counts against the claim.
    return 1.0 if np.isnan(gap[0]) else float(np.mean(~(gap < gap[0] - 1e-9)))


def _moments(table: Array, on: Arena) -> Array:
    """Return units x 3 attacks: sums, sums of squares, counts of the shifts that there are."""
    known = np.nan_to_num(table)
    stacked = np.concatenate([known, known**2, ~np.isnan(table)], axis=1)
    return cluster_sums(stacked, on.units)


def _weighted(moments: Array, weights: Array, on: Arena) -> Array:
    """Return folds x draws x 3 attacks."""
    folds = (on.fold_of == k for k in range(on.fold_of.max() + 1))
    return np.stack([weights[:, fold] @ moments[fold] for fold in folds])


def _sizes(moments: Array, on: Arena) -> Array:
    """Return the worst shift by draw; NaN where no fold singles an attack out."""
    total = moments.sum(axis=0)
    draws = np.arange(len(total))
    size, weight = np.zeros(len(draws)), np.zeros(len(draws))
    for fold in moments:
        way, lower = _limits(total - fold, on)
        worst = lower.argmax(axis=1)
        known = lower[draws, worst] > -np.inf
        sums, _, counts = np.split(fold, 3, axis=1)
        size += known * way[draws, worst] * sums[draws, worst]
        weight += known * counts[draws, worst]
    sizes: Array = np.divide(size, weight, out=np.full(len(draws), np.nan), where=weight > 0)
    return sizes


def _limits(moments: Array, on: Arena) -> tuple[Array, Array]:
    """Return which way each attack does harm, and the lower limit of how much."""
    sums, squares, counts = np.split(moments, 3, axis=1)
    n = np.maximum(counts, 2)
    mean = sums / n
    se = np.sqrt(np.maximum(squares / n - mean**2, 0) / (n - 1))
    unseen = on.unseen_shift * (1 - _LEVEL ** (1 / n))
    way = np.where(on.one_sided | (mean >= 0), 1.0, -1.0)
    lower = way * mean - np.maximum(-ndtri(_LEVEL) * se, unseen)
    return way, np.where(counts < 2, -np.inf, lower)


def _chunks(n: int, on: Arena) -> Iterator[int]:
    width = 3 * len(on.one_sided) * (int(on.fold_of.max()) + 1) + on.n_units
    each = max(1, _CELLS // width)
    for start in range(0, n, each):
        yield min(each, n - start)
