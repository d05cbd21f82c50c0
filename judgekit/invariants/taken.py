"""Promises about what was taken away, moved or put in the place of the whole."""

from __future__ import annotations

from collections import Counter

from judgekit.invariants.claim import Claim, Found, broken, held_if
from judgekit.invariants.reading import pieces, words


def subset(claim: Claim) -> Found:
    """Every sentence of the result is one of the text's, and at least one is gone."""
    before, after = Counter(pieces(claim.before)), Counter(pieces(claim.after))
    gone = before - after
    return held_if(
        after <= before and bool(gone),
        "the sentences are no proper part of the text's",
        f"{gone.total()} gone",
    )


def permutation(claim: Claim) -> Found:
    """The result has the sentences of the text in another order."""
    before, after = pieces(claim.before), pieces(claim.after)
    if Counter(before) != Counter(after):
        return broken("the sentences are not those of the text")
    return held_if(before != after, "the order is the same", f"{len(before)} sentences")


def echo(claim: Claim) -> Found:
    """The result is the prompt."""
    return held_if(claim.after == claim.sample.prompt, "the result is not the prompt")


def emptied(claim: Claim) -> Found:
    """Nothing is left of a text that was not empty."""
    return held_if(claim.after == "" != claim.before, "something is left, or nothing was there")


def another(claim: Claim) -> Found:
    """The result is another sample's response, and not this text."""
    donor = claim.context.donor
    if donor is None:
        return broken("there is no other sample")
    return held_if(
        claim.after == donor.response != claim.before, "the result is not the other response"
    )


def replaced(claim: Claim) -> Found:
    """The result is one of the attack's texts; without any, it shares no word with the text."""
    texts = claim.attack.params.get("texts")
    if isinstance(texts, list):
        return held_if(claim.after in texts, "the result is none of the attack's texts")
    shared = set(map(str.casefold, words(claim.before))) & set(
        map(str.casefold, words(claim.after))
    )
    return held_if(not shared, f"the word {min(shared, default='')!r} is in both")


def unchanged(claim: Claim) -> Found:
    """The result is the text."""
    return held_if(claim.after == claim.before, "the texts differ")


def differs(claim: Claim) -> Found:
    """The result is not the text."""
    return held_if(claim.after != claim.before, "nothing was changed")
