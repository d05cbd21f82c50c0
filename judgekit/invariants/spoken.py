"""Promises about who speaks and how surely: people exchanged, doubts dropped, nothing else."""

from __future__ import annotations

import re

from judgekit.invariants.claim import Claim, Found, broken, held_if
from judgekit.invariants.reading import words


def hedges_dropped(claim: Claim) -> Found:
    """Word by word the result is the text without some of the attack's `hedges`."""
    given = claim.attack.params.get("hedges")
    hedges = [words(str(h).casefold()) for h in given] if isinstance(given, list) else []
    before, after = words(claim.before.casefold()), words(claim.after.casefold())
    i = j = dropped = 0
    while i < len(before):
        hedge = next((h for h in hedges if h and before[i : i + len(h)] == h), None)
        if hedge and before[i + len(hedge) : i + len(hedge) + 1] == after[j : j + 1]:
            i, dropped = i + len(hedge), dropped + 1
        elif before[i : i + 1] == after[j : j + 1]:
            i, j = i + 1, j + 1
        else:
            return broken(f"the word {before[i]!r} is gone or another")
    marks = [re.sub(r"[\w\s]+", "", text) for text in (claim.before, claim.after)]
    same = j == len(after) and marks[0] == marks[1]
    return held_if(same and dropped > 0, "more than hedges changed", f"{dropped} hedges dropped")


def people_exchanged(claim: Claim) -> Found:
    """Exchanging the attack's `table` back gives the text."""
    pairs = claim.attack.params.get("table")
    back: dict[str, str] = {}
    for pair in pairs if isinstance(pairs, list) else []:
        old, new = (str(word) for word in pair) if isinstance(pair, list) else ("", "")
        if re.search(rf"\b{re.escape(old)}\b", claim.before, re.IGNORECASE):
            back |= {new: old, new.capitalize(): old.capitalize()}
    if not back:
        return broken("the text names none of the people")
    known = re.compile(rf"\b(?:{'|'.join(map(re.escape, back))})\b")
    if known.search(claim.before):
        return broken("the text named some of the other people already")
    if re.search(rf"\b(?:{'|'.join(map(re.escape, back.values()))})\b", claim.after):
        return broken("some of the people are still there")
    restored = known.sub(lambda m: back[m[0]], claim.after)
    return held_if(restored == claim.before != claim.after, "more than the people changed")
