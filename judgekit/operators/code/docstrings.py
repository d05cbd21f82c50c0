"""The edit that documents a function, whose program runs as before."""

from __future__ import annotations

import ast
import random
import re
from typing import Annotated

from pydantic import AfterValidator, Field

from judgekit.operators.code.programs import Body, Program, bodies, program
from judgekit.operators.edits import Insertion, insert
from judgekit.types import Context, Declined, Edit


def _stands_in_a_docstring(text: str) -> str:
    if re.search(r"[\\\0]|[\"']{3}", text) or text != text.strip() or text[-1] in "\"'":
        raise ValueError("a docstring has no backslash, no triple quote, no quote at its end")
    return text


Docs = Annotated[
    list[Annotated[str, Field(min_length=1), AfterValidator(_stands_in_a_docstring)]],
    Field(min_length=1),
]
"""Alternative texts of a docstring; one is drawn."""


def docstring(
    text: str, context: Context, rng: random.Random, /, *, texts: Docs
) -> Edit | Declined:
    """Put one of the texts into the docstring of the first function that can take it."""
    found = program(text)
    if isinstance(found, Declined):
        return found
    if "__doc__" in found.source:
        return Declined("the program reads its own docstrings")
    drawn = rng.choice(texts)
    places = [place for body in bodies(found) if (place := _documented(found, body, drawn))]
    if not places:
        return Declined("the program has no function that can take a docstring")
    return insert(text, places[:1])


_QUOTED = re.compile(r"[rRuU]?(\"{3}|'{3})(.*)\1", re.S)


def _documented(found: Program, body: Body, new: str) -> Insertion | None:
    if body.docstring:
        return _added(found, body.docstring, new)
    if body.first is None:
        return None
    at, indent, _ = body.first
    return at, f'{indent}"""{_indented(new, indent)}"""\n'


def _added(found: Program, old: ast.Constant, new: str) -> Insertion | None:
    """Return the text as a last paragraph of a docstring in triple quotes."""
    start = found.begin(old)
    literal = _QUOTED.fullmatch(found.text, start, found.stop(old))
    if literal is None or literal[1] in literal[2]:
        return None
    indent = re.sub(r"\S", " ", found.text[found.lines[old.lineno - 1] : start])
    end = literal.start(2) + len(literal[2].rstrip())
    return end, f"\n\n{indent}{_indented(new, indent)}"


def _indented(text: str, indent: str) -> str:
    return text.replace("\n", f"\n{indent}")
