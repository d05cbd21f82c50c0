"""Where a response doubts, insists or takes something back, in its own words of prose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from judgekit.criteria.style.lexicon import DENIAL, MARKER, Kind
from judgekit.marks.lexicon import FUNCTION, WORD, stem
from judgekit.text import Span, found, merged, prose, without


class Marker(NamedTuple):
    """A word or phrase of the lexicon, `text[start:end]`, and what it does where it stands."""

    start: int
    end: int
    kind: Kind
    text: str
    word: int
    """How many words of prose stand before it."""


class Manner(NamedTuple):
    """How a response speaks: its words of prose, and the markers among them."""

    words: int
    markers: tuple[Marker, ...]

    def rate(self, *kinds: Kind) -> float:
        """Return markers of these kinds per 100 words."""
        return 100 * sum(m.kind in kinds for m in self.markers) / self.words

    @property
    def doubts(self) -> float:
        """Hedges and second thoughts per 100 words."""
        return self.rate(*DOUBTS)


DOUBTS = (Kind.HEDGE, Kind.CORRECTION)
FEWEST_WORDS = 15
"""Below this a rate per 100 words says nothing."""
_LEAST_ENGLISH = 0.15
"""The share of function words below which prose is no English that the lexicon could read."""


@lru_cache(maxsize=64)
def read(text: str) -> Manner | str:
    """Return the manner of a response, or why it has none.

    Read is what stands in sentences outside code, maths, links, tags and quotations. Another
    language, and a text of too few words, have no manner rather than one without doubts.
    """
    spans = tuple(without(prose(text), merged(found(_QUOTED, text))))
    words = [m for s in spans for m in WORD.finditer(text, *s)]
    if len(words) < FEWEST_WORDS:
        return f"only {len(words)} words of prose; {FEWEST_WORDS} are needed"
    if sum(stem(m[0]) in FUNCTION for m in words) < _LEAST_ENGLISH * len(words):
        return "hardly any word of English that every text has"
    starts = [m.start() for m in words]
    return Manner(len(words), tuple(m for s in spans for m in _markers(text, s, starts)))


_QUOTED = re.compile(r"(?<!\w)\"[^\"\n]*\"|“[^“”\n]*”|«[^«»\n]*»|^ {0,3}>[^\n]*", re.M)
_CLAUSE_END = re.compile(r"[,;:()—–]")
_REACH = 48
"""How far before a marker its denial is sought, in characters."""


def _markers(text: str, span: Span, words: Sequence[int]) -> Iterator[Marker]:
    for m in MARKER.finditer(text, *span):
        before = text[max(span.start, m.start() - _REACH) : m.start()]
        if (kind := _in_place(Kind(m.lastgroup or ""), before)) is not None:
            yield Marker(*m.span(), kind, m[0], bisect_left(words, m.start()))


def _in_place(kind: Kind, before: str) -> Kind | None:
    """Return what a marker does after what stands before it; a denied certainty is a doubt."""
    clause = _CLAUSE_END.split(before)[-1]
    if kind is Kind.HEDGE or not DENIAL.search(clause):
        return kind
    return Kind.HEDGE if kind is Kind.BOOST else None
