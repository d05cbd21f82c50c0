"""The control: as many rows as were kept, of like lengths and strata, drawn at random."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from judgekit.gating.drawing import lot
from judgekit.stats import Mask


class Drawn(NamedTuple):
    """What a draw needs to know of a row."""

    id: str
    length: int
    """In characters."""
    stratum: str
    kept: bool


class Drawing:
    """A draw over rows that are not held: twelve bytes are kept of each."""

    def __init__(self, *, seed: int) -> None:
        self._seed = seed
        self._codes: dict[tuple[str, int], int] = {}
        self._cells, self._lots = array("I"), array("d")
        self._wanted: Counter[int] = Counter()

    def add(self, row: Drawn) -> None:
        """Put a row into the draw."""
        cell = self._codes.setdefault(_cell(row), len(self._codes))
        self._cells.append(cell)
        self._lots.append(lot(self._seed, "control", row.id))
        self._wanted[cell] += row.kept

    def chosen(self) -> Mask:
        """Say of each row, in the order they were added, whether it is drawn."""
        cells, lots = np.asarray(self._cells, dtype=np.intp), np.asarray(self._lots)
        order = np.lexsort((lots, cells))
        first = np.searchsorted(cells[order], np.arange(len(self._codes)))
        rank = np.arange(len(cells)) - first[cells[order]]
        wanted = np.array([self._wanted[code] for code in range(len(self._codes))], dtype=np.intp)
        chosen = np.zeros(len(cells), dtype=bool)
        chosen[order] = rank < wanted[cells[order]]
        return chosen


def control(rows: Iterable[Drawn], *, seed: int) -> tuple[str, ...]:
    """Return the ids of the control, sorted: of each stratum and length as many as were kept.

    Lengths are alike within a factor of 1.5. Kept rows may be drawn, as by no filter at all: where
    a cell holds only kept rows the control holds the same.
    """
    pool, drawing = list(rows), Drawing(seed=seed)
    for row in pool:
        drawing.add(row)
    pairs = zip(pool, drawing.chosen(), strict=True)
    return tuple(sorted(row.id for row, is_chosen in pairs if is_chosen))


def _cell(row: Drawn) -> tuple[str, int]:
    return row.stratum, math.floor(math.log(max(1, row.length)) / math.log(1.5))
