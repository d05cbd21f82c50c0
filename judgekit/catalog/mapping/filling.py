"""The cells of a row put into the fields of another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from judgekit.catalog.dotted import find, has
from judgekit.catalog.mapping.cases import read_cases
from judgekit.text import did_you_mean


class Unfilled(Exception):  # noqa: N818 - it reads as what happened
    """A field cannot be filled from this row; the message says why."""


_CELL = re.compile(r"\{([^{}:]+)(?::(number|cases))?\}")


class Cells:
    """The cells of one row by their dotted paths, and which of its columns were read."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row
        self.read: set[str] = set()

    def match(self, where: Mapping[str, JsonValue]) -> bool:
        """Say whether cells have the values asked for, each one of a list where it is a list."""
        return all(
            self._at(name) in (value if isinstance(value, list) else [value])
            for name, value in where.items()
        )

    def fill(self, fields: dict[str, JsonValue]) -> dict[str, Any]:
        """Return fields with their cells; raise Unfilled where one is missing or is not so."""
        return {name: self._filled(value) for name, value in fields.items()}

    def _filled(self, value: JsonValue) -> Any:
        if isinstance(value, dict):
            return self.fill(value)
        if isinstance(value, list):
            return [self._filled(one) for one in value]
        if not isinstance(value, str):
            return value
        if whole := _CELL.fullmatch(value):
            return self._cell(*whole.groups())
        return _CELL.sub(lambda m: str(self._cell(*m.groups())), value)

    def _cell(self, column: str, as_: str | None) -> Any:
        cell = self._at(column)
        if cell is None:
            hint = "" if has(self._row, column) else did_you_mean(column, self._row)
            raise Unfilled(f"{column}: missing{hint}"[:200])
        self.read.add(column if column in self._row else column.partition(".")[0])
        if as_ is None:
            return cell
        read = _number(cell) if as_ == "number" else read_cases(str(cell))
        if read is None:
            raise Unfilled(f"{column}: {cell!r:.60} holds no {as_}")
        return read

    def _at(self, column: str) -> Any:
        return next(find(self._row, column), None)


def _number(cell: Any) -> int | float | None:
    try:
        number = float(str(cell).replace(",", ""))
        return int(number) if number.is_integer() else number if abs(number) < _MOST else None
    except (ValueError, OverflowError):
        return None


_MOST = float("inf")
