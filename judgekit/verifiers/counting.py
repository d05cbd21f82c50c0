"""How much there is of a text, counted in the fewest and in the most ways a reader would.

Nobody agrees whether `don't` is one word or whether `e.g.` ends a sentence. A limit is kept, or
broken, only where both counts say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from judgekit.text import sentences


class Count(NamedTuple):
    """The least and the most that a text has of something."""

    least: int
    most: int

    def within(self, low: int | None, high: int | None) -> bool | None:
        """Say whether the count lies in the closed range; None where the ways of counting differ.

        An absent end is open.
        """
        answers = {(low is None or low <= n) and (high is None or n <= high) for n in self}
        return answers.pop() if len(answers) == 1 else None


def count_words(text: str) -> Count:
    """Count what white space parts and has a letter or digit, and runs of word characters."""
    counts = sum(bool(_WORD.search(w)) for w in text.split()), len(_WORD.findall(text))
    return Count(min(counts), max(counts))


def count_sentences(text: str) -> Count:
    """Count full stops before a capital and after no abbreviation, and every stop or line end."""
    least = sum(bool(_WORD.search(text[s.start : s.end])) for s in sentences(text))
    pieces = re.split(r"[.!?…]+[\"')\]”’*_]*(?=\s|$)|\n", text)
    most = sum(bool(_WORD.search(piece)) for piece in pieces)
    unmarked = len([p for p in re.split(r"[.!?…]+\s+(?=[A-Z0-9\"'“(])", text) if _WORD.search(p)])
    return Count(min(least, unmarked, most), max(least, most))


def count_paragraphs(text: str) -> Count:
    """Count what blank lines part."""
    return _exactly(len([p for p in re.split(r"\n[ \t]*\n", text) if p.strip()]))


def count_lines(text: str) -> Count:
    """Count the lines that are not blank."""
    return _exactly(sum(bool(line.strip()) for line in text.split("\n")))


def count_characters(text: str) -> Count:
    """Count the characters between the outer white space."""
    return _exactly(len(text.strip()))


COUNTS: Mapping[str, Callable[[str], Count]] = {
    "characters": count_characters,
    "words": count_words,
    "sentences": count_sentences,
    "paragraphs": count_paragraphs,
    "lines": count_lines,
}

_WORD = re.compile(r"[^\W_]+")


def _exactly(n: int) -> Count:
    return Count(n, n)
