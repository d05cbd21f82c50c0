"""A value inside values, by a dotted path such as `verify.numeric.answer`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def find(value: Any, path: str) -> Iterator[Any]:
    """Yield the value at a path, or nothing where there is none.

    A name may hold dots itself, so the whole of it is tried before its parts.
    """
    if isinstance(value, Mapping):
        head, dot, rest = path.partition(".")
        if path in value:
            yield value[path]
        elif dot:
            yield from find(value.get(head), rest)


def has(value: Any, path: str) -> bool:
    """Say whether there is a value at a path, be it empty."""
    return any(True for _ in find(value, path))


def put(row: dict[str, Any], path: str, value: Any) -> None:
    """Write a value at a path; a part of the way that is no object gives way to one."""
    *way, last = path.split(".")
    for name in way:
        inner = row.get(name)
        row[name] = row = dict(inner) if isinstance(inner, Mapping) else {}
    row[last] = value
