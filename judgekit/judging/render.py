"""What a judge reads: a prompt's templates, filled with texts that cannot leave their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from judgekit.errors import CatalogError, InputError
from judgekit.judging.replies import reply_form
from judgekit.judging.templates import names, sources, templates
from judgekit.types import JudgePrompt, Message, Order, Protocol, Sample

if TYPE_CHECKING:
    from jinja2 import Template


def render(
    prompt: JudgePrompt, sample: Sample, response: str, *, order: Order = Order.FIRST
) -> tuple[Message, ...]:
    """Fill a prompt's templates; the shown texts are values and never templates themselves."""
    shown = {"prompt": sample.prompt, "response": response}
    if prompt.protocol is Protocol.PAIRWISE:
        shown |= _pair(prompt, response, rival_of(sample), order)
    if prompt.protocol is Protocol.ATTRIBUTES:
        shown |= {"attributes": _graded(prompt), "reply": reply_form(prompt)}
    if prompt.protocol is not Protocol.POINTWISE and _shows(prompt, "reference"):
        shown["reference"] = _reference(prompt, sample)
    system, user = templates(prompt)
    messages = [Message(role="user", content=_fill(prompt, user, shown))]
    if prompt.system:
        messages.insert(0, Message(role="system", content=_fill(prompt, system, shown)))
    return tuple(messages)


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


def _graded(prompt: JudgePrompt) -> str:
    """List what is graded, an item a line."""
    items = {a.name: f"{a.description} {a.levels}" for a in prompt.attributes}
    if prompt.overall is not None:
        items[prompt.reply.field] = prompt.overall
    return "\n".join(f"- {name}: {' '.join(words.split())}" for name, words in items.items())


def _shows(prompt: JudgePrompt, name: str) -> bool:
    return any(name in names(source) for source in sources(prompt).values())


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
    except Exception as error:
        what = f"{prompt.id}.yaml: a template fails: {type(error).__name__}: {error}"
        raise CatalogError(what) from error
