"""Where a response declares its answer."""

from __future__ import annotations

import re
from typing import NamedTuple

from judgekit.verifiers.declared import declarations


class Answer(NamedTuple):
    """The answer that a response declares last, `text[start:end]`."""

    start: int
    end: int
    text: str


def find_answer(text: str) -> Answer | None:
    """Return the answer by the markers that verifiers read, None where it is not to be found.

    It is a number with its sign, currency and percent, a letter of choice, or else what the marker
    holds up to the end of its sentence.
    """
    declared = declarations(text)
    if not declared:
        return None
    answer = _ANSWER.match(declared[-1])
    if answer is None:
        return None
    # Markers are read in a text whose spaces are evened out; what follows finds the place again.
    head = declared[-1][: answer.end() + _FOLLOWING].rstrip()
    words = r"\s+".join(map(re.escape, head.split()))
    places = [m.start() for m in re.finditer(words, text)]
    if not places:
        return None
    spelled = re.compile(r"\s+".join(map(re.escape, answer[0].split())))
    found = spelled.match(text, places[-1])
    return Answer(*found.span(), found[0]) if found else None


_ANSWER = re.compile(
    r"[+\-−]?[ ]?[$£€¥]?[ ]?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)"
    r"(?:[ ]?/[ ]?\d+)?(?:[ ]?%)?(?![\w^*+])"
    r"|\(?[A-Z]\)?(?=\s*(?:[.,;:)]|$))"
    r"|[^.;!?\n]+"
)
_FOLLOWING = 20
"""Characters after the answer that tell its place from others like it."""
