"""Promises that a slip of the pen is what it is said to be, and nothing beside it."""

from __future__ import annotations

import re

from judgekit.invariants.claim import Claim, Found, broken
from judgekit.invariants.reading import words
from judgekit.invariants.undone import fixed_stands, quantities
from judgekit.text import apply
from judgekit.types import Holds


def misspelt(claim: Claim) -> Found:
    """In as many words as the attack says, two neighbouring letters changed places."""
    before, after = (re.findall(r"\w+|\W", t) for t in (claim.before, claim.after))
    odd = [(a, b) for a, b in zip(before, after, strict=False) if a != b]
    if len(before) != len(after) or not all(_is_transposed(a, b) for a, b in odd):
        return broken("more than neighbouring letters differs")
    return _counted(claim, len(odd), "words")


def word_swaps(claim: Claim) -> Found:
    """As often as the attack says, two neighbouring words changed places; numbers are no words."""
    if re.split(r"\w+", claim.before) != re.split(r"\w+", claim.after):
        return broken("more than words differs")
    swaps = _swaps(words(claim.before), words(claim.after))
    return (
        broken("words are new or far from their place")
        if swaps is None
        else (_counted(claim, swaps, "pairs"))
    )


def spaces_inside(claim: Claim) -> Found:
    """Spaces were put between letters, and nowhere else; numbers, code and maths stand."""
    if apply(claim.before, claim.script) != claim.after:
        return broken("the script does not make the result")
    for start, end, new in claim.script:
        around = claim.before[max(0, start - 1) : start + 1]
        if start != end or new != " " or len(around) != 2 or not around.isalpha():
            return broken(f"{new!r} at {start} is no space inside a word")
    return _unspoilt(claim)


def letter_case(claim: Claim) -> Found:
    """Only capitals and small letters differ; numbers, single letters, code and maths stand."""
    if claim.before.casefold() != claim.after.casefold():
        return broken("more than the case of letters differs")
    single = [[w for w in words(t) if len(w) == 1] for t in (claim.before, claim.after)]
    return _unspoilt(claim) if single[0] == single[1] else broken("a single letter differs")


def _is_transposed(a: str, b: str) -> bool:
    odd = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    if len(a) != len(b) or len(odd) != 2:
        return False
    i, j = odd
    return j == i + 1 and a[i : j + 1] == b[i : j + 1][::-1] and a.isalpha()


def _swaps(before: list[str], after: list[str]) -> int | None:
    """Count exchanges of neighbours that make one list of the other; None where none do."""
    if len(before) != len(after):
        return None
    i = swaps = 0
    while i < len(before):
        if before[i] == after[i]:
            i += 1
        elif before[i : i + 2] == after[i : i + 2][::-1] and "".join(after[i : i + 2]).isalpha():
            i, swaps = i + 2, swaps + 1
        else:
            return None
    return swaps


def _counted(claim: Claim, n: int, param: str) -> Found:
    promised = claim.attack.params.get(param)
    if n != promised:
        return broken(f"{n} slips, where the attack says {promised}")
    found = _unspoilt(claim)
    return found if found.holds is Holds.BROKEN else found._replace(evidence=f"{n} slips")


def _unspoilt(claim: Claim) -> Found:
    if quantities(claim.before) != quantities(claim.after):
        return broken("a number differs")
    return fixed_stands(claim)
