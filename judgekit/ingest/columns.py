"""Which column of a recording is what, found by its own name or by the one a person gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from judgekit.errors import InputError
from judgekit.ingest.legend import COLUMNS, Legend
from judgekit.ingest.rows import Row, Unreadable
from judgekit.text import did_you_mean


@dataclass(frozen=True, slots=True)
class Columns:
    """What to the column, or the dotted path into one, that holds it."""

    paths: Mapping[str, str]

    def __contains__(self, name: object) -> bool:
        return name in self.paths

    def text(self, row: Row, name: str) -> str:
        """Return a cell as text, empty where there is no such column."""
        return row.text(self.paths[name]) if name in self.paths else ""

    def refuse(self, row: Row, name: str, what: str) -> NoReturn:
        """Say what is wrong with a cell."""
        raise Unreadable(row.problem(self.paths[name], what))


def find_columns(rows: Sequence[Row], legend: Legend) -> Columns:
    """Return the columns that verdicts are read from; those that must be there are."""
    known = sorted({name for row in rows for name in row.cells})
    for name, path in legend.columns.items():
        if name not in COLUMNS:
            raise InputError(f"--map {name}={path}: {name!r}{did_you_mean(name, COLUMNS)}")
        _require(rows, path, known, f"--map {name}={path}")
    for path in legend.where:
        _require(rows, path, known, f"--where {path}")
    paths = {name: name for name in COLUMNS if name in known} | dict(legend.columns)
    needed = ("item", "first", "second", "choice") if "choice" in paths else ("item", "score")
    for name in needed:
        if name not in paths:
            raise InputError(
                f"no column for {name!r}; say --map {name}=COLUMN; columns: {', '.join(known)}"
            )
    return Columns(paths)


def _require(rows: Sequence[Row], path: str, known: Sequence[str], flag: str) -> None:
    if all(row.lacks(path) for row in rows):
        raise InputError(f"{flag}: no column {path!r}{did_you_mean(path, known)}")
