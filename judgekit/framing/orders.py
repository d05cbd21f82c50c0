"""The order in which things are shown: two answers, and the sections of a prompt."""

from __future__ import annotations

import random

from judgekit.framing.edited import edited
from judgekit.framing.templates import Section, sections
from judgekit.types import Context, Declined, Framing, Order, Protocol

_ALONE = Declined("the prompt compares no answers")
_NOT_FIRST = Declined("the response does not stand first, or has itself as its rival")


def swap_order(framing: Framing, context: Context, rng: random.Random, /) -> Framing | Declined:
    """Show the response second instead of first."""
    return _placed(framing, order=Order.SECOND)


def same_twice(framing: Framing, context: Context, rng: random.Random, /) -> Framing | Declined:
    """Show the response as its own rival."""
    return _placed(framing, twin=True)


def reorder_sections(
    framing: Framing, context: Context, rng: random.Random, /
) -> Framing | Declined:
    """Move the first section that holds no answer behind the answers; two answers keep theirs."""
    user = framing.prompt.user
    bare = sections(user)
    found = [_with_heading(user, s) for s in bare]
    if found != [*bare] and not all(_opens_line(user, s.start) for s in found):
        return Declined("a section's heading would lose its line")
    moved = next((s for s in found if not s.holds_answer), None)
    if moved is None or len(found) < 2 or moved is found[-1]:
        return Declined("the prompt has no section that could stand behind the answer")
    others = [s for s in found if s is not moved]
    shown = [user[s.start : s.end] for s in (*others, moved)]
    parts: list[str] = []
    at = 0
    for place, text in zip(found, shown, strict=True):
        parts += user[at : place.start], text
        at = place.end
    return edited(framing, "sections", user="".join((*parts, user[at:])))


def _placed(framing: Framing, **fields: object) -> Framing | Declined:
    if framing.prompt.protocol is not Protocol.PAIRWISE:
        return _ALONE
    if framing.order is not Order.FIRST or framing.twin:
        return _NOT_FIRST
    return framing.model_copy(update=fields)


def _opens_line(user: str, at: int) -> bool:
    return at == 0 or user[at - 1] == "\n"


def _with_heading(user: str, section: Section) -> Section:
    """Return a section with the line above it that ends in a colon, if there is one."""
    above = user[: section.start]
    line = above[:-1].rpartition("\n")[2] if above.endswith("\n") else ""
    is_heading = line.rstrip().endswith(":") and "{" not in line and "<" not in line
    return section._replace(start=section.start - len(line) - 1) if is_heading else section
