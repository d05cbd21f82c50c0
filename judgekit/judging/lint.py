"""A prompt is sound when its templates, its contract and its scale say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from judgekit.judging.templates import OWN, Fault, broken_templates, parsed, sources
from judgekit.types import JudgePrompt, Protocol


def check_prompt(prompt: JudgePrompt) -> list[str]:
    """Return what is wrong with a prompt, one sentence each; a sound prompt gives none."""
    return [f"{prompt.id}.yaml: {fault}" for fault in unsound(prompt)]


def unsound(prompt: JudgePrompt) -> list[Fault]:
    """Return what is wrong with a prompt, by field and line; no judge is made of such a one."""
    if broken := broken_templates(prompt):
        return list(broken)
    uses = _uses(prompt)
    return [*_misplaced(prompt, uses), *_missing(prompt, uses), *_mislabelled(prompt)]


_WANTED = {
    Protocol.POINTWISE: {"prompt", "response"},
    Protocol.REFERENCE: {"prompt", "reference", "response"},
    Protocol.PAIRWISE: {"prompt", "first", "second"},
    Protocol.ATTRIBUTES: {"prompt", "response", "attributes"},
}
_ALLOWED = {
    Protocol.POINTWISE: set[str](),
    Protocol.REFERENCE: set[str](),
    Protocol.PAIRWISE: {"reference", "label", "other"},
    Protocol.ATTRIBUTES: {"reference", "reply"},
}
_WHERE = {
    "reference": "its protocol is 'reference'",
    "response": "there the answers are 'first' and 'second'",
    **dict.fromkeys(("first", "second", "label", "other"), "its protocol is 'pairwise'"),
    **dict.fromkeys(("attributes", "reply"), "its protocol is 'attributes'"),
}


class _Use(NamedTuple):
    """A variable that a template names, and where."""

    name: str
    field: str
    line: int
    fenced: bool
    """Whether it is passed straight to the filter."""


def _misplaced(prompt: JudgePrompt, uses: list[_Use]) -> Iterator[Fault]:
    """Find texts that are shown without the filter, or outside a section of their own."""
    texts = sources(prompt)
    for use in _first_of_each(u for u in uses if u.name not in OWN and not u.fenced):
        what = f"shows {use.name!r} unguarded; write {{{{ {use.name} | fenced }}}}"
        yield Fault((use.field,), what, use.line)
    fenced = [u for u in uses if u.fenced]
    for use in _first_of_each(fenced):
        shown = sum((u.name, u.field) == (use.name, use.field) for u in fenced)
        if len(_sections(texts[use.field], use.name)) < shown:
            tags = f"<{use.name}>…</{use.name}>"
            what = f"shows {use.name!r} outside a section of its own, as in {tags}"
            yield Fault((use.field,), what, use.line)


def _missing(prompt: JudgePrompt, uses: list[_Use]) -> Iterator[Fault]:
    """Find what the protocol or the contract promises and the templates lack."""
    first = {use.name: use for use in reversed(uses)}
    for name in sorted(_WANTED[prompt.protocol] - first.keys()):
        yield Fault(("user",), f"never shows {name!r}")
    known = _WANTED[prompt.protocol] | _ALLOWED[prompt.protocol]
    for name in sorted(first.keys() & _WHERE.keys() - known):
        what = f"shows {name!r} under the protocol {prompt.protocol.value!r}; {_WHERE[name]}"
        yield Fault((first[name].field,), what, first[name].line)
    if "reply" in first:
        return
    said = f"{prompt.system}\n{prompt.user}".casefold()
    for word in _contract_words(prompt):
        if word.casefold() not in said:
            yield Fault(("user",), f"never tells the judge to reply with {word!r}")


def _mislabelled(prompt: JudgePrompt) -> Iterator[Fault]:
    """Find labels that cannot be told apart, or that stand for no score of the scale."""
    labels, scale = prompt.reply.labels, prompt.scale
    at = ("reply", "labels")
    for label, score in labels.items():
        if not scale.low <= score <= scale.high:
            what = f"label {label!r} scores {score:g}, outside {scale.low:g} to {scale.high:g}"
            yield Fault((*at, label), what)
    if len({label.strip().casefold() for label in labels} - {""}) < len(labels):
        yield Fault(at, "has labels that differ only by case or spaces, or are empty")
    if prompt.protocol is Protocol.PAIRWISE and not {scale.low, scale.high} <= {*labels.values()}:
        yield Fault(
            at, "needs a label for either place: the first answer's scores high, the other's low"
        )


def _uses(prompt: JudgePrompt) -> list[_Use]:
    """Return every place where a template names a variable, in reading order."""
    from jinja2 import nodes

    found = []
    for field, source in sources(prompt).items():
        tree = parsed(source)
        filters = [node.node for node in tree.find_all(nodes.Filter) if node.name == "fenced"]
        fenced = {id(node) for node in filters if isinstance(node, nodes.Name)}
        names = list(tree.find_all(nodes.Name))
        found += [_Use(n.name, field, n.lineno, id(n) in fenced) for n in names]
    return found


def _first_of_each(uses: Iterable[_Use]) -> list[_Use]:
    """Return the first use of each variable in each template, by name."""
    first = {(use.name, use.field): use for use in reversed(list(uses))}
    return [first[key] for key in sorted(first)]


def _sections(source: str, name: str) -> list[str]:
    return re.findall(rf"<([\w-]+)>\s*{{{{-?\s*{name}\s*\|\s*fenced\s*-?}}}}\s*</\1>", source)


def _contract_words(prompt: JudgePrompt) -> tuple[str, ...]:
    """Return what a judge cannot know unless it is told: the fields, or the outermost labels."""
    labels = prompt.reply.labels
    if prompt.reply.form != "label":
        return prompt.fields
    return min(labels, key=labels.__getitem__), max(labels, key=labels.__getitem__)
