"""The names of verdicts: other words for the scores, other labels for two answers."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from judgekit.framing.edited import edited
from judgekit.framing.numerals import Numeral, numerals, renumbered
from judgekit.framing.templates import in_prose, named, prose, tags, whole
from judgekit.framing.wordings import Names
from judgekit.types import Context, Contract, Declined, Framing, JudgePrompt, Protocol


def score_labels(
    framing: Framing,
    context: Context,
    rng: random.Random,
    /,
    *,
    names: Names,
    noun: str,
) -> Framing | Declined:
    """Let the judge answer with names, lowest first, in place of whole numbers.

    `noun` says what they are ("letter"); it takes the place of "number" and "digit".
    """
    prompt, scale = framing.prompt, framing.prompt.scale
    if refusal := _no_scores(prompt, names):
        return refusal
    names_of = dict(zip(range(int(scale.low), int(scale.high) + 1), names, strict=False))
    system, user = (_named(text, prompt, names_of, noun) for text in (prompt.system, prompt.user))
    if system is None or user is None:
        return Declined("the prompt holds numbers that may not be scores")
    if (system, user) == (prompt.system, prompt.user):
        return Declined("the prompt names no score")
    labels = {name: float(value) for value, name in names_of.items()}
    reply = Contract(form=prompt.reply.form, field=prompt.reply.field, labels=labels)
    return edited(framing, f"{noun}s", system=system, user=user, reply=reply)


def rename_labels(
    framing: Framing, context: Context, rng: random.Random, /, *, names: Names
) -> Framing | Declined:
    """Call the two answers by other names, the first by the first."""
    prompt, labels = framing.prompt, framing.prompt.reply.labels
    if prompt.protocol is not Protocol.PAIRWISE:
        return Declined("the prompt compares no answers")
    old = max(labels, key=labels.__getitem__), min(labels, key=labels.__getitem__)
    new = dict(zip(old, names, strict=False))
    if refusal := _no_labels(prompt, new):
        return refusal
    system, user = in_prose(prompt, whole(new), lambda m: new[m[0]])
    reply = prompt.reply.model_copy(
        update={"labels": {new.get(k, k): v for k, v in labels.items()}}
    )
    return edited(framing, "labels", system=system, user=user, reply=reply)


def _no_scores(prompt: JudgePrompt, names: Names) -> Declined | None:
    """Say why a prompt's scores cannot be named."""
    scale = prompt.scale
    if prompt.protocol is Protocol.PAIRWISE:
        return Declined("the prompt compares answers and has no scale")
    if prompt.protocol is Protocol.ATTRIBUTES:
        return Declined("the prompt says of its attributes elsewhere what their scores mean")
    if not (scale.low.is_integer() and scale.high.is_integer()):
        return Declined("the scale does not run over whole numbers")
    if len(names) <= scale.span:
        return Declined(f"the scale has more steps than there are names, {len(names)}")
    if prompt.reply.labels and not _counts(prompt):
        return Declined("the judge answers with words already")
    return _no_names(prompt, names)


def _no_labels(prompt: JudgePrompt, new: Mapping[str, str]) -> Declined | None:
    """Say why a prompt's answers cannot be called by other names."""
    if {*map(str.casefold, new.values())} & {*map(str.casefold, prompt.reply.labels)}:
        return Declined("the answers bear such names already")
    parts = {part for tag in tags(prompt) for part in re.split("[_-]", tag.casefold())}
    if parts & {*map(str.casefold, new)}:
        return Declined("the sections are named by the labels; name them by their places")
    if any(_IS_A_WORD.match(m.string, m.end()) for m in named(prompt, new)):
        return Declined("a label is a word of the prompt as well")
    return _no_names(prompt, [*new.values()])


def _no_names(prompt: JudgePrompt, names: Names) -> Declined | None:
    if any(named(prompt, names)):
        return Declined("the prompt holds one of the names already")
    if prompt.score == "logprob" and max(map(len, names)) > 1:
        return Declined("the judge's first token is read, and a name may have several")
    return None


_KIND = re.compile(r"\b(?:whole )?(?:number|digit)(?= (?:from|between)\b|\s*[,.:;>]|\s*$)", re.M)
_OTHER_NUMBERS = re.compile(r"\b(?:number|digit|integer|numeral)s?\b", re.I)
_IS_A_WORD = re.compile(r" (?!(?:or|and|is|wins|stands|if|for|when|than)\b)[a-z]")
"""After a label that is a word of the sentence: "A better answer"."""


def _named(text: str, prompt: JudgePrompt, names_of: dict[int, str], noun: str) -> str | None:
    """Name the scores of a template, unless a number in it is, or may be, none."""
    found = numerals(prose(prompt, text), prompt.scale)
    if found is None or _OTHER_NUMBERS.search(_KIND.sub("", prose(prompt, text))):
        return None

    def name(n: Numeral) -> str:
        return names_of[n.value]

    renamed = renumbered(text, found, name)
    # In JSON a name needs the quotation marks that a number does not.
    quoted = re.sub(rf'("{re.escape(prompt.reply.field)}"\s*:\s*)(<[^<>"\n]*>)', r'\1"\2"', renamed)
    return _KIND.sub(noun, quoted)


def _counts(prompt: JudgePrompt) -> bool:
    """Say whether the labels are the numbers that they stand for."""
    return all(label == f"{score:g}" for label, score in prompt.reply.labels.items())
