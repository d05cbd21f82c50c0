"""Edits that add comments to a program, which runs as before."""

from __future__ import annotations

import random
import re
from itertools import cycle
from typing import Literal

from judgekit.operators.code.programs import Program, bodies, lines, program
from judgekit.operators.edits import insert
from judgekit.operators.wordings import Texts
from judgekit.types import Context, Declined, Edit


def code_comment(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    texts: Texts,
    where: Literal["top", "inside"] = "top",
) -> Edit | Declined:
    """Put one of the texts in a comment on top of the program, or inside its first function."""
    found = program(text)
    if isinstance(found, Declined):
        return found
    place = (_top(found), "") if where == "top" else _inside(found)
    if place is None:
        return _NO_LINES
    at, indent = place
    return insert(text, [(at, _comment(rng.choice(texts), indent))])


def comment_lines(
    text: str, context: Context, rng: random.Random, /, *, texts: Texts
) -> Edit | Declined:
    """Put a comment above every indented statement; the texts take turns."""
    found = program(text)
    if isinstance(found, Declined):
        return found
    places = [line for line in lines(found) if line.indent]
    if not places:
        return _NO_LINES
    turns = cycle(rng.sample(texts, len(texts)))
    above = zip(places, turns, strict=False)
    return insert(text, ((line.at, _comment(t, line.indent)) for line, t in above))


_NO_LINES = Declined("the program has no function with lines of its own")

# The first two lines of a file may say how it is run and read; they stay the first two.
_FIRST_LINES = re.compile(r"(?:#!.*[\r\n]+)?(?:#.*coding[:=].*[\r\n]+)?")
_NEWLINE = re.compile(r"\r\n?|\n")


def _top(found: Program) -> int:
    first = _FIRST_LINES.match(found.text, found.start, found.end)
    return first.end() if first else found.start


def _inside(found: Program) -> tuple[int, str] | None:
    firsts = (body.first for body in bodies(found) if body.first)
    return next(((line.at, line.indent) for line in firsts), None)


def _comment(text: str, indent: str) -> str:
    return "".join(f"{indent}# {line}".rstrip() + "\n" for line in _NEWLINE.split(text))
