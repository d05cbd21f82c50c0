"""Where a Python program stands in a text, and where its statements begin."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from judgekit.text import words
from judgekit.types import Declined

Function = ast.FunctionDef | ast.AsyncFunctionDef
Placed = ast.stmt | ast.expr | ast.arg


class Program(NamedTuple):
    """A program of a text; every place is an offset in the text."""

    text: str
    start: int
    end: int
    tree: ast.Module
    lines: tuple[int, ...]
    """Where each line begins."""

    @property
    def source(self) -> str:
        return self.text[self.start : self.end]

    def begin(self, node: Placed) -> int:
        """Return where a node begins."""
        return self._place(node.lineno, node.col_offset)

    def stop(self, node: Placed) -> int:
        """Return where a node ends."""
        assert node.end_lineno is not None, "a parsed node has an end"
        assert node.end_col_offset is not None, "a parsed node has an end"
        return self._place(node.end_lineno, node.end_col_offset)

    def _place(self, line: int, column: int) -> int:
        # The columns of `ast` count bytes of UTF-8, and a character has one or more.
        start = self.lines[line - 1]
        head = self.text[start : min(self.end, start + column)].encode()[:column]
        return start + len(head.decode())


class Line(NamedTuple):
    """A statement that opens a line of the text."""

    at: int
    """Where the line begins."""
    indent: str
    statement: ast.stmt


class Body(NamedTuple):
    """What a function does."""

    docstring: ast.Constant | None
    first: Line | None
    """Its first statement but the docstring; absent where that opens no line."""


@lru_cache(maxsize=64)
def program(text: str) -> Program | Declined:
    """Return the program that the text is, or the last one in its code blocks.

    Among blocks those that define a function go first, as they do for who looks for the answer.
    """
    if (whole := _parsed(text)) and _looks_like_code(whole):
        return _program(text, 0, len(text), whole)
    blocks = list(_blocks(text))
    programs = [p for block in blocks if (p := _in_block(text, *block))]
    if programs:
        return ([p for p in programs if bodies(p)] or programs)[-1]
    return _NOT_PYTHON if blocks else _NO_PROGRAM


def is_program(text: str) -> bool:
    """Say whether the text is a program and nothing else."""
    found = program(text)
    return isinstance(found, Program) and (found.start, found.end) == (0, len(text))


def in_program(text: str, at: int) -> bool:
    """Say whether an offset lies in the program of the text."""
    found = program(text)
    return isinstance(found, Program) and found.start <= at < found.end


def bodies(found: Program) -> list[Body]:
    """Return the bodies of the functions, methods and inner functions included, in order."""
    opened = {id(line.statement): line for line in lines(found)}
    nodes = (n for n in ast.walk(found.tree) if isinstance(n, Function))
    return [_body(f, opened) for f in sorted(nodes, key=lambda f: (f.lineno, f.col_offset))]


def lines(found: Program) -> list[Line]:
    """Return the statements that open a line, in order, but for those that are a string alone.

    No such line begins in a string or a bracket, or goes on with a broken-off line above.
    """
    nodes = (n for n in ast.walk(found.tree) if isinstance(n, ast.stmt) and not _string(n))
    return sorted((line for n in nodes if (line := _opened(found, n))), key=lambda line: line.at)


def sees_its_names(found: Program) -> bool:
    """Say whether a program may look at its own names while it runs."""
    return not _LOOKS_AT_NAMES.isdisjoint(words(found.source))


_NO_PROGRAM = Declined("the text has no Python program")
_NOT_PYTHON = Declined("the text has code, but none that is Python and can be read")

_LONGEST = 100_000
"""The most characters of a program that is read."""

_WIDEST = 5_000
"""The most characters of a line that is read: in a longer one places are slow to find."""

_DEEPEST = 100
"""The deepest nesting of a program that is read; what walks it may then recurse."""

_ONLY_IN_CODE = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom),
    *(ast.For, ast.While, ast.If, ast.With, ast.Try),
)
_LOOKS_AT_NAMES = frozenset({"locals", "globals", "vars", "dir", "eval", "exec"})
_FENCE = re.compile(r"^[ \t]*```([^`\n]*)$", re.M)
_PYTHON = re.compile(r"(?:python3?|py)\b", re.I)
_NEWLINE = re.compile(r"\r\n?|\n")


def _parsed(source: str) -> ast.Module | None:
    """Return the tree of what compiles; hostile text is no program."""
    if len(source) > _LONGEST or max(map(len, source.split("\n"))) > _WIDEST:
        return None
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(source)
            compile(tree, "<response>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return tree if tree.body and _is_shallow(tree) else None


def _is_shallow(tree: ast.Module) -> bool:
    level: list[ast.AST] = [tree]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return True
    return False


def _looks_like_code(tree: ast.Module) -> bool:
    """Say whether a tree is a program's: `Yes`, `x = 5` and `A: 12` parse as well."""
    return any(isinstance(s, _ONLY_IN_CODE) for s in tree.body)


def _program(text: str, start: int, end: int, tree: ast.Module) -> Program:
    newlines = (m.end() for m in _NEWLINE.finditer(text, start, end))
    return Program(text, start, end, tree, (start, *newlines))


def _blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what the fence of each closed block says, and where its code begins and ends."""
    opened: re.Match[str] | None = None
    for m in _FENCE.finditer(text):
        if opened is None:
            opened = m
        elif not m[1].strip():
            yield opened[1].strip(), opened.end() + 1, m.start()
            opened = None


def _in_block(text: str, tag: str, start: int, end: int) -> Program | None:
    """Return the program of a block that calls itself Python, or nothing and looks like it."""
    if tag and not _PYTHON.match(tag):
        return None
    tree = _parsed(text[start:end])
    return _program(text, start, end, tree) if tree and (tag or _looks_like_code(tree)) else None


def _body(function: Function, opened: Mapping[int, Line]) -> Body:
    docstring = _string(function.body[0])
    first = function.body[1:2] if docstring else function.body[:1]
    return Body(docstring, next((opened.get(id(s)) for s in first), None))


def _string(statement: ast.stmt) -> ast.Constant | None:
    """Return the string that is all of a statement."""
    match statement:
        case ast.Expr(value=ast.Constant(value=str()) as string):
            return string
    return None


def _opened(found: Program, statement: ast.stmt) -> Line | None:
    """Return the line that a statement, its decorators included, opens, if it opens one."""
    decorators = getattr(statement, "decorator_list", [])
    first = min((statement, *decorators), key=lambda node: node.lineno)
    start = found.lines[first.lineno - 1]
    indent = found.text[start : found.begin(first)].removesuffix("@")
    above = found.text[max(found.start, start - 3) : start].rstrip("\r\n")
    return None if indent.strip() or above.endswith("\\") else Line(start, indent, statement)
