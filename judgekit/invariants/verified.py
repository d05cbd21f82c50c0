"""Promises about right and wrong: what a verifier and the tagged answer say before and after."""

from __future__ import annotations

import re

from judgekit.invariants.claim import Claim, Found, broken, held_if, kept, unmet, vacuous
from judgekit.invariants.reading import numbers, tagged_answers
from judgekit.invariants.undone import quoted
from judgekit.types import Outcome


def final(claim: Claim) -> Found:
    r"""The verifiers say the same as before, and so does every kind of tagged answer there was.

    Tags are `\boxed{x}`, `#### x`, `Answer: x`, `A: x` and `the answer is x`. The last number is
    no answer here: a reference to a page would change it. Words may follow an answer in its line
    where the verifiers have an opinion. JSON, YAML and quotations are decoded first.
    Vacuous without a tag and without an opinion.
    """
    if claim.before in quoted(claim.after):
        return kept("the answer is read after decoding")
    was, now = _outcome(claim, claim.before), _outcome(claim, claim.after)
    if was is not now:
        return broken(f"the verifiers said {was} and now say {now}")
    tags, after = tagged_answers(claim.before), tagged_answers(claim.after)
    for tag, answer in tags.items():
        if not _same(answer, after.get(tag), words_may_follow=was is not Outcome.ABSTAIN):
            return broken(f"{tag}: {answer!r} became {after.get(tag)!r}")
    if was is Outcome.ABSTAIN and not tags:
        return vacuous("no tagged answer and no verifier's opinion")
    return kept("; ".join([*(f"{t}: {a!r}" for t, a in tags.items()), f"verifiers: {was}"]))


def stays_wrong(claim: Claim) -> Found:
    """The verifiers fail the text before and after; vacuous where the sample has none.

    A text they pass, or have no opinion on, was never known to be wrong: the promise is unmet.
    JSON, YAML and quotations are decoded first.
    """
    if not claim.sample.verify:
        return vacuous("no verifier")
    after = claim.before if claim.before in quoted(claim.after) else claim.after
    was, now = _outcome(claim, claim.before), _outcome(claim, after)
    if was is not Outcome.FAIL:
        return unmet(f"the verifiers say {was} of the text as it was")
    return held_if(now is Outcome.FAIL, f"the verifiers said {was} and now say {now}", "fails both")


def rejected(claim: Claim) -> Found:
    """No verifier passes the result, nor does it hold the reference; vacuous where none verifies.

    A reference that is a single word, or stands in the prompt as one option of several, may be
    there by chance: it is left to the verifiers.
    """
    if not claim.sample.verify:
        return vacuous("no verifier")
    reference = (claim.sample.reference or "").strip()
    by_chance = len(reference.split()) < 2 or reference in claim.sample.prompt
    if reference in claim.after and not by_chance:
        return broken("the result holds the reference")
    now = _outcome(claim, claim.after)
    return held_if(now is not Outcome.PASS, "the verifiers pass it", f"verifiers: {now}")


def turns_wrong(claim: Claim) -> Found:
    """The verifiers pass the text before and fail it after; vacuous where the sample has none.

    Where they do not, the promise is unmet: not every changed text is wrong.
    """
    if not claim.sample.verify:
        return vacuous("no verifier")
    was, now = _outcome(claim, claim.before), _outcome(claim, claim.after)
    if was is Outcome.PASS and now is Outcome.FAIL:
        return kept("passed before and fails now")
    return unmet(f"the verifiers said {was} and now say {now}")


def final_kept(claim: Claim) -> Found:
    """One number differs, and neither the tagged answer nor the verifiers' opinion does.

    Without a tag the last number is the final one. Vacuous where the text has no number.
    """
    before, after = numbers(claim.before), numbers(claim.after)
    if not before:
        return vacuous("no number")
    changed = [i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b]
    if len(before) != len(after) or len(changed) != 1:
        return broken("not one number differs")
    if re.sub(_NUMBER, "0", claim.before) != re.sub(_NUMBER, "0", claim.after):
        return broken("more than a number differs")
    tags = tagged_answers(claim.before)
    if tags != tagged_answers(claim.after) or (not tags and before[-1] != after[-1]):
        return broken("the final answer differs")
    was, now = _outcome(claim, claim.before), _outcome(claim, claim.after)
    i = changed[0]
    return held_if(
        was is now, f"the verifiers said {was} and now say {now}", f"{before[i]} became {after[i]}"
    )


_WORDS_FOLLOW = re.compile(r"\W*\s[A-Za-z]")
_NUMBER = r"-?\d+(?:[.,]\d+)*"


def _outcome(claim: Claim, text: str) -> Outcome:
    return claim.verify(claim.sample, text).outcome if claim.sample.verify else Outcome.ABSTAIN


def _same(answer: str, after: str | None, *, words_may_follow: bool) -> bool:
    if after is None or after == answer:
        return after is not None
    follows = _WORDS_FOLLOW.match(after[len(answer) :])
    return words_may_follow and after.startswith(answer) and follows is not None
