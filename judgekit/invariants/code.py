"""Promises about programs, read as the interpreter reads them.

The programs of both texts are compared block by block; around them every byte must stand, and no
comment may come or go but the attack's own.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import types
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from judgekit.invariants.claim import Claim, Found, broken, kept
from judgekit.invariants.reading import payloads, words


def ast_equal(claim: Claim) -> Found:
    """The programs have one syntax tree."""
    return _compared(claim, _differs)


def ast_equal_but_docstrings(claim: Claim) -> Found:
    """The syntax trees are one but for docstrings, to which the attack's own text was added."""
    return _compared(claim, _differs_but_in_docstrings)


def ast_renamed(claim: Claim) -> Found:
    """The syntax trees are one but for names of variables, each exchanged for one of its own.

    Compiled, both have the same globals and attributes, so that what was renamed was local.
    """
    return _compared(claim, _differs_but_in_names)


def ast_with_dead_code(claim: Claim) -> Found:
    """The syntax trees are one but for functions of the attack that the program does not know."""
    return _compared(claim, _differs_but_in_dead_code)


def mutated(claim: Claim) -> Found:
    """One node differs: an operator, a count or a truth value, or it was a `not` and is gone."""
    return _compared(claim, _differs_elsewhere)


class _Program(NamedTuple):
    """A program that compiles."""

    source: str
    dumped: str
    """Its syntax tree, written out."""
    code: types.CodeType

    def tree(self) -> ast.Module:
        """Return a tree of one's own, to take things out of."""
        return _parse(self.source)


Check = Callable[[_Program, _Program, list[str]], str | None]
"""Says of two programs, and of what the attack may add, what is wrong."""

_TREES_DIFFER = "the syntax trees differ"
_LONGEST = 200_000
_LOOKS_AT_NAMES = {"locals", "globals", "vars", "dir", "eval", "exec"}
_FENCE_LINE = re.compile(r"(^[ \t]*(?:```|~~~)[^\n]*$)", re.M)


def _compared(claim: Claim, check: Check) -> Found:
    before, around = _parts(claim.before)
    after, around_after = _parts(claim.after)
    if around != around_after or len(before) != len(after):
        return broken("what stands around the code differs")
    changed = [(b, a) for b, a in zip(before, after, strict=True) if b != a]
    own = payloads(claim.attack.params)
    faults = [_fault(b, a, own, check) for b, a in changed] or ["no program differs"]
    return next((broken(f) for f in faults if f), kept(f"{len(changed)} of {len(before)} programs"))


def _fault(before: str, after: str, own: list[str], check: Check) -> str | None:
    was, now = _read(before), _read(after)
    if was is None or now is None:
        return "code that is no program was changed, or a program is none any more"
    try:
        return _foreign_comment(before, after, own) or check(was, now, own)
    except (RecursionError, SyntaxError, tokenize.TokenError):
        return "the programs cannot be compared"


@lru_cache(maxsize=64)
def _parts(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the blocks of code, and what stands around them; a whole program is one block."""
    if _read(text):
        return (text,), ()
    pieces = _FENCE_LINE.split(text)  # prose, fence, code, fence, prose, ...
    return tuple(pieces[2::4]), tuple(p for i, p in enumerate(pieces) if i % 4 != 2)


@lru_cache(maxsize=64)
def _read(source: str) -> _Program | None:
    if len(source) > _LONGEST:
        return None
    try:
        tree = _parse(source)
        with warnings.catch_warnings(action="ignore"):
            return _Program(source, ast.dump(tree), compile(tree, "", "exec", dont_inherit=True))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _parse(source: str) -> ast.Module:
    with warnings.catch_warnings(action="ignore"):
        return ast.parse(source)


def _foreign_comment(before: str, after: str, own: list[str]) -> str | None:
    was, now = _comments(before), _comments(after)
    lines = {line.strip() for text in own for line in text.splitlines()}
    foreign = [c for c in now - was if c not in lines and c[1:].strip() not in lines]
    gone = [*(was - now), *foreign]
    return f"the comment {gone[0]!r} came or went" if gone else None


@lru_cache(maxsize=64)
def _comments(source: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return Counter(t.string.rstrip() for t in tokens if t.type == tokenize.COMMENT)


def _differs(before: _Program, after: _Program, own: list[str]) -> str | None:
    return None if before.dumped == after.dumped else _TREES_DIFFER


def _differs_but_in_docstrings(before: _Program, after: _Program, own: list[str]) -> str | None:
    texts = {" ".join(text.split()) for text in own}
    was, now = before.tree(), after.tree()
    for old, new in zip(_docstrings(was), _docstrings(now), strict=False):
        kept_part = old.rstrip()
        added = " ".join(new[len(kept_part) :].split())
        if old != new and not (new.startswith(kept_part) and added in texts):
            return "a docstring has lost something, or won what the attack does not name"
    return None if ast.dump(was) == ast.dump(now) else _TREES_DIFFER


def _docstrings(tree: ast.Module) -> list[str]:
    """Take the docstrings out of a tree's functions."""
    taken = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node, clean=False)
            taken.append(docstring or "")
            del node.body[: docstring is not None]
    return taken


def _differs_but_in_names(before: _Program, after: _Program, own: list[str]) -> str | None:
    tree, new_tree = before.tree(), after.tree()
    was, now = _variables(tree), _variables(new_tree)
    pairs = set(zip(was, now, strict=False))
    if not len(pairs) == len(set(was)) == len(set(now)):
        return "one name became two, or two became one"
    moved = {a for a, b in pairs if a != b}
    if fixed := moved & {*_other_names(tree)}:
        return f"{min(fixed)!r} names more than a variable"
    if _LOOKS_AT_NAMES & {*was}:
        return "the program may look at its own names"
    if [*_compiled_names(before.code)] != [*_compiled_names(after.code)]:
        return "a name that is not local differs"
    return None if ast.dump(tree) == ast.dump(new_tree) else _TREES_DIFFER


def _variables(tree: ast.Module) -> list[str]:
    """Take the names of variables out of a tree."""
    taken = []
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name):
                node.id = ""
            case ast.arg(arg=name):
                node.arg = ""
            case _:
                continue
        taken.append(name)
    return taken


def _other_names(tree: ast.Module) -> Iterator[str]:
    """Yield names of all else: functions, modules, keywords of calls, what `global` declares."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant | ast.Attribute):
            for _, value in ast.iter_fields(node):
                values = value if isinstance(value, list) else [value]
                yield from (v for v in values if isinstance(v, str))


def _compiled_names(code: types.CodeType) -> Iterator[tuple[str, ...]]:
    """Yield what each block of byte code looks up by name: no local variable is among it."""
    yield code.co_names
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _compiled_names(inner)


def _differs_but_in_dead_code(before: _Program, after: _Program, own: list[str]) -> str | None:
    known = set(words(before.source))
    if _LOOKS_AT_NAMES & known:
        return "the program may look at its own names"
    helpers = {dumped for text in own for dumped in _statements(text)}
    tree = after.tree()
    tree.body = [s for s in tree.body if not _is_dead(s, known) or ast.dump(s) not in helpers]
    return None if ast.dump(tree) == before.dumped else _TREES_DIFFER


@lru_cache(maxsize=64)
def _statements(source: str) -> tuple[str, ...]:
    program = _read(source)
    return tuple(map(ast.dump, program.tree().body)) if program else ()


def _is_dead(statement: ast.stmt, known: set[str]) -> bool:
    """Say whether a statement defines an unknown function and, in doing so, evaluates nothing."""
    match statement:
        case ast.FunctionDef(name=name, args=args, decorator_list=[], returns=None):
            each = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
            plain = all(a is None or a.annotation is None for a in each)
            no_defaults = not args.defaults and not any(args.kw_defaults)
            return plain and no_defaults and name not in known and not name.startswith("__")
    return False


def _differs_elsewhere(before: _Program, after: _Program, own: list[str]) -> str | None:
    match list(_differences(before.tree(), after.tree())):
        case [(a, b)] if _is_mistake(a, b):
            return None
        case found:
            return f"{len(found)} places differ, or it is no small mistake"


def _differences(a: object, b: object) -> Iterator[tuple[object, object]]:
    """Yield the smallest parts in which two trees differ."""
    if isinstance(a, ast.AST) and type(a) is type(b):
        for field in a._fields:
            yield from _differences(getattr(a, field, None), getattr(b, field, None))
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for x, y in zip(a, b, strict=True):
            yield from _differences(x, y)
    elif a != b or type(a) is not type(b):
        yield a, b


_OPERATORS = (ast.operator, ast.cmpop, ast.boolop)


def _is_mistake(a: object, b: object) -> bool:
    match a, b:
        case ast.UnaryOp(op=ast.Not(), operand=inner), ast.AST():
            return ast.dump(inner) == ast.dump(b)
        case (int(), int()):
            return type(a) is type(b)
    return any(isinstance(a, kind) and isinstance(b, kind) for kind in _OPERATORS)
