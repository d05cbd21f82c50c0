"""Edits that set numbers or terms in bold or italics, by insertions only."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from typing import Literal

from judgekit.operators.edits import Insertion, insert
from judgekit.text import Span, covered, found, prose, sentences, untagged_prose
from judgekit.types import Context, Declined, Edit

What = Literal["numbers", "terms"]


def bold(
    text: str, context: Context, rng: random.Random, /, *, what: What = "terms"
) -> Edit | Declined:
    """Set the numbers, or each sentence's longest word, in bold."""
    return _emphasised(text, what, "**")


def italic(
    text: str, context: Context, rng: random.Random, /, *, what: What = "terms"
) -> Edit | Declined:
    """Set the numbers, or each sentence's longest word, in italics."""
    return _emphasised(text, what, "*")


def emphasis(text: str, what: What, mark: str) -> tuple[list[Insertion], list[Insertion]]:
    """Return the marks that close, and those that open, the words to emphasise."""
    chosen = tuple(_numbers(text) if what == "numbers" else _terms(text))
    return [(s.end, mark) for s in chosen], [(s.start, mark) for s in chosen]


_NUMBER = re.compile(r"(?<![^\s(])[-−+]?[$£€]?\d+(?:[.,]\d+)*%?(?=[\s.,;:!?)]|\Z)")
_TERM = re.compile(r"(?<![\w\\/@.*])[^\W\d_]{7,}+(?![\w(/@*])")


def _emphasised(text: str, what: What, mark: str) -> Edit | Declined:
    if mark in text:
        return Declined("the text already has emphasis")
    closing, opening = emphasis(text, what, mark)
    if not opening:
        return Declined(f"the text has no {what} in its prose")
    return insert(text, (*closing, *opening))


def _numbers(text: str) -> Iterable[Span]:
    # A boxed number is maths and a list's number is a marker: neither is prose.
    return (s for s in found(_NUMBER, text) if covered(s, prose(text)))


def _terms(text: str) -> Iterable[Span]:
    """Yield the longest word of each sentence that has one of seven letters or more."""
    words = [s for s in found(_TERM, text) if covered(s, untagged_prose(text))]
    longest: dict[int, Span] = {}
    at = 0
    for i, sentence in enumerate(sentences(text)):
        while at < len(words) and words[at].start < sentence.end:
            best = longest.get(i, words[at])
            longest[i] = max(best, words[at], key=lambda s: s.end - s.start)
            at += 1
    return longest.values()
