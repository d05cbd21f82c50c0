"""Answers in anyone's columns, written as the rows that audits and gates read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from judgekit.catalog import Problem, stream_rows, try_sample
from judgekit.catalog.each import each_answer
from judgekit.catalog.json_rows import Row
from judgekit.catalog.mapping import Mapping, why_unmapped
from judgekit.errors import InputError
from judgekit.ingest.files import read_log

_TABLES = (".csv", ".tsv")
_SHOWN = 5


class Written(NamedTuple):
    """What became of the rows of a file."""

    rows: int
    """Written, whole or not."""
    wrong: int
    """Of the rows read or written, those that no audit reads; a gate says of each why."""
    unmapped: Counter[str]
    """Columns for which a rule was not followed, and in how many rows."""
    problems: tuple[str, ...]
    """The first few things that are wrong."""


def write_rows(data: Path, mapping: Mapping, output: Path, *, each: str | None = None) -> Written:
    """Write the rows of JSONL, JSON, Parquet, CSV or TSV as JSONL, those of `each` one by one.

    Raises InputError where a rule can be followed in no row, or nothing is a row: what was at
    `output` is then still there.
    """
    count = _Count()
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("w", encoding="ascii") as file:
            for row in _rows(data):
                for answer in each_answer(row, each) if each else (row,):
                    file.writelines(map(_line, count.written(mapping(answer))))
        count.refuse(data)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
    return Written(count.rows, count.wrong, count.unmapped, tuple(count.problems))


class _Count:
    def __init__(self) -> None:
        self.rows = self.wrong = 0
        self.unmapped = Counter[str]()
        self.problems: list[str] = []
        self._why: dict[str, str] = {}

    def written(self, row: Row | Problem) -> Iterator[Row]:
        read = try_sample(row)
        if isinstance(read, list):
            self.wrong += 1
            self.problems += map(str, read[: _SHOWN - len(self.problems)])
        if isinstance(row, Row):
            self.rows += 1
            why = why_unmapped(row.value)
            self.unmapped.update(why.keys())
            self._why |= why
            yield row

    def refuse(self, data: Path) -> None:
        if not self.rows:
            raise InputError("\n".join(self.problems) or f"{data}: no rows")
        for column, n in self.unmapped.items():
            if n == self.rows:
                raise InputError(f"{data}: in no row can a rule be followed: {self._why[column]}")


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
