"""The same instructions in another order, another layout, other words."""

from __future__ import annotations

import random
import re
from typing import Literal

from judgekit.framing.edited import edited
from judgekit.framing.lists import MARK, only_list, with_items
from judgekit.framing.templates import in_prose, named, whole
from judgekit.framing.wordings import Pairs
from judgekit.types import Context, Declined, Framing, JudgePrompt

_CRITERION = re.compile(rf"[ \t]*{MARK}(?=[^\W\d_])")
_NESTED = re.compile(r"\n[ \t]*(?:[-*•]|\d+\.|[a-z]\))[ \t]")

_NO_CRITERIA = Declined("the prompt does not list its criteria, or has several lists")


def permute_criteria(
    framing: Framing, context: Context, rng: random.Random, /
) -> Framing | Declined:
    """List the criteria in another order."""
    found = only_list(framing.prompt, _CRITERION)
    if found is None or len({*found.items}) < 2:
        return _NO_CRITERIA
    shuffled = list(found.items)
    while tuple(shuffled) == found.items:
        rng.shuffle(shuffled)
    return edited(framing, "criteria", **with_items(framing.prompt, found, shuffled))


def recast_criteria(
    framing: Framing,
    context: Context,
    rng: random.Random,
    /,
    *,
    into: Literal["numbers", "letters", "prose"],
) -> Framing | Declined:
    """Give the list of criteria another layout: counted by numbers or letters, or one paragraph."""
    found = only_list(framing.prompt, _CRITERION)
    if found is None or len(found.items) > 26:
        return _NO_CRITERIA
    if any(_NESTED.search(item) for item in found.items):
        return Declined("the criteria have lists of their own")
    if into == "prose":
        items = [" ".join(_CRITERION.sub("", item, count=1).split()) for item in found.items]
        if not all(item.endswith((".", ";", "!", "?")) for item in items):
            return Declined("the criteria are no sentences, which a paragraph needs")
        items = [" ".join(items)]
    else:
        marks = (f"{n + 1}." if into == "numbers" else f"{chr(97 + n)})" for n in range(26))
        items = [_marked(item, mark) for item, mark in zip(found.items, marks, strict=False)]
    return edited(framing, into, **with_items(framing.prompt, found, items))


def reword(
    framing: Framing, context: Context, rng: random.Random, /, *, pairs: Pairs
) -> Framing | Declined:
    """Put other words for some of the prompt's, from a closed list, wherever they stand."""
    prompt = framing.prompt
    new = {old: words for old, words in pairs if any(named(prompt, [old]))}
    if not new:
        return Declined("the prompt holds none of the words")
    if any(named(prompt, new.values())):
        return Declined("the prompt holds some of the new words already")
    system, user = in_prose(prompt, whole(new), lambda m: new[m[0]])
    reworded = edited(framing, "reworded", system=system, user=user)
    if _verdicts(prompt, prompt) != _verdicts(prompt, reworded.prompt):
        return Declined("the words are those that the judge must reply with")
    return reworded


def _marked(item: str, mark: str) -> str:
    return re.sub(r"^([ \t]*)[-*•]", rf"\g<1>{mark}", item)


def _verdicts(prompt: JudgePrompt, text: JudgePrompt) -> list[str]:
    """Return the words of a prompt's contract as they stand in the prose of another."""
    words = [*prompt.reply.labels]
    if prompt.reply.form != "label":
        words += prompt.fields
    return [m[0] for m in named(text, words)]
