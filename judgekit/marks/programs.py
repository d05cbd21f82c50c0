"""Helpers in a program that nothing calls: length and learning for show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from judgekit.marks.passages import Reading
from judgekit.text import blocks
from judgekit.types import Mark


def programs(reading: Reading) -> Iterator[Mark]:
    """Yield the functions of Python programs that neither the program nor the task names."""
    for span in blocks(reading.text):
        source = re.sub(r"^```[^\n]*\n|\n?```[ \t]*$", "", reading.text[span.start : span.end])
        for name in _uncalled(source):
            if not re.search(rf"\b{re.escape(name)}\b", reading.prompt):
                at = reading.text.find(f"def {name}", span.start)
                yield Mark("code", "idle-helper", max(at, span.start), span.end, f"def {name}")


def _uncalled(source: str) -> list[str]:
    """Return the functions, beside the first, that are never named outside themselves."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
    if len(functions) < 2:
        return []
    named = {f.name: {n.id for n in ast.walk(f) if isinstance(n, ast.Name)} for f in functions}
    top = {
        n.id
        for statement in tree.body
        if not isinstance(statement, ast.FunctionDef)
        for n in ast.walk(statement)
        if isinstance(n, ast.Name)
    }
    idle = [f for f in named if f not in top and not any(f in named[g] for g in named if g != f)]
    # The one that answers the task is called by nobody either.
    return idle[1:]
