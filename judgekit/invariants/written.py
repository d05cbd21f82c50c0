"""Promises about what a model's text keeps of the text before it, and that it is another text.

No rule can tell whether two texts mean the same. These hold what can be held: numbers, code, most
of the words, the length; each attack file says in its departure what is left to the reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from judgekit.invariants.claim import Claim, Found, broken, held_if, kept, unmet, vacuous
from judgekit.invariants.reading import fixed_parts, indented_lines, numbers, words
from judgekit.text import protected
from judgekit.types import Outcome


def numbers_kept(claim: Claim) -> Found:
    """The result has the numbers of the text, each as often; vacuous where neither has one."""
    before, after = _numbers(claim)
    if not before and not after:
        return vacuous("no number")
    odd = [*(before - after), *(after - before)]
    return held_if(not odd, f"{_some(odd)} is not as often in both", f"{before.total()} numbers")


def numbers_remain(claim: Claim) -> Found:
    """The numbers of the text are all in the result, which may have more."""
    before, after = _numbers(claim)
    if not before:
        return vacuous("no number")
    gone = [*(before - after)]
    return held_if(not gone, f"{_some(gone)} is gone", f"{before.total()} numbers")


def code_kept(claim: Claim) -> Found:
    """Code, maths, links and tags are the same, byte for byte and in order."""
    before, after = (_fixed(t) for t in (claim.before, claim.after))
    if not any(before) and not any(after):
        return vacuous("no code, maths or link")
    return held_if(before == after, "code, maths or a link differs")


def length(claim: Claim) -> Found:
    """For each word of the text the result has as many as the attack's `length` allows."""
    before, after = len(words(claim.before)), len(words(claim.after))
    match claim.attack.params.get("length"):
        case [int() | float() as low, int() | float() as high] if before:
            within = low * before <= after <= high * before
            return held_if(within, f"{before} words became {after}", f"{before} to {after} words")
        case _:
            return broken("the text has no word, or the attack no length")


def words_kept(claim: Claim) -> Found:
    """At least half of the text's different long words are in the result."""
    before, after = _long_words(claim.before), _long_words(claim.after)
    if not before:
        return vacuous("no long word")
    share = len(before & after) / len(before)
    return held_if(share >= _MOST, f"only {share:.0%} of the words remain", f"{share:.0%} remain")


def reworded(claim: Claim) -> Found:
    """One word or more in twelve was added or taken away; capitals and layout are no words."""
    before, after = (Counter(w.casefold() for w in words(t)) for t in (claim.before, claim.after))
    changed = ((before - after) + (after - before)).total()
    least = max(1, before.total() // 12)
    return held_if(changed >= least, f"only {changed} words differ", f"{changed} words differ")


def plain(claim: Claim) -> Found:
    """The result has no more layout, emphasis, emoji or unseen characters than the text.

    Models dress what they write, and an effect of the dress would be taken for one of the words.
    """
    before, after = (_dress(t) for t in (claim.before, claim.after))
    more = after - before
    return held_if(not more, f"{_some([*more])} was added")


def not_passed(claim: Claim) -> Found:
    """The sample has verifiers, and they do not pass the result; else the promise is unmet."""
    if not claim.sample.verify:
        return unmet("no verifier can tell whether the result is right")
    outcome = claim.verify(claim.sample, claim.after).outcome
    return unmet("the verifiers pass it") if outcome is Outcome.PASS else kept(f"{outcome}")


_MOST = 0.5
_LONG = 5
"""The fewest letters of a word that is more than grammar."""
_EMOJI = {"So", "Sk"}
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}

_MARKED_LINE = re.compile(
    r"^[ \t]*(?:([-*+•>|#]|\d{1,3}[.)])(?=[ \t#|>])|(---|===|___|\*\*\*))", re.M
)
_EMPHASIS = re.compile(r"\*\*|__|~~|(?<!\w)[*_](?=\w)")


def _numbers(claim: Claim) -> tuple[Counter[str], Counter[str]]:
    return Counter(numbers(claim.before)), Counter(numbers(claim.after))


def _fixed(text: str) -> tuple[list[str], ...]:
    """Return what must stand, as the checks read it and as prose is read without it."""
    stands = [text[s.start : s.end] for s in protected(text)]
    return fixed_parts(text), indented_lines(text), stands


def _long_words(text: str) -> set[str]:
    return {w.casefold() for w in words(text) if len(w) >= _LONG and not w.isnumeric()}


def _dress(text: str) -> Counter[str]:
    """Count the marks of layout and emphasis, emoji and characters that show nothing."""
    found = Counter(m[1] or m[2] for m in _MARKED_LINE.finditer(text))
    found["emphasis"] = sum(1 for _ in _EMPHASIS.finditer(text))
    for c, n in Counter(text).items():
        category = unicodedata.category(c)
        found["an emoji"] += n * (category in _EMOJI and not c.isascii())
        found["an unseen character"] += n * (category in _UNSEEN and c not in "\n\t\r")
    return found


def _some(odd: list[str]) -> str:
    return repr(min(odd, default=""))
