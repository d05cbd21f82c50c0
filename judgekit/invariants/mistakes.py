"""Promises that an edit is a mistake: which words it changes, and that the answer is lost by it."""

from __future__ import annotations

import re

from judgekit.invariants.claim import Claim, Found, broken, held_if, kept, unmet
from judgekit.invariants.reading import is_stated, numbers, tagged_answers
from judgekit.invariants.verified import turns_wrong
from judgekit.text import apply
from judgekit.types import Outcome


def one_term(claim: Claim) -> Found:
    """One term of one of the attack's `sets` became another of that set, and nothing else."""
    before, after = (_TOKEN.findall(t) for t in (claim.before, claim.after))
    odd = {(a, b) for a, b in zip(before, after, strict=False) if a != b}
    if len(before) != len(after) or len(odd) != 1:
        return broken("not one term differs")
    old, new = odd.pop()
    sets = claim.attack.params.get("sets")
    listed = sets if isinstance(sets, list) else []
    known = any(isinstance(s, list) and old in s and new in s for s in listed)
    return held_if(known, f"{old!r} and {new!r} share no set", f"{old!r} became {new!r}")


def opposite(claim: Claim) -> Found:
    """A `not` was put after a verb or taken away there, or yes and no, true and false exchanged."""
    if not claim.script or apply(claim.before, claim.script) != claim.after:
        return broken("the script does not make the result")
    for start, end, new in claim.script:
        old = claim.before[start:end]
        is_negation = (old, new) in _NOT and _AFTER_VERB.search(claim.before[:start][-8:])
        if not is_negation and (old.casefold(), new.casefold()) not in _OPPOSITES:
            return broken(f"{old!r} and {new!r} are no opposites")
    return kept(f"{len(claim.script)} places")


def final_alone(claim: Claim) -> Found:
    """Where the text stated its tagged answer it states the wrong response's, all else stands."""
    if not claim.script or apply(claim.before, claim.script) != claim.after:
        return broken("the script does not make the result")
    for start, end, new in claim.script:
        if not is_stated(claim.before[start:end], claim.before):
            return broken(f"{claim.before[start:end]!r} is no tagged answer of the text")
        if not is_stated(new, claim.sample.wrong_response or ""):
            return broken(f"{new!r} is no tagged answer of the wrong response")
    was, now = (tagged_answers(t) for t in (claim.before, claim.after))
    return held_if(was != now, "the tagged answer is the same")


def conclusion(claim: Claim) -> Found:
    """What carries the answer differs and nothing else does, or the verifiers pass it no more.

    The answer is carried by the sentences with a tag; without one, by the only sentence or, where
    the prompt asks for a quantity, by the only one with a number. A text that was wrong may become
    right, and what the verifiers still pass is no mistake, unless a number is all they read.
    """
    was, now = (_outcome(claim, t) for t in (claim.before, claim.after))
    if was is Outcome.FAIL:
        return broken("the verifiers fail the text before")
    if was is Outcome.PASS and now is Outcome.FAIL:
        return kept("passed before and fails now")
    if now is Outcome.PASS and not _only_numbers_are_read(claim):
        return broken("the verifiers pass it")
    said, says = (_STATEMENT_END.split(t.strip()) for t in (claim.before, claim.after))
    odd = [a for a, b in zip(said, says, strict=False) if a != b]
    carriers = _carriers(said, claim.sample.prompt)
    carried = odd and len(said) == len(says) and set(odd) <= set(carriers)
    return held_if(bool(carried), "what differs does not carry the answer", f"{odd[:1]} differs")


def confirmed(claim: Claim) -> Found:
    """The verifiers pass the text before and fail it after; without one this is unmet."""
    if not claim.sample.verify:
        return unmet("no verifier can confirm the mistake")
    return turns_wrong(claim)


_TOKEN = re.compile(r"\d+|[^\W\d]+|\W")
_NOT = {("", " not"), (" not", "")}
_AFTER_VERB = re.compile(r"\b(?:is|are|was|were|will|can|could|would|should|must|may)\Z")
_OPPOSITES = {("yes", "no"), ("no", "yes"), ("true", "false"), ("false", "true")}
_ASKS_HOW_MUCH = re.compile(
    r"\bhow (?:many|much|long|far|fast|tall|high|deep|wide|old|big|large|heavy|often|hot|cold)\b",
    re.I,
)
_STATEMENT_END = re.compile(r"\n|(?<=[.!?])\s+")


def _outcome(claim: Claim, text: str) -> Outcome:
    return claim.verify(claim.sample, text).outcome if claim.sample.verify else Outcome.ABSTAIN


def _only_numbers_are_read(claim: Claim) -> bool:
    verify = claim.sample.verify
    blind = set(verify) == {"numeric"} and not verify["numeric"].get("unit")
    return blind and numbers(claim.before) == numbers(claim.after)


def _carriers(statements: list[str], prompt: str) -> list[str]:
    """Return the statements with a tag or, without any, the one that must carry the answer."""
    if tagged := [s for s in statements if tagged_answers(s)]:
        return tagged
    if len(statements) > 1 and _ASKS_HOW_MUCH.search(prompt):
        statements = [s for s in statements if re.search(r"\d", s)]
    return statements if len(statements) == 1 else []
