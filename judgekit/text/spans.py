"""Spans of a text: where they lie, what they cover, what is left without them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """The code points `text[start:end]`."""

    start: int
    end: int


def found(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """Yield the span of every match."""
    return (Span(*m.span()) for m in pattern.finditer(text))


def delimited(
    text: str, opener: re.Pattern[str], closers: Mapping[str, re.Pattern[str]]
) -> Iterator[Span]:
    """Yield what stands between delimiters; a closer once missed is not sought again.

    So a hostile megabyte of openers costs one search, not one search each.
    """
    missing: set[str] = set()
    at = 0
    while m := opener.search(text, at):
        at = m.end()
        closed = None if m[0] in missing else closers[m[0]].search(text, at)
        if closed:
            at = closed.end()
            yield Span(m.start(), at)
        else:
            missing.add(m[0])


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch or overlap as one."""
    union: list[Span] = []
    for s in sorted(spans):
        if union and s.start <= union[-1].end:
            union[-1] = Span(union[-1].start, max(s.end, union[-1].end))
        else:
            union.append(s)
    return tuple(union)


def without(whole: Sequence[Span], cut: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of ordered spans when other ordered spans are cut out."""
    for at, end in whole:
        i = max(0, bisect_right(cut, Span(at, at)) - 1)
        while i < len(cut) and cut[i].start < end:
            if cut[i].start > at:
                yield Span(at, cut[i].start)
            at = max(at, cut[i].end)
            i += 1
        if at < end:
            yield Span(at, end)


def within(at: int, spans: Sequence[Span]) -> bool:
    """Say whether an offset lies inside one of the ordered spans, its two ends excepted."""
    i = bisect_right(spans, Span(at, -1)) - 1
    return i >= 0 and at < spans[i].end


def overlap(span: Span, spans: Sequence[Span]) -> bool:
    """Say whether a span shares a character with one of the ordered spans."""
    i = bisect_right(spans, Span(span.end, -1)) - 1
    return i >= 0 and spans[i].end > span.start


def covered(span: Span, spans: Sequence[Span]) -> bool:
    """Say whether one of the ordered spans holds the whole of a span."""
    i = bisect_right(spans, Span(span.start, span.end)) - 1
    around = spans[max(0, i) : i + 2]
    return any(s.start <= span.start and span.end <= s.end for s in around)
