"""Where a response speaks: its sentences and headings, and what its code and markup say aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from judgekit.text import Span, blocks, overlap, sentences
from judgekit.types import Splice


class Reading(NamedTuple):
    """A response beside what it answers."""

    text: str
    prompt: str = ""


class Passage(NamedTuple):
    """A stretch that says one thing."""

    span: Span
    text: str
    cut: Span | None
    """What goes when it is taken away; nothing does of code."""

    @property
    def removal(self) -> tuple[Splice, ...]:
        return (Splice(*self.cut, ""),) if self.cut is not None else ()


@lru_cache(maxsize=64)
def passages(text: str) -> tuple[Passage, ...]:
    """Return sentences, headings, comments and docstrings, in the order of the text."""
    prose = (*sentences(text), *_headings(text))
    spoken = [Passage(s, text[s.start : s.end], sentence_cut(text, s)) for s in prose]
    return tuple(sorted(p for p in (*spoken, *_asides(text)) if p.text.strip()))


_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+([^\n]+)", re.M)
_ASIDE = re.compile(
    r"(?<![\w&])(?:#|//)[ \t]*([^\n]+)|(?s:\"\"\"(.{1,4000}?)\"\"\"|'''(.{1,4000}?)''')"
    # A sentence, or a label and what it labels, on a line among those of a program.
    r"|^[ \t]*((?:[A-Z][\w']*|I)(?:,? [\w'’%,-]+){3,60}[.!?])"
    r"|^([A-Z][a-z]+(?: [a-z]+){0,2}: \S[^\n]*)$",
    re.M,
)
# What follows a fence in its line does not close the block, to a parser; to a reader it is said.
_AFTER_FENCE = re.compile(r"^`{3,}[ \t]+([^\n`]*\s[^\n`]*)$", re.M)
_COMMENT = re.compile(r"<!--(.{1,500}?)-->", re.S)
_LINK_TITLE = re.compile(r"\[[^\[\]\n]{0,200}\]\([^()\s]*[ \t]+\"((?:[^\"\\\n]|\\.){1,500})\"\)")


def _headings(text: str) -> Iterator[Span]:
    code = blocks(text)
    return (Span(*m.span(1)) for m in _HEADING.finditer(text) if not overlap(Span(*m.span()), code))


def _asides(text: str) -> Iterator[Passage]:
    for block in blocks(text):
        for m in _ASIDE.finditer(text, block.start, block.end):
            yield _within(m, cut=None)
    yield from (_within(m, cut=None) for m in _AFTER_FENCE.finditer(text))
    for pattern in (_COMMENT, _LINK_TITLE):
        yield from (_within(m, cut=Span(*m.span())) for m in pattern.finditer(text))


def _within(m: re.Match[str], *, cut: Span | None) -> Passage:
    group = m.lastindex or 0
    return Passage(Span(*m.span(group)), m[group], cut)


def sentence_cut(text: str, span: Span) -> Span:
    """Return what to cut with a sentence: also the white space that parts it from its neighbour."""
    start, end = span
    while end < len(text) and text[end] in " \t":
        end += 1
    if end < len(text) and text[end] != "\n":
        return Span(start, end)
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return Span(start, end)
