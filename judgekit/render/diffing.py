"""What an attack did to an answer, word by word, with the untouched stretches folded."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "gone", "new", "fold"]

CONTEXT = 240
"""Unchanged characters kept on each side of an edit."""
TOO_MANY = 1500
"""Above this many words between first and last edit the stretch is shown as one replacement."""


class Change(NamedTuple):
    """A stretch of text that stayed, went, came, or (as a sentence) was folded away."""

    kind: Kind
    text: str


def word_diff(before: str, after: str) -> tuple[Change, ...]:
    """Return the changes that turn `before` into `after`; unfolded, they spell both exactly."""
    # A shared head and tail found by plain comparison keep megabytes away from the matcher.
    head = _shared_head(before, after)
    tail = _shared_tail(before[head:], after[head:])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    changes = (
        Change("same", before[:head]),
        *_middle(old, new),
        Change("same", before[len(before) - tail :]),
    )
    return tuple(c for c in changes if c.text)


def fold(changes: tuple[Change, ...], *, context: int = CONTEXT) -> tuple[Change, ...]:
    """Return the changes with long unchanged stretches replaced by how much they hold."""
    last = len(changes) - 1
    return tuple(
        part
        for i, change in enumerate(changes)
        for part in _fold_one(change, context * (i > 0), context * (i < last))
    )


def _fold_one(change: Change, lead: int, trail: int) -> tuple[Change, ...]:
    kind, text = change
    if kind != "same":
        return (change,)
    lead, trail = (lead, trail) if lead or trail else (CONTEXT, 0)
    hidden = len(text) - lead - trail
    if hidden < CONTEXT:
        return (change,)
    note = Change("fold", f"[{hidden:,} unchanged characters]")
    kept = (Change("same", text[:lead]), note, Change("same", text[len(text) - trail :]))
    return tuple(c for c in kept if c.text)


def _middle(old: str, new: str) -> tuple[Change, ...]:
    a, b = _tokens(old), _tokens(new)
    whole = (Change("gone", old), Change("new", new))
    if max(len(a), len(b)) > TOO_MANY:
        return whole
    if _are_different_answers(a, b):
        return whole
    return tuple(
        change
        for tag, i, j, k, m in SequenceMatcher(None, a, b).get_opcodes()
        for change in _opcode(tag, "".join(a[i:j]), "".join(b[k:m]))
    )


def _are_different_answers(a: list[str], b: list[str]) -> bool:
    # They share spaces and small words only: a mosaic of those would hide the exchange.
    a, b = ([t for t in tokens if not t.isspace()] for tokens in (a, b))
    return min(len(a), len(b)) > 4 and SequenceMatcher(None, a, b).ratio() < 0.3


def _opcode(tag: str, old: str, new: str) -> tuple[Change, ...]:
    return (Change("same", old),) if tag == "equal" else (Change("gone", old), Change("new", new))


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+|\s|[^\w\s]", text)


def _shared_head(a: str, b: str) -> int:
    n = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return _word_start(a, n) if _inside_word(a, n) or _inside_word(b, n) else n


def _shared_tail(a: str, b: str) -> int:
    return _shared_head(a[::-1], b[::-1])


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and (text[at - 1] + text[at]).isalnum()


def _word_start(text: str, at: int) -> int:
    while at and text[at - 1].isalnum():
        at -= 1
    return at
