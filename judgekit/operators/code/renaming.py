"""The edit that gives the variables of functions other names."""

from __future__ import annotations

import ast
import builtins
import keyword
import random
import symtable
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, count
from typing import Annotated

from pydantic import AfterValidator, Field

from judgekit.operators.code.programs import Program, program, sees_its_names
from judgekit.operators.edits import edit
from judgekit.text import words
from judgekit.types import Context, Declined, Edit, Splice


def _are_free(names: list[str]) -> list[str]:
    for name in names:
        if not (name.isascii() and name.isidentifier()) or name in _RESERVED:
            raise ValueError(f"{name!r} is no name for a variable")
    if len(set(names)) < len(names):
        raise ValueError("two names are the same")
    return names


_RESERVED = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins)})

Names = Annotated[list[str], Field(min_length=1), AfterValidator(_are_free)]
"""Names of variables; each is given once, and with a number when all are used up."""


def rename_locals(
    text: str, context: Context, rng: random.Random, /, *, names: Names
) -> Edit | Declined:
    """Give variables and parameters of functions other names, each the same one everywhere.

    What the question or the text itself says in any other place, be it in a string, a comment or
    as a keyword, keeps its name: what is said there would no longer be true.
    """
    found = program(text)
    if isinstance(found, Declined):
        return found
    if sees_its_names(found):
        return Declined("the program may look at its own names")
    places = _renamable(found, context.sample.prompt)
    if not places:
        return Declined("the program has no variable that can change its name unnoticed")
    said = {*words(context.sample.prompt), *words(text)}
    fresh = (n for n in _endless(rng.sample(names, len(names))) if n not in said)
    renamed = dict(zip(places, fresh, strict=False))
    ats = sorted((at, name) for name, ats in places.items() for at in ats)
    return edit(text, (Splice(at, at + len(name), renamed[name]) for at, name in ats))


_BY_CUSTOM = frozenset({"self", "cls", "_", "__"})


def _renamable(found: Program, prompt: str) -> dict[str, list[int]]:
    """Return where each name stands that is local wherever it stands and said nowhere else."""
    free = _locals(found.source).difference(words(prompt), _BY_CUSTOM)
    said = Counter(words(found.text))
    return {n: ats for n, ats in _places(found).items() if n in free and said[n] == len(ats)}


def _places(found: Program) -> dict[str, list[int]]:
    """Return where variables and parameters stand, by name, in order.

    Positions inside f-strings are not exact before Python 3.12, so those are left out.
    """
    strings = (n for n in ast.walk(found.tree) if isinstance(n, ast.JoinedStr))
    inside = {id(n) for string in strings for n in ast.walk(string)}
    nodes = [(found.begin(n), name) for n, name in _named(found.tree) if id(n) not in inside]
    places: dict[str, list[int]] = defaultdict(list)
    for at, name in sorted(nodes):
        places[name].append(at)
    return places


def _named(tree: ast.Module) -> Iterator[tuple[ast.Name | ast.arg, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name):
                yield node, name


def _locals(source: str) -> set[str]:
    """Return the names that are local to functions, and in no scope anything else."""
    local: set[str] = set()
    other: set[str] = set()
    for table in _tables(source):
        for symbol in table.get_symbols():
            fixed = symbol.is_global() or symbol.is_imported() or symbol.is_namespace()
            is_local = table.get_type() == "function" and not fixed
            (local if is_local else other).add(symbol.get_name())
    return local - other


def _tables(source: str) -> Iterator[symtable.SymbolTable]:
    with warnings.catch_warnings(action="ignore"):
        waiting = [symtable.symtable(source, "<response>", "exec")]
    while waiting:
        table = waiting.pop()
        yield table
        waiting += table.get_children()


def _endless(names: list[str]) -> Iterator[str]:
    return chain(names, (f"{name}_{n}" for n in count(2) for name in names))
