"""Cases for the verifier `code`, read from a script of tests, which is never run."""

from __future__ import annotations

import ast
from typing import Any

from judgekit.verifiers.inside import encode

_MOST = 200_000
"""Characters of a script that is parsed."""


def read_cases(script: str) -> list[list[Any]] | None:
    """Return `[[argument, ...], expected]` of each `assert f(...) == value` of a script.

    Read are plain values on both sides. None where an assertion says anything else, such as a
    closeness or a loop: cases that leave a test out would pass what it fails.
    """
    if len(script) > _MOST:
        return None
    try:
        tree = ast.parse(script)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    body = functions[0].body if len(functions) == 1 else tree.body
    found = [_case(one) for one in body if not _is_idle(one)]
    return [case for case in found if case] if found and all(found) else None


def _is_idle(statement: ast.stmt) -> bool:
    """Say whether a statement tests nothing: a constant, `pass`, or an assertion of a constant."""
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()) | ast.Assert(test=ast.Constant()):
            return True
    return False


def _case(statement: ast.stmt) -> list[Any] | None:
    match statement:
        case ast.Assert(
            test=ast.Compare(
                left=ast.Call(func=ast.Name(), args=given, keywords=[]),
                ops=[ast.Eq()],
                comparators=[expected],
            )
        ):
            try:
                return [[_value(a) for a in given], _value(expected)]
            except (ValueError, TypeError, RecursionError, MemoryError):
                return None
    return None


def _value(node: ast.expr) -> Any:
    return encode(ast.literal_eval(node))
