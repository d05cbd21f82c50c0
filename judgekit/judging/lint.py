"""A prompt is sound when its templates, its contract and its scale say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from judgekit.errors import CatalogError
from judgekit.judging.render import environment, templates
from judgekit.types import JudgePrompt, Protocol


def check_prompt(prompt: JudgePrompt) -> list[str]:
    """Return what is wrong with a prompt, one sentence each; a sound prompt gives none."""
    try:
        templates(prompt)
    except CatalogError as error:
        return [str(error)]
    source = f"{prompt.system}\n{prompt.user}"
    shown, fenced = _uses(source)
    problems = [
        *_misplaced(source, shown, fenced),
        *_missing(prompt, source, {*shown}),
        *_mislabelled(prompt),
    ]
    return [f"{prompt.id}.yaml: {problem}" for problem in problems]


_WANTED = {
    Protocol.POINTWISE: {"prompt", "response"},
    Protocol.REFERENCE: {"prompt", "reference", "response"},
    Protocol.PAIRWISE: {"prompt", "first", "second"},
}
_ALLOWED = {
    Protocol.POINTWISE: set[str](),
    Protocol.REFERENCE: set[str](),
    Protocol.PAIRWISE: {"reference", "label", "other"},
}
_WHERE = {
    "reference": "its protocol is 'reference'",
    "response": "there the answers are 'first' and 'second'",
    **dict.fromkeys(("first", "second", "label", "other"), "its protocol is 'pairwise'"),
}
_NAMES = ("label", "other")
"""Names of places, which are the prompt's own words and need no fence."""


def _misplaced(source: str, shown: list[str], fenced: list[str]) -> Iterator[str]:
    """Find texts that are shown without the filter, or outside a section of their own."""
    for name in sorted(set(shown) - {*_NAMES}):
        if fenced.count(name) < shown.count(name):
            yield f"shows {name!r} unguarded; write {{{{ {name} | fenced }}}}"
        elif len(_sections(source, name)) < shown.count(name):
            yield f"shows {name!r} outside a section of its own, as in <{name}>…</{name}>"


def _missing(prompt: JudgePrompt, source: str, shown: set[str]) -> Iterator[str]:
    """Find what the protocol or the contract promises and the templates lack."""
    for name in sorted(_WANTED[prompt.protocol] - shown):
        yield f"never shows {name!r}"
    known = _WANTED[prompt.protocol] | _ALLOWED[prompt.protocol]
    for name in sorted(shown & _WHERE.keys() - known):
        yield f"shows {name!r} under the protocol {prompt.protocol.value!r}; {_WHERE[name]}"
    for word in _contract_words(prompt):
        if word.casefold() not in source.casefold():
            yield f"never tells the judge to reply with {word!r}"


def _mislabelled(prompt: JudgePrompt) -> Iterator[str]:
    """Find labels that cannot be told apart, or that stand for no score of the scale."""
    labels, scale = prompt.reply.labels, prompt.scale
    for label, score in labels.items():
        if not scale.low <= score <= scale.high:
            yield f"label {label!r} scores {score:g}, outside {scale.low:g} to {scale.high:g}"
    if len({label.strip().casefold() for label in labels} - {""}) < len(labels):
        yield "has labels that differ only by case or spaces, or are empty"
    if prompt.protocol is Protocol.PAIRWISE and not {scale.low, scale.high} <= {*labels.values()}:
        yield "needs a label for either place: the first answer's scores high, the other's low"


def _uses(source: str) -> tuple[list[str], list[str]]:
    """Return the variables a template names, and those it passes straight to `fenced`."""
    from jinja2 import nodes

    tree = environment().parse(source)
    shown = [node.name for node in tree.find_all(nodes.Name)]
    filtered = [node.node for node in tree.find_all(nodes.Filter) if node.name == "fenced"]
    return shown, [node.name for node in filtered if isinstance(node, nodes.Name)]


def _sections(source: str, name: str) -> list[str]:
    return re.findall(rf"<([\w-]+)>\s*{{{{-?\s*{name}\s*\|\s*fenced\s*-?}}}}\s*</\1>", source)


def _contract_words(prompt: JudgePrompt) -> tuple[str, ...]:
    """Return what a judge cannot know unless it is told: the field, or the outermost labels."""
    labels = prompt.reply.labels
    if prompt.reply.form != "label":
        return (prompt.reply.field,)
    return min(labels, key=labels.__getitem__), max(labels, key=labels.__getitem__)
