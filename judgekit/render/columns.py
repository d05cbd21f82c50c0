"""A table for a terminal: columns as wide as their widest cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def columns(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a line per row, its first one the heads."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        yield "  ".join(f"{cell:<{w}}" for cell, w in zip(line, widths, strict=True)).rstrip()
