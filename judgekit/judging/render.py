"""What a judge reads: a prompt's templates, filled with texts that cannot leave their place."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from judgekit.errors import CatalogError, InputError
from judgekit.judging.fence import fence, tags
from judgekit.text import did_you_mean
from judgekit.types import JudgePrompt, Message, Order, Protocol, Sample

if TYPE_CHECKING:
    from jinja2 import Environment, Template

VARIABLES = ("prompt", "reference", "response", "first", "second", "label", "other")
"""All that a template may show: texts, and the names of two answers' places."""

_KEPT = 512
"""Prompts that are kept compiled; an audit edits its own into about a hundred."""


def render(
    prompt: JudgePrompt, sample: Sample, response: str, *, order: Order = Order.FIRST
) -> tuple[Message, ...]:
    """Fill a prompt's templates; the shown texts are values and never templates themselves."""
    shown = {"prompt": sample.prompt, "response": response}
    if prompt.protocol is Protocol.PAIRWISE:
        shown |= _pair(prompt, response, rival_of(sample), order)
    if prompt.protocol is not Protocol.POINTWISE and "reference" in _names(_source(prompt)):
        shown["reference"] = _reference(prompt, sample)
    system, user = templates(prompt)
    messages = [Message(role="user", content=_fill(prompt, user, shown))]
    if prompt.system:
        messages.insert(0, Message(role="system", content=_fill(prompt, system, shown)))
    return tuple(messages)


def templates(prompt: JudgePrompt) -> tuple[Template, Template]:
    """Compile the system and the user template, or say what is wrong with them."""
    return _compiled(prompt.id, prompt.system, prompt.user)


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


@lru_cache(maxsize=_KEPT)
def _compiled(name: str, system: str, user: str) -> tuple[Template, Template]:
    from jinja2 import TemplateSyntaxError

    sandbox = environment(tags(system + user))
    try:
        _refuse_unknown(name, system + user)
        return sandbox.from_string(system), sandbox.from_string(user)
    except TemplateSyntaxError as error:
        raise CatalogError(
            f"{name}.yaml: line {error.lineno} of a template: {error.message}"
        ) from error


def _refuse_unknown(name: str, source: str) -> None:
    for unknown in sorted(_names(source) - {*VARIABLES}):
        near = did_you_mean(unknown, VARIABLES)
        raise CatalogError(f"{name}.yaml: unknown variable {unknown!r}{near}")


def rival_of(sample: Sample) -> str:
    """Return the answer that a pairwise judge compares a response with."""
    rival = sample.wrong_response if sample.rival is None else sample.rival
    if rival is None:
        raise InputError(
            f"sample {sample.id!r}: a pairwise prompt compares two answers and this sample has "
            "one; add a 'rival' or a 'wrong_response', or choose a pointwise prompt"
        )
    return rival


def places(prompt: JudgePrompt) -> tuple[str, str]:
    """Return a pairwise judge's names for the answer shown first and for the other."""
    labels = prompt.reply.labels
    return max(labels, key=labels.__getitem__), min(labels, key=labels.__getitem__)


def _pair(prompt: JudgePrompt, response: str, rival: str, order: Order) -> dict[str, str]:
    first, second = places(prompt)
    if order is Order.SECOND:
        return {"first": rival, "second": response, "label": second, "other": first}
    return {"first": response, "second": rival, "label": first, "other": second}


def _source(prompt: JudgePrompt) -> str:
    return f"{prompt.system}\n{prompt.user}"


@lru_cache(maxsize=_KEPT)
def _names(source: str) -> set[str]:
    from jinja2.meta import find_undeclared_variables

    return find_undeclared_variables(environment().parse(source))


def _reference(prompt: JudgePrompt, sample: Sample) -> str:
    if sample.reference is None or not sample.reference.strip():
        raise InputError(
            f"sample {sample.id!r}: prompt {prompt.id!r} shows a reference and this sample has "
            "none; add a 'reference' or choose a pointwise prompt"
        )
    return sample.reference


def _fill(prompt: JudgePrompt, template: Template, shown: dict[str, str]) -> str:
    from jinja2 import UndefinedError

    try:
        return template.render(shown)
    except UndefinedError as error:
        raise CatalogError(f"{prompt.id}.yaml: {error} in a {prompt.protocol} prompt") from error
