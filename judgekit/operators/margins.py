"""Edits that put spaces before or after the lines of prose."""

from __future__ import annotations

import random
import re
from typing import Annotated

from pydantic import Field

from judgekit.operators.edits import EMPTY, NO_PROSE, insert
from judgekit.text import Span, has_layout, labels, overlap, sentences
from judgekit.types import Context, Declined, Edit

# Four spaces would make a block of code of the line.
Spaces = Annotated[int, Field(ge=1, le=3)]


def indent_lines(
    text: str, context: Context, rng: random.Random, /, *, spaces: Spaces = 2
) -> Edit | Declined:
    """Indent every line; one that an answer's tag opens stays where it is."""
    if not text.strip():
        return EMPTY
    if has_layout(text) or _INDENTED.search(text):
        return Declined(
            "the text has code, maths, lists or other lines whose margin says something"
        )
    lines = [m.start() for m in _LINE.finditer(text)]
    moved = [at for at in lines if not overlap(Span(at, at + 1), labels(text))]
    return insert(text, ((at, " " * spaces) for at in moved)) if moved else NO_PROSE


def trail_spaces(
    text: str, context: Context, rng: random.Random, /, *, spaces: Spaces = 2
) -> Edit | Declined:
    """Put spaces after every line of prose."""
    ends = [s.end for s in sentences(text) if text[s.end : s.end + 1] in ("", "\n")]
    return insert(text, ((at, " " * spaces) for at in ends)) if ends else NO_PROSE


_LINE = re.compile(r"^(?=[^\n]*\S)", re.M)
_INDENTED = re.compile(r"^[ \t]", re.M)
