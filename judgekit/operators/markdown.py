"""The edit that takes the dress off: headings, bullets, rules and emphasis become plain text."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from judgekit.operators.edits import edit
from judgekit.text import Span, blocks, found, labels, merged, overlap, protected
from judgekit.types import Context, Declined, Edit, Splice


def strip_markdown(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Take Markdown's marks away; numbered lists, quotations, links, code and maths stand."""
    marks = merged((*_line_marks(text), *_emphasis(text)))
    if not marks:
        return Declined("the text has no headings, bullets, rules or emphasis")
    if _STRUCTURE.search(text):
        return Declined("the text has indented lines or HTML, whose meaning hangs on the marks")
    return edit(text, (Splice(*mark, "") for mark in marks))


_LINE_MARK = re.compile(
    r"^ {0,3}(?:#{1,6}[ \t]+(?=\S)|[-*+][ \t]+(?=\S)(?!(?:[-*_][ \t]*){2,}$)"
    r"|(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$)",
    re.M,
)
# Linear: what is emphasised holds no other mark of its kind and no line break.
_EMPHASIS = re.compile(
    r"(?<![\w*\\])(\*{1,3})(?=[^\s*])[^*\n]*(?<=[^\s*\\])(\1)(?![\w*])"
    r"|(?<![\w_\\])(_{1,3})(?=[^\s_])[^_\n]*(?<=[^\s_\\])(\3)(?![\w_])"
)
_STRUCTURE = re.compile(r"^(?:(?: {4}|\t)[ \t]*\S| {0,3}</?[A-Za-z])|<!--", re.M)


def _line_marks(text: str) -> Iterator[Span]:
    """Yield the marks that open lines and the lines that are rules; not those of an answer."""
    fixed = merged((*blocks(text), *labels(text)))
    return (mark for mark in found(_LINE_MARK, text) if not overlap(mark, fixed))


def _emphasis(text: str) -> Iterator[Span]:
    """Yield the marks of emphasis in pairs, where neither stands in code or maths."""
    for m in _EMPHASIS.finditer(text):
        pair = [Span(*m.span(i)) for i in ((1, 2) if m[1] else (3, 4))]
        if not any(overlap(mark, protected(text)) for mark in pair):
            yield from pair
