"""Edits that break prose into lines and set marks before them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, cycle, pairwise, repeat
from typing import NamedTuple

from judgekit.operators.edits import EMPTY, NO_PROSE, Insertion, edit, insert
from judgekit.operators.emphasis import emphasis
from judgekit.operators.wordings import Signs, Texts
from judgekit.text import (
    Span,
    answers,
    has_layout,
    labels,
    overlap,
    sentences,
    untagged_prose,
    within,
)
from judgekit.types import Context, Declined, Edit, Splice


def bullets(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Make each sentence a bullet."""
    return unfit(text) or _listed(text, repeat("-"))


def numbered(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Make each sentence a numbered line."""
    return unfit(text) or _listed(text, (f"{n}." for n in count(1)))


def one_sentence_per_line(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Start a new line with each sentence."""
    return unfit(text) or _widened(text, {"": "\n"})


def blank_lines(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put a blank line between all lines, or between the sentences of a single line."""
    return unfit(text) or _widened(text, {"": "\n\n", "\n": "\n\n"})


def double_spaces(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Double every single space in prose."""
    parts = untagged_prose(text)
    spaces = [m.start() for s in parts for m in _SPACE.finditer(text, s.start, s.end)]
    return insert(text, ((at, " ") for at in spaces)) if spaces else NO_PROSE


def headers(
    text: str, context: Context, rng: random.Random, /, *, titles: Texts
) -> Edit | Declined:
    """Put headers above the paragraphs or, in a single one, between its sentences."""
    if not text.strip():
        return EMPTY
    sections = _sections(text, _openings(text), len(titles))
    if not sections:
        return NO_PROSE
    if any(not within(m.end(), answers(text)) for m in _HEADER.finditer(text)):
        return Declined("the text already has headers")
    return insert(text, _headers(sections, titles))


def emoji_lines(
    text: str, context: Context, rng: random.Random, /, *, emoji: Signs
) -> Edit | Declined:
    """Put an emoji before each line of prose, except where an answer's tag must open it."""
    if not text.strip():
        return EMPTY
    lines = [o for o in _openings(text) if o.breaks < _MIDLINE and not o.is_label]
    if not lines:
        return NO_PROSE
    return insert(text, ((o.start, f"{e} ") for o, e in zip(lines, cycle(emoji), strict=False)))


def full_dress(
    text: str, context: Context, rng: random.Random, /, *, titles: Texts
) -> Edit | Declined:
    """Set headers, bullets, bold type and a closing rule at once."""
    if declined := unfit(text):
        return declined
    if "**" in text:
        return Declined("the text already has emphasis")
    openings = _openings(text)
    sections = _sections(text, openings, len(titles))
    openings = [o._replace(breaks=0) if o in sections else o for o in openings]
    bold = [emphasis(text, what, "**") for what in ("numbers", "terms")]
    closing, opening = [i for c, _ in bold for i in c], [i for _, o in bold for i in o]
    dress = (*closing, *_headers(sections, titles), *_marks(openings, repeat("-")), *opening)
    return insert(text, (*dress, (len(text), "\n\n---")))


def unfit(text: str) -> Declined | None:
    """Say why the lines of a text are not to be broken."""
    if not text.strip():
        return EMPTY
    if has_layout(text):
        return Declined("the text has code, maths, lists or other lines that must stay")
    return Declined("the text has a single sentence") if len(sentences(text)) < 2 else None


class _Opening(NamedTuple):
    """Where a sentence begins."""

    start: int
    line: int
    """Where its line begins; its own start within a line."""
    breaks: int
    """The line breaks it lacks to open a paragraph."""
    gap: str
    """What stands between the sentence before and this one."""
    is_label: bool
    """Whether it begins with an answer's tag, which must stay first in its line."""


_MIDLINE = 2
_SPACE = re.compile(r"(?<=\S) (?=\S)")
_HEADER = re.compile(r"^#{1,6}[ \t]", re.M)


def _openings(text: str) -> list[_Opening]:
    openings: list[_Opening] = []
    end = 0
    for s in sentences(text):
        gap = text[end : s.start]
        is_label = overlap(Span(s.start, s.start + 1), labels(text))
        openings.append(_Opening(s.start, *_line_of(s, gap, first=end == 0), gap, is_label))
        end = s.end
    return openings


def _line_of(sentence: Span, gap: str, *, first: bool) -> tuple[int, int]:
    """Return where a sentence's line begins, and the line breaks it lacks to open a paragraph."""
    above, newline, indent = gap.rpartition("\n")
    if not (newline or first):
        return sentence.start, _MIDLINE
    under_blank = not above.rpartition("\n")[2].strip() and (first or "\n" in above)
    return sentence.start - len(indent), 0 if under_blank else 1


def _listed(text: str, signs: Iterator[str]) -> Edit | Declined:
    marks = list(_marks(_openings(text), signs))
    return insert(text, marks) if marks else NO_PROSE


def _marks(openings: Iterable[_Opening], markers: Iterator[str]) -> Iterator[Insertion]:
    """Yield a marker for each sentence and a line break where it has none; labels stay bare."""
    for o in openings:
        mark = "" if o.is_label else next(markers)
        if o.breaks < _MIDLINE:
            if mark:
                yield o.start, f"{mark} "
        elif o.gap == " ":
            # The space that parted the sentences now parts the marker from its sentence.
            yield o.start - 1, f"\n{mark}"
        else:
            yield o.start, f"\n{mark} "


def _sections(text: str, openings: Sequence[_Opening], most: int) -> list[_Opening]:
    """Return where sections may begin, evenly spread: at paragraphs, else at sentences."""
    paragraphs = [o for o in openings if o.breaks == 0]
    places = paragraphs if len(paragraphs) > 1 or has_layout(text) else openings
    n = min(most, len(places))
    return [places[i * len(places) // n] for i in range(n)]


def _headers(sections: Iterable[_Opening], titles: Iterable[str]) -> Iterator[Insertion]:
    for o, title in zip(sections, titles, strict=False):
        yield o.line, "\n" * o.breaks + f"## {title}\n\n"


def _widened(text: str, becomes: dict[str, str]) -> Edit | Declined:
    """Replace the white space between sentences by what its line breaks become."""
    gaps = [Span(a.end, b.start) for a, b in pairwise(sentences(text))]
    breaks = [(g, re.sub(r"[^\n]", "", text[g.start : g.end])) for g in gaps]
    splices = [Splice(*g, becomes[b]) for g, b in breaks if b in becomes]
    return edit(text, splices) if splices else Declined("the text already stands in such lines")
