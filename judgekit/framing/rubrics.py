"""The same instructions in another order, another layout, other words."""

from __future__ import annotations

import random
import re
from typing import Literal

from judgekit.framing.edited import edited
from judgekit.framing.wordings import Pairs
from judgekit.types import Context, Declined, Framing

_ITEMS = re.compile(r"(?:^[ \t]*- [^\n]+\n){3,}", re.M)

_NO_CRITERIA = Declined("the prompt lists no criteria, one a line")


def permute_criteria(
    framing: Framing, context: Context, rng: random.Random, /
) -> Framing | Declined:
    """List the criteria in another order."""
    found = _ITEMS.search(framing.prompt.user)
    if found is None:
        return _NO_CRITERIA
    items = found[0].splitlines(keepends=True)
    shuffled = list(items)
    while shuffled == items and len({*items}) > 1:
        rng.shuffle(shuffled)
    if shuffled == items:
        return _NO_CRITERIA
    return _with(framing, "criteria", found, "".join(shuffled))


def recast_criteria(
    framing: Framing,
    context: Context,
    rng: random.Random,
    /,
    *,
    into: Literal["numbers", "letters", "prose"],
) -> Framing | Declined:
    """Give the list of criteria another layout: counted by numbers or letters, or one paragraph."""
    found = _ITEMS.search(framing.prompt.user)
    if found is None:
        return _NO_CRITERIA
    items = [line.lstrip(" \t")[2:].rstrip() for line in found[0].splitlines()]
    if into == "prose":
        return _with(framing, "prose", found, " ".join(items) + "\n")
    marks = [f"{n}." if into == "numbers" else f"{chr(96 + n)})" for n in range(1, len(items) + 1)]
    lines = (f"{mark} {item}\n" for mark, item in zip(marks, items, strict=True))
    return _with(framing, into, found, "".join(lines))


def reword(
    framing: Framing, context: Context, rng: random.Random, /, *, pairs: Pairs
) -> Framing | Declined:
    """Put other words for some of the prompt's, from a closed list, wherever they stand."""
    prompt = framing.prompt
    system, user = (_reworded(text, pairs) for text in (prompt.system, prompt.user))
    if system is None or user is None:
        return Declined("the prompt holds some of the new words already")
    if (system, user) == (prompt.system, prompt.user):
        return Declined("the prompt holds none of the words")
    return edited(framing, "reworded", system=system, user=user)


def _reworded(text: str, pairs: Pairs) -> str | None:
    for old, new in pairs:
        if old not in text:
            continue
        if new in text:
            return None
        text = text.replace(old, new)
    return text


def _with(framing: Framing, how: str, found: re.Match[str], new: str) -> Framing:
    user = framing.prompt.user
    return edited(framing, how, user=user[: found.start()] + new + user[found.end() :])
