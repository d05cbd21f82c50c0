"""A budget of rows that stand for all: facility location by lazy greedy choice."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from judgekit.criteria.coverage.clusters import cluster
from judgekit.criteria.coverage.vectors import Vectors, dense
from judgekit.stats import Array, Codes, generator
from judgekit.types import Record

BLOCK = 1_024
"""Rows within which likeness is looked at; up to as many, all pairs are."""


class Selection(NamedTuple):
    """Rows in the order they were chosen, and how well they stand for the others."""

    rows: tuple[int, ...]
    gains: tuple[float, ...]
    """By how much each raised the total, in rows fully stood for; they never rise."""
    covered: float
    """The mean likeness, 0 to 1, of all rows to the nearest chosen one of their block."""


class Budget(Record):
    """Rows that stand for a pool, beside as many drawn by lot."""

    ids: tuple[str, ...]
    """In the order they were chosen: the first n are the choice for a budget of n."""
    likeness: float
    """The mean likeness, 0 to 1, of all rows to the nearest chosen one."""
    by_lot: float
    """The same of rows drawn at random."""


def spend(vectors: Vectors, ids: Sequence[str], budget: int, *, seed: int = 0) -> Budget:
    """Choose rows by `select`, and measure them and a seeded draw against all rows."""
    chosen = select(vectors, budget, seed=seed).rows
    drawn = generator(seed, "budget").permutation(len(ids))[: len(chosen)]
    return Budget(
        ids=tuple(ids[i] for i in chosen),
        likeness=likeness(vectors, chosen),
        by_lot=likeness(vectors, drawn.tolist()),
    )


def select(vectors: Vectors, budget: int, *, seed: int = 0) -> Selection:
    """Choose rows one by one, each the one that raises the mean likeness to a chosen row most.

    Likeness is the cosine, and 0 where that is negative. For what is looked at, the choice reaches
    1 - 1/e of the best set of that size or more (Nemhauser, Wolsey and Fisher, Mathematical
    Programming 14:265, 1978); lazy after Minoux (1978), with the same result as the plain greedy.
    More than `BLOCK` rows are parted into blocks of like rows first, and rows of two blocks count
    as unlike: time and memory grow with rows times `BLOCK`, not with all pairs. A row that adds
    nothing is never chosen, so fewer rows than the budget may be.
    """
    blocks = [_Block(vectors, rows) for rows in _parted(vectors, seed)]
    heap = [(-gain, row, b, 0) for b, block in enumerate(blocks) for row, gain in block.first()]
    heapq.heapify(heap)
    rows: list[int] = []
    gains: list[float] = []
    while heap and len(rows) < budget:
        gain, row, b, made = heapq.heappop(heap)
        block = blocks[b]
        if made < block.choices:
            # What it would add has only shrunk since; it waits its turn with what it adds now.
            heapq.heappush(heap, (-block.gain(row), row, b, block.choices))
        elif -gain > _NOTHING:
            block.choose(row)
            rows.append(row)
            gains.append(-gain)
    return Selection(tuple(rows), tuple(gains), sum(gains) / max(1, vectors.shape[0]))


_NOTHING = 1e-9


class _Block:
    """Rows that are compared with one another, and how like each is to a chosen one."""

    def __init__(self, vectors: Vectors, rows: Codes) -> None:
        self.choices = 0
        self._vectors = vectors[rows]
        self._place = {int(row): i for i, row in enumerate(rows)}
        self._likeness = np.zeros(len(rows))

    def first(self) -> Iterator[tuple[int, float]]:
        """Yield each row with what it adds before any choice."""
        likeness = np.maximum(dense(self._vectors @ self._vectors.T), 0)
        yield from zip(self._place, likeness.sum(axis=0).tolist(), strict=True)

    def gain(self, row: int) -> float:
        return float(np.maximum(self._like(row) - self._likeness, 0).sum())

    def choose(self, row: int) -> None:
        self.choices += 1
        self._likeness = np.maximum(self._likeness, self._like(row))

    def _like(self, row: int) -> Array:
        like: Array = self._vectors @ dense(self._vectors[[self._place[row]]])[0]
        return like


def _parted(vectors: Vectors, seed: int) -> Iterator[Codes]:
    """Yield the rows of each block; rows of zeros are like nothing and in none."""
    n = vectors.shape[0]
    labels = cluster(vectors, 1 if n <= BLOCK else -(-2 * n // BLOCK), seed=seed)
    for c in range(labels.max(initial=-1) + 1):
        rows = np.flatnonzero(labels == c)
        yield from np.array_split(rows, -(-len(rows) // BLOCK))


def likeness(vectors: Vectors, rows: Sequence[int]) -> float:
    """Return the mean likeness of all rows to the nearest of the given ones, blocks or not."""
    nearest = np.zeros(vectors.shape[0])
    for start in range(0, len(rows), _COMPARED):
        chosen = dense(vectors[list(rows[start : start + _COMPARED])])
        nearest = np.maximum(nearest, np.asarray(vectors @ chosen.T).max(axis=1))
    return float(nearest.mean())


_COMPARED = 128
"""Chosen rows held as plain vectors at once."""
