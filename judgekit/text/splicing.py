"""Edit scripts: splices of the text before, and the text they make."""

from __future__ import annotations

from collections.abc import Iterable

from judgekit.types import Splice


def apply(before: str, script: Iterable[Splice]) -> str:
    """Return the text that ascending, non-overlapping splices make of the text before."""
    parts: list[str] = []
    at = 0
    for start, end, new in script:
        if not at <= start <= end <= len(before):
            raise ValueError(f"splice {start}:{end} overlaps another or leaves the text")
        parts += before[at:start], new
        at = end
    return "".join((*parts, before[at:]))
