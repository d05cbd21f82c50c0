"""A prompt's templates: compiled in a sandbox, or refused by field and line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from judgekit.errors import CatalogError
from judgekit.judging.fence import fence, tags
from judgekit.text import did_you_mean
from judgekit.types import JudgePrompt

if TYPE_CHECKING:
    from jinja2 import Environment, Template, nodes

TEXTS = ("prompt", "reference", "response", "first", "second")
"""What a template shows of a sample, and must fence."""
OWN = ("label", "other", "attributes", "reply")
"""Words of the prompt's own: the names of two answers' places, what is graded, how to reply."""
VARIABLES = (*TEXTS, *OWN)

_KEPT = 1024
"""Templates that are kept; an audit edits its judge's prompt into about a hundred others."""


class Fault(NamedTuple):
    """One thing that is wrong with a prompt."""

    field: tuple[str | int, ...]
    what: str
    line: int | None = None
    """Of the template that the field holds."""

    def __str__(self) -> str:
        return (
            self.what
            if self.line is None
            else f"line {self.line} of {self.field[0]!r}: {self.what}"
        )


def sources(prompt: JudgePrompt) -> dict[str, str]:
    """Return both templates by their fields."""
    return {"system": prompt.system, "user": prompt.user}


def templates(prompt: JudgePrompt) -> tuple[Template, Template]:
    """Return the compiled system and user template, or say what is wrong with them."""
    for fault in broken_templates(prompt):
        raise CatalogError(f"{prompt.id}.yaml: {fault}")
    return _compiled(prompt.system, prompt.user)


def broken_templates(prompt: JudgePrompt) -> tuple[Fault, ...]:
    """Return what keeps a template from being compiled, or from being filled."""
    return tuple(f for field, text in sources(prompt).items() for f in _faults(field, text))


def environment(fences: frozenset[str] = frozenset()) -> Environment:
    """Return a sandbox that knows one filter, `fenced`, and no global function."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    sandbox = SandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
    )
    sandbox.globals.clear()
    sandbox.filters = {"fenced": lambda text: fence(text, fences)}
    return sandbox


@lru_cache(maxsize=8)  # what is read of a template is read at once
def parsed(source: str) -> nodes.Template:
    """Return the tree of a template, to be read and not changed."""
    return environment().parse(source)


@lru_cache(maxsize=_KEPT)
def names(source: str) -> frozenset[str]:
    """Return the variables that a template needs."""
    from jinja2.meta import find_undeclared_variables

    return frozenset(find_undeclared_variables(parsed(source)))


@lru_cache(maxsize=_KEPT)
def _compiled(system: str, user: str) -> tuple[Template, Template]:
    sandbox = environment(tags(system + user))
    return sandbox.from_string(parsed(system)), sandbox.from_string(parsed(user))


@lru_cache(maxsize=_KEPT)
def _faults(field: str, source: str) -> tuple[Fault, ...]:
    from jinja2 import TemplateSyntaxError

    try:
        environment().from_string(parsed(source))
    except TemplateSyntaxError as error:
        return (Fault((field,), str(error.message), error.lineno),)
    return tuple(
        Fault((field,), f"unknown variable {name!r}{did_you_mean(name, VARIABLES)}", line)
        for name, line in _lines(source)
    )


def _lines(source: str) -> Iterator[tuple[str, int]]:
    """Yield the unknown variables of a template, each with the line where it first stands."""
    from jinja2 import nodes

    found = list(parsed(source).find_all(nodes.Name))
    for name in sorted(names(source) - {*VARIABLES}):
        yield name, min(node.lineno for node in found if node.name == name)
