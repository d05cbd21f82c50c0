"""Rows of a file of strict JSON, each with the line it begins on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from judgekit.catalog.problems import Problem
from judgekit.text.strict_json import DECODER, read_json


class Row(NamedTuple):
    """One value of a file, the line it begins on, and a name for it."""

    file: str
    line: int
    name: str
    value: Any


def read_rows(text: str, file: str) -> Iterator[Row | Problem]:
    """Return the values of a JSON array, or of JSON lines, in order."""
    return _array(text, file) if text.lstrip().startswith("[") else _lines(text, file)


def read_line(text: str, line: int, number: int, file: str) -> Row | Problem:
    """Return the value of one line; unless it names itself, its number does."""
    try:
        return Row(file, line, f"row-{number}", read_json(text.strip()))
    except (ValueError, RecursionError) as e:
        return Problem(file, line, "", f"not one JSON object a line: {_said(e)}")


def _lines(text: str, file: str) -> Iterator[Row | Problem]:
    # Split at \n alone: str.splitlines would cut inside an answer that holds U+2028.
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield read_line(line, n, n, file)


def _array(text: str, file: str) -> Iterator[Row | Problem]:
    try:
        read_json(text)
    except json.JSONDecodeError as e:
        yield Problem(file, e.lineno, "", f"not a JSON array: {_said(e)}")
    except (ValueError, RecursionError) as e:
        yield Problem(file, None, "", f"not a JSON array: {_said(e)}")
    else:
        yield from _elements(text, file)


def _elements(text: str, file: str) -> Iterator[Row]:
    at, n = _next(text, text.index("[") + 1), 0
    while text[at] != "]":
        n += 1
        value, end = DECODER.raw_decode(text, at)
        yield Row(file, text.count("\n", 0, at) + 1, f"row-{n}", value)
        at = _next(text, end)


def _next(text: str, at: int) -> int:
    while text[at] in " \t\r\n,":
        at += 1
    return at


def _said(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return str(error)
