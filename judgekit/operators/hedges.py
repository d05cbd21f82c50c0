"""The edit that takes the doubt out of a text."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator

from judgekit.operators.edits import edit
from judgekit.operators.wordings import Texts
from judgekit.text import Span, covered, sentences, untagged_prose
from judgekit.types import Context, Declined, Edit, Splice


def drop_hedges(
    text: str, context: Context, rng: random.Random, /, *, clauses: Texts, adverbs: Texts
) -> Edit | Declined:
    """Take words of doubt out where the sentence stands without them.

    A clause or an adverb goes where it opens a sentence and a subject follows, which opens it
    instead; an adverb goes between a form of "be" and the next word, too.
    """
    adverb = _any(adverbs)
    opening = re.compile(
        rf"(?:(?:{_any(clauses)})(?: that)?|{adverb}) (?={_SUBJECT} \w)(\w)", re.IGNORECASE
    )
    inside = re.compile(rf"\b(?:is|are|was|were) ((?:{adverb}) )(?=\w)", re.IGNORECASE)
    splices = [
        splice
        for sentence in sentences(text)
        for splice in _dropped(text, sentence, opening, inside)
        if covered(Span(splice.start, splice.end), untagged_prose(text))
    ]
    return edit(text, splices) if splices else Declined("no hedge can be dropped")


_SUBJECT = (
    r"(?:the|an?|it|it['’]s|its|there|this|these|those|I|we|you|he|she|they|my|our|your|his|her"
    r"|their|each|every|all|both|one|some|most|many|no|(?-i:[A-Z])\w*)"
)
"""What a clause begins with; `so`, `not` or `in` would be left over from the hedge's own."""


def _dropped(
    text: str, sentence: Span, opening: re.Pattern[str], inside: re.Pattern[str]
) -> Iterator[Splice]:
    at = sentence.start
    if m := opening.match(text, *sentence):
        at = m.end()
        yield Splice(m.start(), at, m[1].upper())
    for m in inside.finditer(text, at, sentence.end):
        yield Splice(m.start(1), m.end(1), "")


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
