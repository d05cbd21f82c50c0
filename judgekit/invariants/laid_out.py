"""Promises that the same words stand in another order or another layout."""

from __future__ import annotations

import re
from collections import Counter

from judgekit.invariants.claim import Found, broken, held_if
from judgekit.invariants.framed import FramingClaim, changed
from judgekit.invariants.templates import HIDDEN, differing, plain, shown, texts


def lines_permuted(claim: FramingClaim) -> Found:
    """The items of one list are the same in another order; nothing else changed."""
    where = _one_place(claim)
    if isinstance(where, Found):
        return where
    was, now = (_items(lines) for lines in where)
    if was is None or now is None:
        return broken("more than the items of a list moved")
    return held_if(Counter(was) == Counter(now), "the items are others", f"{len(was)} items")


def recast(claim: FramingClaim) -> Found:
    """Apart from the marks that open the items of one list, the words are the same in order."""
    where = _one_place(claim)
    if isinstance(where, Found):
        return where
    was, now = ([w for line in lines for w in _MARK.sub("", line).split()] for lines in where)
    return held_if(was == now, "the words are others", f"{len(was)} words")


def sections_permuted(claim: FramingClaim) -> Found:
    """The sections are the same in another order, and so is what stands between them."""
    if wrong := changed(claim, but={"user"}):
        return broken(wrong)
    was, now = claim.was.user, claim.now.user
    if _SECTION.sub(HIDDEN, was) != _SECTION.sub(HIDDEN, now):
        return broken("what stands around the sections changed")
    before, after = ([m[0] for m in _SECTION.finditer(text)] for text in (was, now))
    if Counter(before) != Counter(after):
        return broken("the sections are others")
    return held_if(before != after, "the order is the same", f"{len(before)} sections")


_HEAD = re.compile(r"[ \t]*(?:[-*•][ \t]|\d+(?: [a-z]| ?[:=] | [-–—] ))")
_MARK = re.compile(r"^[ \t]*(?:[-*•]|\d+\.|[a-z]\))[ \t]+")
# A heading is a line of its own, ends in a colon and stands right above the section.
_SECTION = re.compile(
    r"(?:(?<=\n)|\A)(?:[^\n<{]*:[ \t]*\n)?<([\w-]+)>\s*+\{\{[^{}]*\}\}\s*+</\1>"
    r"|<([\w-]+)>\s*+\{\{[^{}]*\}\}\s*+</\2>"
)


def _one_place(claim: FramingClaim) -> tuple[list[str], list[str]] | Found:
    """Return the lines in which one template differs; the other must be as it was."""
    if wrong := changed(claim, but={"system", "user"}):
        return broken(wrong)
    pairs = zip(texts(claim.was), texts(claim.now), strict=True)
    found = [lines for was, now in pairs if (lines := differing(was, now))]
    if len(found) != 1:
        return broken("nothing changed, or both templates did")
    tags = [f"<{slash}{s.tag}>" for s in shown(claim.was) for slash in ("", "/")]
    moved = "\n".join(line for lines in found[0] for line in lines)
    if HIDDEN in plain(moved) or any(tag in moved for tag in tags):
        return broken("what is shown moved as well")
    return found[0]


def _items(lines: list[str]) -> list[str] | None:
    """Return items with the lines that hang on them, or None where a line is no item."""
    items: list[str] = []
    level = min((len(x) - len(x.lstrip()) for x in lines if x.strip()), default=0)
    for line in lines:
        if line.strip() and items and len(line) - len(line.lstrip()) > level:
            items[-1] += f"\n{line}"
        elif _HEAD.match(line):
            items.append(line)
        else:
            return None
    return items
