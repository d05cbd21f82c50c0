"""Sign-flip tests of no shift, for one attack and for a family that shares its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from judgekit.stats.arrays import Array, Codes, cluster_codes, cluster_sums, generator

Alternative = Literal["greater", "less", "two-sided"]
N_FLIPS = 10_000

_TIE = 1e-4
"""Sums are float32: statistics closer than this are one value, which errs towards larger p."""
_CELLS = 4_000_000
"""Signs held at once, 16 MB."""


class SignFlip(NamedTuple):
    """The p-value of one mean shift, and the least p that as many non-zero differences allow."""

    p: float
    smallest: float


class MaxT(NamedTuple):
    """One family of tests, column by column; z is the sum of differences over its flip sd."""

    z: Array
    p: Array
    p_mid: Array
    p_adjusted: Array


def sign_flip(
    d: npt.ArrayLike,
    *,
    alternative: Alternative = "two-sided",
    mid_p: bool = False,
    n_flips: int = N_FLIPS,
    seed: int = 0,
) -> SignFlip:
    """Test that the mean shift is zero by flipping whole items.

    Exact where all flips can be counted, else Monte Carlo with the sample itself as one draw.
    Assumes that attack and placebo are exchangeable within an item. Mid-p counts ties by half:
    for reports; gates use the exact p.
    """
    values = np.asarray(d, dtype=float)
    moved = values[values != 0]
    found = maxt(moved[:, None], alternative=alternative, n_flips=n_flips, seed=seed)
    smallest = smallest_p(len(moved), alternative=alternative, mid_p=mid_p, n_flips=n_flips)
    return SignFlip(float((found.p_mid if mid_p else found.p)[0]), smallest)


def smallest_p(
    n_moved: int, *, alternative: Alternative, mid_p: bool = False, n_flips: int = N_FLIPS
) -> float:
    """Return the least p that `n_moved` non-zero differences can give."""
    if n_moved == 0:
        return 1.0
    # A drawn sample holds the mirror image of what was seen only by luck.
    tails = 2 if alternative == "two-sided" and _countable(n_moved, n_flips) else 1
    return tails / n_draws(n_moved, n_flips) / (2 if mid_p else 1)


def maxt(
    table: npt.ArrayLike,
    *,
    alternative: Alternative | Sequence[Alternative] = "greater",
    n_flips: int = N_FLIPS,
    seed: int = 0,
    cluster: Sequence[str] | Codes | None = None,
) -> MaxT:
    """Test every column (attack) of items x attacks; step-down max-T controls the family.

    One sign per item, or per cluster, is shared by all columns, so that their dependence is kept
    and neither order nor subset of columns changes a raw p. Missing differences are NaN. A column
    in which nothing moved has p = 1. Westfall and Young (1993). Studentised by the root of the
    sum of squares, which flips do not change: where columns have equally many items this orders
    as t does, and a column of two items cannot drown the others.
    """
    values = np.asarray(table, dtype=float)
    sums = cluster_sums(values, cluster_codes(cluster, len(values)))
    scale = flip_scale(sums)
    side = _Sides(alternative, len(scale))
    z = np.nansum(sums, axis=0) * scale
    observed = side(z)
    order = np.argsort(-observed, kind="stable")
    beyond, reached, family = (np.zeros(len(z)) for _ in range(3))
    for flipped in flip_sums(sums, n_flips=n_flips, seed=seed):
        drawn = side(flipped * scale)
        beyond += (drawn > observed + _TIE).sum(axis=0)
        reached += (drawn >= observed - _TIE).sum(axis=0)
        rivals = np.maximum.accumulate(drawn[:, order[::-1]], axis=1)[:, ::-1]
        family[order] += (rivals >= observed[order] - _TIE).sum(axis=0)
    family[order] = np.maximum.accumulate(family[order])
    draws = n_draws(len(sums), n_flips)
    return MaxT(
        z,
        *(
            np.where(scale > 0, count / draws, 1.0)
            for count in (reached, (beyond + reached) / 2, family)
        ),
    )


def n_draws(n: int, n_flips: int) -> int:
    """Return how many flips are looked at: all of them where they are few."""
    return 2**n if _countable(n, n_flips) else n_flips


def _countable(n: int, n_flips: int) -> bool:
    return n < 62 and 1 << n <= n_flips


def flip_scale(table: Array) -> Array:
    """Return one over each column's flip standard deviation, and 0 where nothing moves."""
    length = np.sqrt(np.nansum(table**2, axis=0))
    scale: Array = np.divide(1, length, out=np.zeros_like(length), where=length > 0)
    return scale


def flip_sums(table: Array, *, n_flips: int, seed: int) -> Iterator[Array]:
    """Yield sums of the columns under random signs of the rows, in chunks; the first is as seen."""
    values = np.nan_to_num(table).astype(np.float32)
    total = values.sum(axis=0)
    for bits in _signs(len(values), n_flips, generator(seed, "sign-flip")):
        # Signs are 2 b - 1: a product with the bits alone spares a pass over them.
        yield 2 * (bits @ values) - total


def _signs(n: int, n_flips: int, rng: np.random.Generator) -> Iterator[npt.NDArray[np.float32]]:
    draws = n_draws(n, n_flips)
    if _countable(n, n_flips):
        patterns = np.arange(draws)[::-1, None] >> np.arange(n) & 1
        yield patterns.astype(np.float32)
        return
    rows = max(1, _CELLS // n)
    width = -(-n // 32) * 4
    for start in range(0, draws, rows):
        size = min(rows, draws - start)
        packed = np.frombuffer(rng.bytes(size * width), dtype=np.uint8).reshape(size, width)
        bits = np.unpackbits(packed, axis=1, count=n).astype(np.float32)
        if start == 0:
            bits[0] = 1
        yield bits


class _Sides:
    """Turns z so that large means surprising under each column's alternative."""

    def __init__(self, alternative: Alternative | Sequence[Alternative], n_columns: int) -> None:
        names = [alternative] * n_columns if isinstance(alternative, str) else list(alternative)
        if len(names) != n_columns:
            raise ValueError(f"{len(names)} alternatives for {n_columns} columns")
        self._two = np.array([a == "two-sided" for a in names])
        self._sign = np.array([-1.0 if a == "less" else 1.0 for a in names])

    def __call__(self, z: Array) -> Array:
        return np.where(self._two, np.abs(z), self._sign * z)
