"""How long a response may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from judgekit.types import Sample, Verification
from judgekit.verifiers.counting import COUNTS
from judgekit.verifiers.outcomes import abstained, failed, passed

Limit = Annotated[int, Field(ge=0)] | None


def _a_range(ends: Sequence[Limit]) -> Sequence[Limit]:
    low, high = ends
    if low is None and high is None:
        raise ValueError("both ends are open; give the least, the most, or both")
    if low is not None and high is not None and low > high:
        raise ValueError(f"the least, {low}, is more than the most, {high}")
    return ends


Range = Annotated[Sequence[Limit], Field(min_length=2, max_length=2), AfterValidator(_a_range)]


_LONGEST = 10**6


def length(
    sample: Sample,
    response: str,
    /,
    *,
    characters: Range | None = None,
    words: Range | None = None,
    sentences: Range | None = None,
    paragraphs: Range | None = None,
    lines: Range | None = None,
    complete: bool = False,
) -> Verification:
    """Count; each range is `[least, most]` with null for an open end.

    Where ways of counting differ about a limit it is left open. A pass is only necessary, unless
    the row says that it is `complete`.
    """
    if len(response) > _LONGEST:
        return abstained(f"over limit: more than {_LONGEST:,} characters")
    ranges = {
        "characters": characters,
        "words": words,
        "sentences": sentences,
        "paragraphs": paragraphs,
        "lines": lines,
    }
    found = {u: (COUNTS[u](response), r) for u, r in ranges.items() if r is not None}
    if not found:
        return abstained("names no limit")
    said = ", ".join(f"{_shown(*count)} {unit}" for unit, (count, _) in found.items())
    kept = {count.within(*ends) for count, ends in found.values()}
    if False in kept:
        return failed(f"has {said}")
    return abstained(f"has {said}") if None in kept else passed(f"has {said}", complete=complete)


def _shown(least: int, most: int) -> str:
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"
