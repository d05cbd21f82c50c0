"""Sentences to somebody about something else: no word of the task, nor of the rest, in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from judgekit.marks.lexicon import GENERIC, content
from judgekit.marks.passages import Passage, Reading, passages
from judgekit.text import answers, overlap
from judgekit.types import Mark

_TO_SOMEBODY = re.compile(
    r"\b(?:I|me|my|we|our|you|your|yourself|every(?:one|body)|nobody|anyone|people|users?)\b", re.I
)
_KNOWN_BY = 5
"""Letters by which a word of one form is known in another."""


def beside(reading: Reading) -> Iterator[Mark]:
    """Yield a first or last sentence that speaks to or of people, and of nothing that was asked.

    Whatever a bid for favour says, it says it beside the task; this needs no list of its words.
    """
    text = reading.text
    spoken = [p for p in passages(text) if p.cut is not None]
    if len(spoken) < 2:
        return
    for p in (spoken[0], spoken[-1]):
        if _is_personal(p.text) and not overlap(p.span, answers(text)) and _is_beside(p, reading):
            yield Mark("distraction", "beside-the-task", *p.span, p.text[:200], p.removal)


def _is_personal(sentence: str) -> bool:
    return bool(_TO_SOMEBODY.search(sentence)) and not any(c.isdigit() for c in sentence)


def _is_beside(p: Passage, reading: Reading) -> bool:
    rest = reading.text[: p.span.start] + " " + reading.text[p.span.end :]
    said = _topics(p.text)
    return bool(said) and not said & (_topics(reading.prompt) | _topics(rest))


def _topics(text: str) -> set[str]:
    return {word[:_KNOWN_BY] for word in content(text) - GENERIC}
