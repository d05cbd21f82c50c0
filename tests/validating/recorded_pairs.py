"""Real verdicts on pairs, three times in both orders, as the measures of the protocol read them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "../shared/data/recorded/position_bias_mtbench"
_WON = {"A": 1.0, "C": 0.5, "B": 0.0}


def rows() -> Iterator[dict[str, str]]:
    if not FOLDER.exists():
        pytest.skip(f"{FOLDER} is not here: recorded verdicts are shared between sessions")
    with (FOLDER / "repetition.csv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def recorded_pairs(bench: str, judge: str) -> np.ndarray:
    """Return pairs x repeats x (first, second); NaN where no verdict was found."""
    found: dict[tuple[str, ...], np.ndarray] = {}
    for row in rows():
        if (row["bench"], row["judge"]) != (bench, judge):
            continue
        task, first, second = row["cmp_index"].split(";")
        turned = (task, second, first) in found
        key = (task, second, first) if turned else (task, first, second)
        won = _WON.get(row["choice"], np.nan)
        shares = found.setdefault(key, np.full((3, 2), np.nan))
        shares[int(row["rep"]) - 1, int(turned)] = 1 - won if turned else won
    return np.stack(list(found.values()))
