"""Where prose stands in a text, and where code, maths, links and tagged answers do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from judgekit.text.spans import Span, delimited, found, merged, overlap, within, without


@lru_cache(maxsize=64)
def prose(text: str) -> tuple[Span, ...]:
    """Return the parts of sentences that are neither code, maths, links nor tags."""
    return tuple(without(sentences(text), protected(text)))


@lru_cache(maxsize=64)
def untagged_prose(text: str) -> tuple[Span, ...]:
    """Return the parts of prose that are no tagged answer."""
    return tuple(without(prose(text), answers(text)))


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences outside blocks; a line break ends one, a list marker is none of it.

    A full stop ends one where white space and no small letter follows, outside code and maths.
    """
    return tuple(s for line in _prose_lines(text) for s in _split(text, line))


@lru_cache(maxsize=64)
def protected(text: str) -> tuple[Span, ...]:
    """Return what no edit of prose may touch: blocks, inline code, maths, links, tags."""
    inline = delimited(text, _INLINE_OPENER, _INLINE_CLOSERS)
    return merged((*blocks(text), *inline, *found(_INLINE, text), *found(_BOXED, text)))


@lru_cache(maxsize=64)
def blocks(text: str) -> tuple[Span, ...]:
    """Return fenced code, bare code lines, tables and displayed maths."""
    fenced, code = merged(_fences(text)), tuple(found(_CODE_LINE, text))
    if _is_program(text, code, fenced):
        return (Span(0, len(text)),)
    displayed = delimited(text, _BLOCK_OPENER, _BLOCK_CLOSERS)
    return merged((*fenced, *code, *found(_TABLE_LINE, text), *displayed))


@lru_cache(maxsize=64)
def answers(text: str) -> tuple[Span, ...]:
    r"""Return the tagged final answers: `\boxed{x}`, `#### x`, `Answer: x`, `the answer is x`."""
    return merged((*found(_BOXED, text), *labels(text), *found(_DECLARED, text)))


@lru_cache(maxsize=64)
def labels(text: str) -> tuple[Span, ...]:
    """Return the tagged answers whose tag must open its line or sentence."""
    return merged(found(_LABELLED, text))


def has_layout(text: str) -> bool:
    """Say whether the text has blocks, lists, headers or quotes, whose lines must stay."""
    lines = (s.start for s in found(_LINE, text))
    return bool(blocks(text)) or any(_marker(text, start).strip() for start in lines)


_FENCE = re.compile(r"^ {0,3}(?:(`{3,})([^`\n]*)|(~{3,})([^\n]*))$", re.M)
_CODE_LINE = re.compile(
    r"^(?:(?:\t| {4})[^\n]*|[ \t]*+(?:"
    r"(?:(?:async )?def|class|function|public|private|static|const|let|var) [^\n]*[({=:;]"
    r"|import \w|from [\w.]++ import |#include|return\b|raise |assert |@\w|package |using "
    r"|(?:for \w+ in|if|elif|while|with|else|try|except)\b[^\n]*:$"
    r"|[a-z_][\w.\[\]]*+ [-+*/]?= (?![^\n]* = )|[a-z_][\w.]*+\([^\n]*\)$|[^\n]*[{;]$|\}"
    r")[^\n]*)$",
    re.M,
)
_TABLE_LINE = re.compile(r"^[ \t]*+\|[^\n]*$", re.M)
_BLOCK_OPENER = re.compile(r"\$\$|\\\[|\\begin\{")
_BLOCK_CLOSERS = {
    "$$": re.compile(r"\$\$"),
    "\\[": re.compile(r"\\\]"),
    "\\begin{": re.compile(r"\\end\{[^}\n]{0,40}\}"),
}
_INLINE_OPENER = re.compile(r"(?<!`)`{1,3}(?!`)|\\\(|<<|<!--")
_INLINE_CLOSERS = {
    "`": re.compile(r"(?<!`)`(?!`)"),
    "``": re.compile(r"(?<!`)``(?!`)"),
    "```": re.compile(r"(?<!`)```(?!`)"),
    "\\(": re.compile(r"\\\)"),
    "<<": re.compile(r">>"),
    "<!--": re.compile(r"-->"),
}
# A dollar opens maths as in pandoc: no space inside it, no digit after it ("$5 and $10" is money).
_INLINE = re.compile(
    r"(?<![\\$])\$(?=[^\s$])[^$\n]*(?<=[^\s\\])\$(?!\d)"
    r"|\b(?:https?://|www\.)[^\s<>]+"
    r"|</?[A-Za-z][^<>\n]*>"
)
_BOXED = re.compile(r"\\boxed\{[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+\}")
_LABELLED = re.compile(
    r"(?:^[ \t>*-]*+|(?<=[.!?] ))(?:####|[*_]*(?:final answer|answer|A)[*_]*:)[^\n]*", re.M | re.I
)
_DECLARED = re.compile(r"\b(?:the|my) (?:\w+ )?answer is\b(?:[^\n.!?]|[.!?](?!\s|\Z))*+", re.I)
_MARKER = re.compile(r"^[ \t]*+(?:(?:[-*+•]|\d{1,3}[.)]|#{1,6}|>)[ \t]+)*+", re.M)
_LINE = re.compile(r"^(?=[^\n\S]*+\S)[^\n]*", re.M)
_SENTENCE_END = re.compile(r"""(?<![.!?…])[.!?…]++["')\]”’*_]{0,2}+(?=\s++(?![a-z]))""")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|approx|Fig|Eq|No|e\.g|i\.e|cf|al)"
    r"|(?:^|\s)[A-Z]|^\s*\d{1,3})\.$"
)


def _prose_lines(text: str) -> Iterator[Span]:
    """Yield the lines outside blocks, without their markers and outer white space; no headers."""
    for line in found(_LINE, text):
        if overlap(line, blocks(text)):
            continue
        marker = _marker(text, line.start)
        start = line.start + len(marker)
        kept = text[start : line.end]
        if kept.strip() and "#" not in marker:
            yield Span(line.end - len(kept.lstrip()), start + len(kept.rstrip()))


def _marker(text: str, start: int) -> str:
    """Return the marks that open a line; those of a tagged answer belong to the answer."""
    marker = _MARKER.match(text, start)
    return marker[0] if marker and not within(marker.end(), answers(text)) else ""


def _split(text: str, line: Span) -> Iterator[Span]:
    start = line.start
    for end in (m.end() for m in _SENTENCE_END.finditer(text, line.start, line.end)):
        if within(end, protected(text)) or _ABBREVIATION.search(text[max(start, end - 12) : end]):
            continue
        yield Span(start, end)
        start = end
        while text[start].isspace():
            start += 1
    yield Span(start, line.end)


def _fences(text: str) -> Iterator[Span]:
    """Yield fenced blocks; one that never closes reaches to the end."""
    opened: tuple[int, str] | None = None
    for m in _FENCE.finditer(text):
        mark, rest = m[1] or m[3], m[2] or m[4] or ""
        if opened is None:
            opened = m.start(), mark
        elif mark.startswith(opened[1]) and not rest.strip():
            yield Span(opened[0], m.end())
            opened = None
    if opened:
        yield Span(opened[0], len(text))


def _is_program(text: str, code: tuple[Span, ...], fenced: tuple[Span, ...]) -> bool:
    """Say whether, outside fences, code lines outnumber the others."""
    lines = [s for s in found(_LINE, text) if not overlap(s, fenced)]
    return 2 * sum(overlap(s, code) for s in lines) > len(lines)
