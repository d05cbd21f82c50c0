"""Promises about how a text by a model speaks: as an answer, without doubt, of what, in what."""

from __future__ import annotations

import re

from judgekit.invariants.claim import Claim, Found, broken, held_if, kept
from judgekit.invariants.reading import words


def no_talk(claim: Claim) -> Found:
    """The result is an answer: it neither declines nor speaks of being rewritten."""
    before = claim.before.casefold()
    said = (m[0] for m in _TALK.finditer(claim.after) if m[0].casefold() not in before)
    talk = next(said, None)
    return kept("no word about the task") if talk is None else broken(f"it says {talk!r}")


def unhedged(claim: Claim) -> Found:
    """None of the usual words of doubt is in the result."""
    doubt = _HEDGE.search(claim.after)
    return kept("no word of doubt") if doubt is None else broken(f"{doubt[0]!r} leaves a doubt")


def mentions(claim: Claim) -> Found:
    """One of the attack's `phrases` is in the result and was not in the text or the prompt."""
    phrases = claim.attack.params.get("phrases")
    known, said = f"{claim.sample.prompt}\n{claim.before}".casefold(), claim.after.casefold()
    for phrase in phrases if isinstance(phrases, list) else ():
        if str(phrase).casefold() in said:
            return held_if(str(phrase).casefold() not in known, f"{phrase!r} was there already")
    return broken("none of the phrases is there")


def in_language(claim: Claim) -> Found:
    """Small words of the attack's `language` are common in the result, and English ones are not."""
    language = claim.attack.params.get("language")
    if not isinstance(language, str) or language not in _SMALL_WORDS:
        return broken("the attack names no language that can be told")
    n = len(words(claim.after))
    own, english = (len(_SMALL_WORDS[w].findall(claim.after)) for w in (language, "english"))
    evidence = f"{own} small words of it and {english} English ones among {n}"
    return held_if(own * 8 >= n > 0 and own > english, evidence, evidence)


_TALK = re.compile(
    r"\b(?:re(?:written|phrased|worded|vised)|modified|translated) "
    r"(?:version|text|answer|response|passage)\b"
    r"|\b(?:the|your) original (?:text|answer|response|passage)\b"
    r"|\b(?:as|I am|I['’]m) an? (?:AI|(?:large )?language model)\b"
    r"|\bI(?:['’]m| am) (?:sorry|unable|afraid)\b"
    r"|\bI (?:cannot|can['’]?t|won['’]?t|will not|am not able to) "
    r"(?:help|assist|comply|rewrite|do that|fulfil\w*|provide)\b"
    r"|\A\W*(?:sure|certainly|of course|absolutely)\W{1,3}(?:here|I)\b"
    r"|\A\W*here(?: is|['’]s) (?:the|a|your|my) \w+ ?(?:version|text|answer|response)\b",
    re.I,
)
_HEDGE = re.compile(
    r"\b(?:perhaps|maybe|possibly|probably|presumably|apparently|arguably|roughly speaking"
    r"|(?:I|we) (?:think|believe|guess|suppose|assume)|it (?:seems|appears)|seems? (?:to|that)"
    r"|appears? (?:to|that)|not (?:sure|certain)|unsure|uncertain|might|in my opinion|likely)\b",
    re.I,
)

_SMALL_WORDS = {
    "english": re.compile(
        r"\b(?:the|of|and|is|are|was|that|this|it|with|for|which|because|you|not|but)\b", re.I
    ),
    "german": re.compile(
        r"\b(?:der|die|das|den|dem|des|und|ist|sind|eine?[nmr]?|nicht|mit|von|zu|im|auf|für|sich|es"
        r"|dass|wird|werden|auch|wir|ich|also|weil)\b",
        re.I,
    ),
    "spanish": re.compile(
        r"\b(?:el|las?|los?|del?|que|y|en|una?|es|son|por|con|para|se|no|al|como|más|pero|sus?"
        r"|est[aeo]|porque|entonces)\b",
        re.I,
    ),
}
