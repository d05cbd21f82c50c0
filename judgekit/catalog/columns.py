"""Rows of anyone's columns, as rows of a prompt and a response."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field, JsonValue

from judgekit.catalog.candidates import FIELD as CANDIDATES
from judgekit.catalog.dotted import find, put
from judgekit.catalog.json_rows import Row
from judgekit.catalog.problems import Problem
from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import ROW_FIELDS, Record, Sample

ROW = ({*Sample.model_fields} - {"transcript"}) | {*ROW_FIELDS, CANDIDATES}
"""What the columns of a row are called here."""


class Columns(Record):
    """Which columns are what; each field of a row is a dotted path, and so is each column."""

    named: dict[str, str] = Field(default_factory=dict)
    """The field of a row to the column that holds it."""
    fixed: dict[str, JsonValue] = Field(default_factory=dict)
    """The field of a row to the value that all rows have."""
    each: str | None = None
    """The column with a list of answers, each of which is a row.

    An answer is an object, whose columns come before those of the row, or a text: the response.
    """

    where: dict[str, str] = Field(default_factory=dict)
    """Only rows whose columns hold these texts."""

    def check(self) -> None:
        """Raise InputError where a field is none of a row's."""
        for field in (*self.named, *self.fixed):
            head = field.partition(".")[0]
            if head not in ROW:
                hint = did_you_mean(head, ROW)
                raise InputError(f"{field}: no field of a row{hint}; others go to metadata.{field}")


def reshape(row: Row | Problem, columns: Columns) -> Iterator[Row | Problem]:
    """Yield the rows that a row of other columns holds.

    A column that goes by a field's own name keeps it, and one that is not named at all goes under
    `metadata`. Answers of one row are named after it and their place, `name/1`, and share a
    cluster. A column that a row lacks is left out: what then fails is the row's reading.
    """
    if isinstance(row, Problem):
        yield row
    elif not isinstance(row.value, dict):
        yield Problem(row.file, row.line, "", "not an object of named columns")
    elif any(str(next(find(row.value, c), "")) != text for c, text in columns.where.items()):
        return
    elif columns.each is None:
        yield row._replace(value=_shaped(row.value, columns))
    else:
        yield from _each(row, columns.each, columns)


def _each(row: Row, each: str, columns: Columns) -> Iterator[Row | Problem]:
    answers = next(find(row.value, each), None)
    if not isinstance(answers, list) or not answers:
        yield Problem(row.file, row.line, each, "no list of answers")
        return
    rest = {name: value for name, value in row.value.items() if name != each.partition(".")[0]}
    whole = str(next(find(rest, columns.named.get("id", "id")), row.name))
    for place, answer in enumerate(answers, 1):
        if isinstance(answer, str):
            answer = {columns.named.get("response", "response"): answer}
        if isinstance(answer, dict):
            shaped = _shaped({**rest, **answer}, columns)
            name = f"{whole}/{place}"
            yield row._replace(name=name, value={"cluster": whole, **shaped, "id": name})
        else:
            what = "neither a text nor an object"
            yield Problem(row.file, row.line, f"{each}.{place - 1}", what)


def _shaped(given: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    taken = {*columns.named.values()}
    row: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, value in given.items():
        if name not in taken:
            (row if name in ROW and name not in columns.named else rest)[name] = value
    about = row.get("metadata", {})
    if rest and isinstance(about, dict):  # what is wrong with it is said when the row is read
        row["metadata"] = rest | about
    for field, column in columns.named.items():
        for value in find(given, column):
            put(row, field, value)
    for field, value in columns.fixed.items():
        put(row, field, value)
    return row
