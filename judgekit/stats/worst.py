"""The worst of many attacks: singled out on some items, sized on the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from judgekit.stats.arrays import Array, Codes, Mask, cluster_sums, generator

N_SWAPS = 2_000
N_DRAWS = 1_000
_FOLDS = 5
_LEVEL = 0.05
"""Of the one-sided limit by which an attack is singled out; nothing is promised at it."""
_CELLS = 1_000_000
"""Numbers held at once, so few that they stay near the processor."""
_TIE = 1e-6
"""Draws are float32: sizes closer than this are one, which errs towards larger p."""


Floats = npt.NDArray[np.floating[Any]]


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

    def part(self, attacks: Codes) -> Arena:
        """Return the same with some of the attacks, by their places."""
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
    lower = _limits(_moments(table, on).sum(axis=1, keepdims=True), on).lower[0]
    at = int(lower.argmax())
    return None if lower[at] == -np.inf else at


def redrawn_worst(
    tables: Sequence[Array],
    on: Arena,
    *,
    families: Sequence[Sequence[int]],
    n_draws: int = N_DRAWS,
    seed: int = 0,
) -> Array:
    """Return families x draws x judges: the worst shift of some attacks on units drawn anew.

    The draws are the same for all judges and families of attacks, named by their places: the
    paired bootstrap (Efron and Tibshirani, 1993). Copies of a unit stay in its fold. NaN where a
    draw singles nothing out.
    """
    rng = generator(seed, "redrawn")
    moments = [_moments(table, on).astype(np.float32) for table in tables]
    places = [np.asarray(family, dtype=np.intp) for family in families]
    found = []
    for size in _chunks(n_draws, on):
        weights = _draw_weights(rng, size, on.n_units)
        of_judges = [_weighted(m, weights, on) for m in moments]
        found.append([[_sizes(m[..., at], on.part(at)) for m in of_judges] for at in places])
    return np.concatenate([np.transpose(chunk, (0, 2, 1)) for chunk in found], axis=1)


def swap_worst(
    one: Array, other: Array, on: Arena, *, n_swaps: int = N_SWAPS, seed: int = 0
) -> float:
    """Return the p of two judges being alike, by how far apart their worst shifts are.

    Two-sided. The judges change places in random units, and each is sized anew by what it then
    has: exact where both answer alike, whichever attacks are singled out.
    """
    rng = generator(seed, "swaps")
    mine, yours = (_moments(table, on).astype(np.float32) for table in (one, other))
    everything = np.ones((1, on.n_units), dtype=np.float32)
    both, start = _weighted(mine + yours, everything, on), _weighted(yours, everything, on)
    gaps: list[Array] = []
    for size in _chunks(n_swaps, on):
        kept = rng.integers(0, 2, (size, on.n_units), dtype=np.int8).astype(np.float32)
        if not gaps:
            kept[0] = 1  # as seen
        swapped = start + _weighted(mine - yours, kept, on)
        gaps.append(np.abs(_sizes(swapped, on) - _sizes(both - swapped, on)))
    gap = np.concatenate(gaps)
    # A swap in which nothing can be sized counts against the claim.
    return 1.0 if np.isnan(gap[0]) else float(np.mean(~(gap < gap[0] - _TIE)))


class _Limits(NamedTuple):
    """Draws x attacks: mean shifts, and the lower limits of the harm in them."""

    means: Floats
    lower: Floats


def _moments(table: Array, on: Arena) -> Array:
    """Return 3 x units x attacks: sums, sums of squares, counts of the shifts that there are."""
    known = np.nan_to_num(table)
    return np.stack(
        [cluster_sums(m, on.units) for m in (known, known**2, (~np.isnan(table)).astype(float))]
    )


def _weighted(moments: Floats, weights: Floats, on: Arena) -> Floats:
    """Return folds x 3 x draws x attacks."""
    folds = (on.fold_of == k for k in range(on.fold_of.max() + 1))
    return np.stack([weights[:, fold] @ moments[:, fold] for fold in folds])


def _sizes(moments: Floats, on: Arena) -> Array:
    """Return the worst shift by draw; NaN where no fold singles an attack out."""
    total = moments.sum(axis=0)
    draws = np.arange(total.shape[1])
    size, weight = np.zeros(len(draws)), np.zeros(len(draws))
    for fold in moments:
        means, lower = _limits(total - fold, on)
        worst = lower.argmax(axis=1)
        known = lower[draws, worst] > -np.inf
        falls = ~on.one_sided[worst] & (means[draws, worst] < 0)
        sums, _, counts = fold[:, draws, worst]
        size += known * np.where(falls, -sums, sums)
        weight += known * counts
    sizes: Array = np.divide(size, weight, out=np.full(len(draws), np.nan), where=weight > 0)
    return sizes


def _limits(moments: Floats, on: Arena) -> _Limits:
    sums, squares, counts = moments
    n = np.rint(counts).astype(np.intp)
    per, spread, unseen = (factor[n] for factor in _factors(int(n.max()), on, sums.dtype))
    means = sums * per
    room = np.sqrt(np.maximum(squares * per - means * means, 0)) * spread
    harm = np.where(on.one_sided, means, np.abs(means))
    return _Limits(means, harm - np.maximum(room, unseen))


def _factors(
    most: int, on: Arena, kind: np.dtype[np.floating[Any]]
) -> tuple[Floats, Floats, Floats]:
    """Return by count: one over it, what makes a spread a limit's width, and the unseen floor."""
    n = np.arange(2, max(most, 2) + 1)
    of_few = [0.0, 0.0]
    per = np.concatenate([of_few, 1 / n])
    spread = np.concatenate([of_few, -ndtri(_LEVEL) / np.sqrt(n - 1)])
    unseen = np.concatenate([[np.inf, np.inf], on.unseen_shift * (1 - _LEVEL ** (1 / n))])
    return per.astype(kind), spread.astype(kind), unseen.astype(kind)


def _draw_weights(rng: np.random.Generator, n_draws: int, n: int) -> Floats:
    """Return how often each unit is drawn, draw by draw."""
    drawn = rng.integers(0, n, (n_draws, n)) + n * np.arange(n_draws)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=n_draws * n)
    return counts.reshape(n_draws, n).astype(np.float32)


def _chunks(n: int, on: Arena) -> Iterator[int]:
    width = 3 * len(on.one_sided) * (int(on.fold_of.max()) + 1) + on.n_units
    each = max(1, _CELLS // width)
    for start in range(0, n, each):
        yield min(each, n - start)
