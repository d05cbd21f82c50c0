"""The edit that makes a program wrong by one small mistake."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator
from itertools import pairwise

from judgekit.operators.code.programs import Function, Program, program
from judgekit.operators.edits import edit
from judgekit.types import Context, Declined, Edit, Splice


def code_mutant(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Exchange one operator, count one too far, say the opposite or drop a `not`, in a function.

    Whether that makes a difference is for the verifiers to say: some mutants are right as well.
    """
    found = program(text)
    if isinstance(found, Declined):
        return found
    mistakes = sorted({m for part in _parts(found.tree) for m in _mistakes(found, part)})
    if not mistakes:
        return Declined("the program has no operator and no number to mistake")
    return edit(text, [rng.choice(mistakes)])


# Each is exchanged for one that binds as tightly, so that the rest is read as before.
_EITHER_WAY = (("<", "<="), (">", ">="), ("==", "!="), ("+", "-"), ("*", "//"), ("True", "False"))
_MISTAKEN = {
    **{a: b for pair in _EITHER_WAY for a, b in (pair, pair[::-1])},
    "%": "//",
    "in": "not in",
    "is": "is not",
}
_SIGN = re.compile(r"[()\s\\]*(<=|>=|==|!=|//|[-+*%<>]|in\b|is\b)=?[()\s\\]*")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,8}")
_NOT = re.compile(r"not\b\s*")
_LEFT_ALONE = (ast.While, ast.JoinedStr)
"""A mistaken `while` may never end, and places inside f-strings are not exact."""


def _parts(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes of function bodies that may be mistaken."""
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, inside = waiting.pop()
        if inside:
            yield node
        if isinstance(node, Function):
            waiting += [(s, True) for s in node.body]
        elif not isinstance(node, _LEFT_ALONE):
            waiting += [(child, inside) for child in ast.iter_child_nodes(node)]


def _mistakes(found: Program, part: ast.AST) -> Iterator[Splice]:
    match part:
        case ast.Compare(left=left, comparators=others):
            for a, b in pairwise((left, *others)):
                yield from _exchanged(found, a, b)
        case ast.BinOp(left=a, right=b) | ast.AugAssign(target=a, value=b):
            yield from _exchanged(found, a, b)
        case ast.UnaryOp(op=ast.Not(), operand=inner) if not isinstance(inner, ast.UnaryOp):
            dropped = _NOT.match(found.text, found.begin(part))
            assert dropped, "a negation begins with its word"
            yield Splice(*dropped.span(), "")
        case ast.Constant(value=int()):
            start, end = found.begin(part), found.stop(part)
            yield from _miscounted(found.text[start:end], start)


def _exchanged(found: Program, left: ast.expr, right: ast.expr) -> Iterator[Splice]:
    """Yield the operator between two operands, exchanged, unless a comment stands there too."""
    sign = _SIGN.fullmatch(found.text, found.stop(left), found.begin(right))
    if sign:
        yield Splice(*sign.span(1), _MISTAKEN[sign[1]])


def _miscounted(literal: str, at: int) -> Iterator[Splice]:
    if literal in _MISTAKEN:
        yield Splice(at, at + len(literal), _MISTAKEN[literal])
    elif _DECIMAL.fullmatch(literal):
        yield Splice(at, at + len(literal), str(int(literal) + 1))
