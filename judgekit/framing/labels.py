"""The names of verdicts: other words for the scores, other labels for two answers."""

from __future__ import annotations

import random
import re

from judgekit.framing.edited import edited
from judgekit.framing.numerals import Numeral, numerals, renumbered
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
    if prompt.protocol is Protocol.PAIRWISE:
        return Declined("the prompt compares answers and has no scale")
    if not (scale.low.is_integer() and scale.high.is_integer()):
        return Declined("the scale does not run over whole numbers")
    low, high = int(scale.low), int(scale.high)
    if len(names) < high - low + 1:
        return Declined(f"the scale has more steps than there are names, {len(names)}")
    if prompt.score == "logprob" and max(map(len, names)) > 1:
        return Declined("the judge's first token is read, and a name may have several")
    if prompt.reply.labels and not _counts(prompt):
        return Declined("the judge answers with words already")
    named = dict(zip(range(low, high + 1), names, strict=False))
    texts = [_named(text, prompt, named, noun) for text in (prompt.system, prompt.user)]
    system, user = texts
    if system is None or user is None:
        return Declined("the prompt holds numbers that may not be scores")
    if (system, user) == (prompt.system, prompt.user):
        return Declined("the prompt names no score")
    if _whole(names).search(f"{prompt.system}\n{prompt.user}"):
        return Declined("the prompt holds one of the names already")
    labels = {name: float(value) for value, name in named.items()}
    reply = Contract(form=prompt.reply.form, field=prompt.reply.field, labels=labels)
    return edited(framing, f"{noun}s", system=system, user=user, reply=reply)


def rename_labels(
    framing: Framing, context: Context, rng: random.Random, /, *, names: Names
) -> Framing | Declined:
    """Call the two answers by other names, the first by the first."""
    prompt = framing.prompt
    if prompt.protocol is not Protocol.PAIRWISE:
        return Declined("the prompt compares no answers")
    old = sorted(prompt.reply.labels, key=lambda label: -prompt.reply.labels[label])
    renamed = {old[0]: names[0], old[-1]: names[1]}
    if {*names[:2]} & {*old}:
        return Declined("the answers bear such names already")
    if _whole(names[:2]).search(f"{prompt.system}\n{prompt.user}"):
        return Declined("the prompt holds one of the names already")
    if prompt.score == "logprob" and max(len(n) for n in names[:2]) > 1:
        return Declined("the judge's first token is read, and a name may have several")
    system, user = (_renamed(text, renamed) for text in (prompt.system, prompt.user))
    if system is None or user is None:
        return Declined("a label may be a word or a tag of the prompt as well")
    labels = {renamed.get(label, label): score for label, score in prompt.reply.labels.items()}
    reply = prompt.reply.model_copy(update={"labels": labels})
    return edited(framing, "labels", system=system, user=user, reply=reply)


_COUNTED = re.compile(r"\b(?:whole number|plain number|number|single digit|digit)\b")
_QUOTED = re.compile(r"(?<=: )<(?:number|digit)[^<>\n]{0,60}>")


def _named(text: str, prompt: JudgePrompt, named: dict[int, str], noun: str) -> str | None:
    found = numerals(text, prompt)
    if found is None:
        return None

    def name(n: Numeral) -> str:
        return named[n.value]

    renamed = renumbered(text, found, name)
    # In JSON a name needs the quotation marks that a number does not.
    renamed = _QUOTED.sub(lambda m: f'"{m[0]}"', renamed)
    return _COUNTED.sub(noun, renamed) if renamed != text else text


def _counts(prompt: JudgePrompt) -> bool:
    """Say whether the labels are the numbers that they stand for."""
    return all(label == f"{score:g}" for label, score in prompt.reply.labels.items())


def _renamed(text: str, renamed: dict[str, str]) -> str | None:
    """Rename whole words outside template variables; None where one may be something else."""
    found = _whole([*renamed])
    for m in found.finditer(text):
        is_tag = text[m.start() - 1 : m.start()] in "</" and text[m.end() : m.end() + 1] == ">"
        if is_tag or _IS_A_WORD.match(text, m.end()):
            return None
    return found.sub(lambda m: renamed[m[0]], text)


def _whole(names: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w{|])(?:" + "|".join(map(re.escape, names)) + r")(?![\w}|])")


_IS_A_WORD = re.compile(r" (?!(?:or|and|is|wins|stands|if|for|when|than)\b)[a-z]")
"""After a label that is a word of the sentence: "A better answer"."""
