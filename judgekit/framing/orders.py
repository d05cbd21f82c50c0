"""The order in which things are shown: two answers, and the sections of a prompt."""

from __future__ import annotations

import random

from judgekit.framing.edited import ANSWERS, edited, sections
from judgekit.types import Context, Declined, Framing, Order, Protocol

_ALONE = Declined("the prompt compares no answers")


def swap_order(framing: Framing, context: Context, rng: random.Random, /) -> Framing | Declined:
    """Show the response second instead of first."""
    if framing.prompt.protocol is not Protocol.PAIRWISE:
        return _ALONE
    return framing.model_copy(update={"order": Order.SECOND})


def same_twice(framing: Framing, context: Context, rng: random.Random, /) -> Framing | Declined:
    """Show the response as its own rival."""
    if framing.prompt.protocol is not Protocol.PAIRWISE:
        return _ALONE
    return framing.model_copy(update={"twin": True})


def reorder_sections(
    framing: Framing, context: Context, rng: random.Random, /
) -> Framing | Declined:
    """Move the first section that holds no answer behind the answers; two answers keep theirs."""
    user = framing.prompt.user
    found = sections(user)
    moved = next((s for s in found if s.shows not in ANSWERS), None)
    if moved is None or len(found) < 2 or moved.start > found[-1].start:
        return Declined("the prompt has no section that could stand behind the answer")
    others = [s for s in found if s is not moved]
    shown = [user[s.start : s.end] for s in (*others, moved)]
    parts: list[str] = []
    at = 0
    for place, text in zip(found, shown, strict=True):
        parts += user[at : place.start], text
        at = place.end
    return edited(framing, "sections", user="".join((*parts, user[at:])))
