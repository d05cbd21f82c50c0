"""A recorded row, whatever file it stood in: its cells, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from judgekit.catalog.dotted import find, has
from judgekit.catalog.problems import Problem


class Row(NamedTuple):
    """One row of a table, or one result of a log."""

    file: str
    line: int | None
    """Absent where a document is not laid out by lines."""
    at: str
    """The way to it in a document, such as `samples.3.`; empty in a table."""
    cells: Mapping[str, Any]

    def cell(self, path: str) -> Any:
        """Return a cell by its name, or by a dotted path into it; None where there is none."""
        return next(find(self.cells, path), None)

    def has(self, path: str) -> bool:
        """Say whether there is such a cell, be it empty."""
        return has(self.cells, path)

    def lacks(self, path: str) -> bool:
        """Say whether a cell, or a part of one made of several, is nowhere."""
        return not self.has(path) and not all(self.has(p) for p in path.split("+"))

    def text(self, path: str) -> str:
        """Return a cell as text, empty where there is none; `a+b` is two cells as `a/b`."""
        if "+" in path and not self.has(path):
            return "/".join(map(self.text, path.split("+")))
        cell = self.cell(path)
        return "" if cell is None else str(cell).strip()

    def problem(self, field: str, what: str) -> Problem:
        """Return what is wrong with a cell, and where it stands."""
        return Problem(self.file, self.line, f"{self.at}{field}", what)


class Unreadable(Exception):  # noqa: N818 - it reads as what happened
    """A row cannot be read; the others are read on, so that all wrong ones are named at once."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Log(NamedTuple):
    """The rows of one file, and what cells mean in files of its form."""

    form: str
    """In a word, for the manifest: csv, jsonl, inspect, promptfoo."""
    rows: Sequence[Row | Problem]
    meanings: Mapping[str, str] = {}
