"""Promises about a slot in the attack's own texts: what fills it is not the attack's invention."""

from __future__ import annotations

from judgekit.invariants.claim import Claim, Found, broken, held_if
from judgekit.invariants.reading import is_stated, words


def keywords(claim: Claim) -> Found:
    """Below the text stands one of the attack's, filled with words of the prompt and no digit."""
    filling = _below(claim, "keywords")
    if filling is None:
        return _ASTRAY
    listed = filling.split(", ")
    strange = [w for w in listed if w not in words(claim.sample.prompt) or not w.isalpha()]
    return held_if(
        not strange, f"{strange[:1]} is not a word of the prompt", f"{len(listed)} words"
    )


def answer_restated(claim: Claim) -> Found:
    """Below the text stands one of the attack's, filled with the text's own tagged answer."""
    filling = _below(claim, "answer")
    if filling is None:
        return _ASTRAY
    return held_if(is_stated(filling, claim.before), f"{filling!r} is no tagged answer of the text")


def forbidden(claim: Claim) -> Found:
    """Below the text stands one of the attack's, filled with words of a forbidding pattern."""
    filling = _below(claim, "phrase")
    if filling is None:
        return _ASTRAY
    patterns = claim.sample.verify.get("pattern", {}).get("must_not", ())
    listed = patterns if isinstance(patterns, list) else [patterns]
    return held_if(
        bool(filling) and any(filling in str(p) for p in listed),
        f"{filling!r} is in no pattern that forbids",
    )


def continuation(claim: Claim) -> Found:
    """The result is one of the attack's texts, filled with a sentence of the prompt."""
    filling = _filling(claim, "sentence", "")
    if not filling:
        return broken("the result is none of the attack's texts")
    return held_if(filling in claim.sample.prompt, f"{filling!r} is not in the prompt")


def overrun(claim: Claim) -> Found:
    """Below the text stand the attack's own texts, parted by spaces, and nothing else."""
    head = claim.before + _separator(claim)
    if not claim.after.startswith(head):
        return _ASTRAY
    left, n = claim.after[len(head) :], 0
    texts = _texts(claim)
    while first := next((t for t in texts if t and left.startswith(t)), None):
        left, n = left[len(first) :].removeprefix(" "), n + 1
    return held_if(n > 0 and not left, f"{left[:40]!r} is not the attack's", f"{n} sentences")


_ASTRAY = broken("the result is not the text and, below it, one of the attack's")


def _below(claim: Claim, slot: str) -> str | None:
    return _filling(claim, slot, claim.before + _separator(claim))


def _filling(claim: Claim, slot: str, head: str) -> str | None:
    """Return what fills the slot of the one of the attack's texts that follows the head."""
    for text in _texts(claim):
        left, found, right = text.partition(f"{{{slot}}}")
        start, end = len(head + left), len(claim.after) - len(right)
        if found and start <= end and claim.after == head + left + claim.after[start:end] + right:
            return claim.after[start:end]
    return None


def _texts(claim: Claim) -> list[str]:
    texts = claim.attack.params.get("texts")
    return [t for t in texts if isinstance(t, str)] if isinstance(texts, list) else []


def _separator(claim: Claim) -> str:
    return str(claim.attack.params.get("separator", "\n\n"))
