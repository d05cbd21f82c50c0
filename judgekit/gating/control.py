"""The control: as many rows as were kept, of like lengths and strata, drawn at random."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from judgekit.gating.drawing import lot


class Drawn(NamedTuple):
    """What a draw needs to know of a row."""

    id: str
    length: int
    """In characters."""
    stratum: str
    kept: bool


def control(rows: Iterable[Drawn], *, seed: int) -> tuple[str, ...]:
    """Return the ids of the control, sorted: of each stratum and length as many as were kept.

    Lengths are alike within a factor of 1.5. Kept rows may be drawn, as by no filter at all: where
    a cell holds only kept rows the control holds the same.
    """
    pool = list(rows)
    wanted = Counter(_cell(row) for row in pool if row.kept)
    taken: Counter[tuple[str, int]] = Counter()
    drawn: list[str] = []
    for row in sorted(pool, key=lambda r: (lot(seed, "control", r.id), r.id)):
        if taken[_cell(row)] < wanted[_cell(row)]:
            taken[_cell(row)] += 1
            drawn.append(row.id)
    return tuple(sorted(drawn))


def _cell(row: Drawn) -> tuple[str, int]:
    return row.stratum, math.floor(math.log(max(1, row.length)) / math.log(1.5))
