"""Edits that make a program longer and leave what it does: helpers nobody calls, blank lines."""

from __future__ import annotations

import ast
import random
from bisect import bisect_left
from typing import Annotated

from pydantic import AfterValidator, Field

from judgekit.operators.code.programs import Line, Program, lines, program, sees_its_names
from judgekit.operators.edits import insert
from judgekit.text import words
from judgekit.types import Context, Declined, Edit


def _only_defines(source: str) -> str:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"a helper is Python: {error}") from error
    if not body or not all(isinstance(s, ast.FunctionDef) for s in body):
        raise ValueError("a helper is one function or more, and nothing else")
    return source


Helpers = Annotated[
    list[Annotated[str, AfterValidator(_only_defines)]],
    Field(min_length=1),
]
"""Alternative sets of functions."""


def dummy_helpers(
    text: str, context: Context, rng: random.Random, /, *, texts: Helpers
) -> Edit | Declined:
    """Put one of the sets of functions, which nothing calls, below the program."""
    found = program(text)
    if isinstance(found, Declined):
        return found
    if sees_its_names(found):
        return Declined("the program may look at its own names")
    taken = set(words(text))
    fresh = [t for t in texts if taken.isdisjoint(_defined(t))]
    if not fresh:
        return Declined("the text already has names of the helpers")
    gap = "\n\n" if found.source.endswith("\n") else "\n\n\n"
    return insert(text, [(found.end, f"{gap}{rng.choice(fresh).strip()}\n")])


def code_blank_lines(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put a blank line above every statement that opens a line, but the first."""
    found = program(text)
    if isinstance(found, Declined):
        return found
    crowded = [line.at for line in lines(found) if _is_crowded(found, line)]
    if not crowded:
        return Declined("the program has blank lines between all its statements")
    return insert(text, ((at, "\n") for at in crowded))


def _defined(source: str) -> set[str]:
    return {s.name for s in ast.parse(source).body if isinstance(s, ast.FunctionDef)}


def _is_crowded(found: Program, line: Line) -> bool:
    i = bisect_left(found.lines, line.at)
    return i > 0 and bool(found.text[found.lines[i - 1] : line.at].strip())
