"""Answers in anyone's columns, written as the rows that audits and gates read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from judgekit.catalog import Problem, stream_rows, try_sample
from judgekit.catalog.columns import Columns, reshape
from judgekit.catalog.dotted import has
from judgekit.catalog.json_rows import Row
from judgekit.errors import InputError
from judgekit.ingest.files import read_log
from judgekit.text import did_you_mean

_TABLES = (".csv", ".tsv")
_SHOWN = 5


class Written(NamedTuple):
    """What became of the rows of a file."""

    rows: int
    """Written, whole or not."""
    wrong: int
    """Of the rows read or written, those that no audit reads; a gate says of each why."""
    lacking: dict[str, int]
    """Rows without a field that was to come from a column."""
    problems: tuple[str, ...]
    """The first few things that are wrong."""


def write_rows(data: Path, columns: Columns, output: Path) -> Written:
    """Write the rows of JSONL, JSON, Parquet, CSV or TSV as JSONL.

    Raises InputError where a field is none of a row's, a column is in no row, or nothing is a row:
    what was at `output` is then still there.
    """
    columns.check()
    count = _Count(columns)
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("w", encoding="ascii") as file:
            for row in _rows(data):
                file.writelines(map(_line, count.rows_of(row)))
        count.refuse(data)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
    return Written(count.rows, count.wrong, dict(count.lacking), tuple(count.problems))


class _Count:
    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._names: set[str] = set()
        self.rows = self.wrong = 0
        self.lacking = Counter[str]()
        self.problems: list[str] = []

    def rows_of(self, row: Row | Problem) -> Iterator[Row]:
        for shaped in reshape(row, self._columns):
            read = try_sample(shaped)
            if isinstance(read, list):
                self.wrong += 1
                self.problems += map(str, read[: _SHOWN - len(self.problems)])
            if isinstance(shaped, Row):
                self.rows += 1
                self.lacking.update(f for f in self._columns.named if not has(shaped.value, f))
                yield shaped
        if isinstance(row, Row) and isinstance(row.value, dict):
            self._names |= row.value.keys()

    def refuse(self, data: Path) -> None:
        if not self.rows:
            raise InputError("\n".join(self.problems) or f"{data}: no rows")
        for field, column in self._columns.named.items():
            if self.lacking[field] == self.rows:
                hint = did_you_mean(column, sorted(self._names))
                raise InputError(f"{data}: no row has a column {column!r} for {field!r}{hint}")


def _line(row: Row) -> str:
    return json.dumps({"id": row.name, **row.value}) + "\n"


def _rows(data: Path) -> Iterator[Row | Problem]:
    if data.suffix.lower() not in _TABLES:
        yield from stream_rows(data)
        return
    for n, row in enumerate(read_log(data).rows, 1):
        if isinstance(row, Problem):
            yield row
        else:  # an empty cell is no value
            cells = {name: cell for name, cell in row.cells.items() if cell != ""}
            yield Row(str(data), row.line or n, f"row-{n}", cells)
