"""Tables of recorded verdicts: CSV with a header, JSON lines, a JSON array of objects."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from judgekit.catalog.json_rows import read_rows
from judgekit.catalog.problems import Problem
from judgekit.ingest.rows import Row


def read_csv(text: str, file: str, *, delimiter: str = ",") -> Iterator[Row | Problem]:
    """Return the rows under a header, each with the line it begins on."""
    # newline="" keeps line breaks inside quoted cells as they are.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    header: list[str] | None = None
    try:
        for cells in lines:
            if header is None:
                header = cells
                yield from _twice(header, file)
            elif cells:
                yield _row(header, cells, file, begins)
            begins = lines.line_num + 1
    except csv.Error as error:
        yield Problem(file, begins, "", f"not CSV: {error}")


def read_json_rows(text: str, file: str) -> Iterator[Row | Problem]:
    """Return the objects of JSON lines or of a JSON array."""
    for found in read_rows(text, file):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found.value, dict):
            yield Row(file, found.line, "", found.value)
        else:
            yield Problem(file, found.line, "", "not an object; a row is an object of named cells")


def _twice(header: list[str], file: str) -> Iterator[Problem]:
    for name in sorted({n for n in header if header.count(n) > 1}):
        yield Problem(file, 1, name, "names two columns; rename one")


def _row(header: list[str], cells: list[str], file: str, line: int) -> Row | Problem:
    if len(cells) != len(header):
        what = f"{len(cells)} cells under a header of {len(header)}; quote cells that hold commas"
        return Problem(file, line, "", what)
    return Row(file, line, "", dict(zip(header, cells, strict=True)))
