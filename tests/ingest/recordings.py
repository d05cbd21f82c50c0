"""Recordings made by hand, and where the real ones are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from judgekit.ingest import Legend
from judgekit.types import Scale

DATA = Path(__file__).parents[3] / "shared" / "data" / "recorded"
TEN = Scale(low=0, high=10, accept=7)


def recorded(name: str) -> Path:
    """Return a file of the shared recordings, or skip."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return path


def legend(**said: Any) -> Legend:
    return Legend.model_validate({"judge": "a judge", "scale": TEN, **said})


def pairwise(**said: Any) -> Legend:
    return legend(**{"scale": None, **said})


def write(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue())
    return path


def by_arm(path: Path, **arms: Sequence[object]) -> Path:
    """Write scores by arm; items are numbered."""
    rows = [(i, arm, s) for arm, scores in arms.items() for i, s in enumerate(scores)]
    return write(path, [("item", "arm", "score"), *rows])


def by_order(path: Path, pairs: Iterable[tuple[str, str]]) -> Path:
    """Write what won when x stood first, and when y did; an empty choice is no row."""
    rows = [("item", "first", "second", "choice")]
    for i, (one, two) in enumerate(pairs):
        rows += [(f"q{i}", "x", "y", one)] * bool(one) + [(f"q{i}", "y", "x", two)] * bool(two)
    return write(path, rows)
