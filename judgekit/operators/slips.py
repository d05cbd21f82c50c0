"""Edits that leave slips of the pen in prose: letters and words that changed places or case."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from judgekit.operators.characters import LONG, plain_words
from judgekit.operators.edits import NO_PROSE, edit, insert
from judgekit.text import Span, sentences
from judgekit.types import Context, Declined, Edit, Splice

Count = Annotated[int, Field(ge=1, le=100)]


def misspell(
    text: str, context: Context, rng: random.Random, /, *, words: Count = 4
) -> Edit | Declined:
    """Let two neighbouring letters change places in so many words of prose."""
    drawn_each = (_unlike_letters(text, w, rng) for w in _long_words(text))
    places = [at for at in drawn_each if at is not None]
    if len(places) < words:
        return Declined("the text has too few long words to misspell")
    drawn = sorted(rng.sample(places, words))
    return edit(text, (Splice(at, at + 2, text[at + 1] + text[at]) for at in drawn))


def swap_words(
    text: str, context: Context, rng: random.Random, /, *, pairs: Count = 3
) -> Edit | Declined:
    """Let two neighbouring words of a sentence change places, so many times."""
    neighbours = list(_neighbouring_words(text))
    if len(neighbours) < pairs:
        return Declined("the text has too few words to exchange")
    drawn = sorted(rng.sample(neighbours, pairs))
    swapped = ((a, b, f"{text[b.start : b.end]} {text[a.start : a.end]}") for a, b in drawn)
    return edit(text, (Splice(a.start, b.end, new) for a, b, new in swapped))


def split_words(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put a space at a random place inside each long word of prose."""
    places = [rng.randrange(w.start + 1, w.end) for w in _long_words(text)]
    return insert(text, ((at, " ") for at in places)) if places else NO_PROSE


def recase(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    how: Literal["capitals", "small-starts"],
) -> Edit | Declined:
    """Put the words of prose into capitals, or begin each sentence with a small letter."""
    spans = _shoutable(text) if how == "capitals" else _starts(text)
    new = [(s, _in_case(text[s.start : s.end], upper=how == "capitals")) for s in spans]
    splices = [Splice(*s, word) for s, word in new if word != text[s.start : s.end]]
    return edit(text, splices) if splices else NO_PROSE


# In capitals the unit of `5 mg` may be another.
_AFTER_NUMBER = re.compile(r"\d\S{0,4}\s\Z")


def _long_words(text: str) -> list[Span]:
    return [w for w in plain_words(text) if w.end - w.start >= LONG]


def _unlike_letters(text: str, word: Span, rng: random.Random) -> int | None:
    """Draw where two unlike small letters stand beside each other, not at the word's start."""
    inner = range(word.start + 1, word.end - 1)
    places = [i for i in inner if text[i] != text[i + 1] and text[i : i + 2].islower()]
    return rng.choice(places) if places else None


def _neighbouring_words(text: str) -> Iterator[tuple[Span, Span]]:
    """Yield pairs of unlike words parted by one space; no two pairs share a word."""
    taken = 0
    for a, b in pairwise(plain_words(text)):
        unlike = text[a.start : a.end] != text[b.start : b.end]
        if a.start >= taken and unlike and text[a.end : b.start] == " ":
            taken = b.end
            yield a, b


def _shoutable(text: str) -> Iterator[Span]:
    """Yield words in small letters, capitalised or not; the rest may be names, units, formulas."""
    long_words = set(_long_words(text))
    for w in plain_words(text):
        word, ahead = text[w.start : w.end], text[max(0, w.start - 6) : w.start]
        may_be_unit = w not in long_words and _AFTER_NUMBER.search(ahead)
        if (word.islower() or word.istitle()) and not may_be_unit:
            yield w


def _starts(text: str) -> Iterator[Span]:
    """Yield the capitals that open a sentence with a word of plain prose."""
    openings = {s.start for s in sentences(text)}
    for w in plain_words(text):
        if w.start in openings and text[w.start : w.end].istitle():
            yield Span(w.start, w.start + 1)


def _in_case(word: str, *, upper: bool) -> str:
    """Return a word in the other case, letters without a way back as they are."""
    new = ((c, c.upper() if upper else c.lower()) for c in word)
    return "".join(n if len(n) == 1 and n.casefold() == c.casefold() else c for c, n in new)
