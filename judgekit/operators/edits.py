"""Results of operators: a script and the text it makes, or a reason to decline."""

from __future__ import annotations

from collections.abc import Iterable

from judgekit.text import apply
from judgekit.types import Declined, Edit, Splice

EMPTY = Declined("the text is empty")
PROGRAM = Declined("the text is a program, which other text beside it would break")
NO_PROSE = Declined("the text has no prose that this edit may touch")

Insertion = tuple[int, str]
"""An offset in the text before, and what to put there."""


def edit(text: str, splices: Iterable[Splice]) -> Edit:
    """Return the edit that these splices, in ascending order, make."""
    script = tuple(splices)
    return Edit(apply(text, script), script)


def insert(text: str, insertions: Iterable[Insertion]) -> Edit:
    """Return the edit that inserts; at one offset, what is named first stands first."""
    ordered = sorted(insertions, key=lambda i: i[0])
    return edit(text, (Splice(at, at, new) for at, new in ordered))


def put_around(text: str, before: str, after: str) -> Edit:
    """Return the edit that puts two texts around a whole one."""
    return insert(text, [(at, new) for at, new in ((0, before), (len(text), after)) if new])


def put_instead(text: str, new: str) -> Edit | Declined:
    """Return the edit that replaces the whole text, unless that changes nothing."""
    if new == text:
        return Declined("the text is already what would replace it")
    return edit(text, (Splice(0, len(text), new),))
