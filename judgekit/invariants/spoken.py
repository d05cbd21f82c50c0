"""Promises about who speaks and how surely: people exchanged, doubts dropped, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pydantic import JsonValue

from judgekit.invariants.claim import Claim, Found, broken
from judgekit.invariants.undone import fixed_stands


def hedges_dropped(claim: Claim) -> Found:
    """Gone are words of doubt; where they opened a sentence, the next letter opens it now."""
    at = 0
    pieces: list[str] = []
    for start, end, new in claim.script:
        gone, above = claim.before[start:end], claim.before[max(0, start - 40) : start]
        if not _is_hedge(claim, gone[:-1] if new else gone):
            return broken(f"{gone!r} is no word of doubt")
        if not (_OPENING if new else _AFTER_BE).search(above):
            return broken(f"the sentence does not stand without {gone!r}")
        if new and new.casefold() != gone[-1].casefold():
            return broken(f"{new!r} is not what follows the doubt")
        pieces += claim.before[at:start], new
        at = end
    if not claim.script or "".join((*pieces, claim.before[at:])) != claim.after:
        return broken("more or less than words of doubt changed")
    return fixed_stands(claim)


def people_exchanged(claim: Claim) -> Found:
    """Exchanging the attack's `table` back gives the text; none of the people in it stayed.

    Nor are they named by a word of `unless`, by the prompt, or by a name of several parts.
    """
    there = [pair for pair in _pairs(claim) if _first([pair[0]], claim.before)]
    if not there:
        return broken("the text names none of the people")
    old, new = zip(*there, strict=True)
    if len({word.casefold() for word in new}) < len(there):
        return broken("two words came to be one")
    if word := _first(new, claim.before):
        return broken(f"the text named {word!r} already")
    uncounted = tuple(_strings(claim.attack.params.get("unless")))
    if word := _first((*old, *uncounted), f"{claim.sample.prompt}\n{claim.after}"):
        return broken(f"{word!r} is still named")
    if re.search(rf"\b(?:{'|'.join(map(str.capitalize, new))}) [A-Z]", claim.after):
        return broken("a part of a longer name changed")
    back = {form(n): form(o) for form in (str.capitalize, str) for o, n in there}
    restored = _word(back).sub(lambda m: back.get(m[0], m[0]), claim.after)
    return fixed_stands(claim) if restored == claim.before else broken("more than people changed")


_OPENING = re.compile(r"(?:^|[.!?…](?:[^\w\s]|_)*\s)(?:[^\w\n]|\d+[.)])*\Z", re.MULTILINE)
_AFTER_BE = re.compile(r"\b(?:is|are|was|were) \Z", re.IGNORECASE)


def _is_hedge(claim: Claim, gone: str) -> bool:
    """Say whether it is a clause or an adverb of the attack's, and the space behind it."""
    clauses, adverbs = (list(_strings(claim.attack.params.get(n))) for n in ("clauses", "adverbs"))
    known = {*clauses, *(f"{clause} that" for clause in clauses), *adverbs}
    return gone.casefold() in {f"{hedge} ".casefold() for hedge in known}


def _pairs(claim: Claim) -> Iterator[tuple[str, str]]:
    table = claim.attack.params.get("table")
    for pair in table if isinstance(table, list) else ():
        old, new = _strings(pair)
        yield old, new


def _strings(value: JsonValue) -> Iterator[str]:
    yield from map(str, value if isinstance(value, list) else ())


def _first(words: Iterable[str], text: str) -> str | None:
    found = _word(words).search(text)
    return found[0] if found else None


def _word(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.IGNORECASE)
