"""A response without its marks; its code, maths and declared answer stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from judgekit.marks.detecting import detect
from judgekit.text import Span, answers, apply, overlap, protected
from judgekit.types import Mark, Splice

_MOST_PASSES = 12
"""A mark may stand on another; each pass takes what the last one bared."""


class Stripped(NamedTuple):
    """A text without its marks, and those that could not be taken away."""

    text: str
    left: tuple[Mark, ...]


def strip(
    text: str, *, prompt: str = "", only: Callable[[Mark], bool] = lambda mark: True
) -> Stripped:
    """Return the response with all marks taken away, or `only` some, that it survives losing.

    Idempotent. Code, maths and the declared answer keep their characters; marks within
    them, and marks that are the whole response, are left and named. Spaces and blank lines at the
    ends go as well.
    """
    for _ in range(_MOST_PASSES):
        marks = tuple(filter(only, detect(text, prompt=prompt)))
        shorter = apply(text, _script(text, marks)).strip()
        if shorter == text:
            return Stripped(text, marks)
        text = shorter
    return Stripped(text, tuple(filter(only, detect(text, prompt=prompt))))


def _script(text: str, marks: Iterable[Mark]) -> Iterator[Splice]:
    """Yield the removals of marks in order, those that overlap an earlier or a kept part aside."""
    containers = [m for m in marks if m.removal and m.removal[0][:2] == (0, len(text))]
    if containers:
        yield containers[0].removal[0]
        return
    code = tuple(s for s in protected(text) if not _MARKUP.fullmatch(text, s.start, s.end))
    final = answers(text)
    at = 0
    removals = (m.removal for m in marks if _may_go(m, code, final))
    for splice in sorted({s for script in removals for s in script}):
        if splice.start >= at:
            yield splice
            at = splice.end


def _may_go(mark: Mark, code: tuple[Span, ...], final: tuple[Span, ...]) -> bool:
    cuts = [Span(s.start, s.end) for s in mark.removal]
    in_code = any(overlap(cut, code) for cut in cuts)
    in_answer = mark.kind not in _LIGHT and any(overlap(cut, final) for cut in cuts)
    return not in_code and not in_answer


_MARKUP = re.compile(r"(?:(?:https?://|www\.)\S+|<(?![<])[^<>]*>|<!--.*?-->)+", re.S)
"""Links and tags, which `protected` holds for others; here they are what may have to go."""
_LIGHT = (
    *("bold", "italic", "heading", "bullet", "numbered", "quote", "emoji", "rule"),
    *("no-width", "soft-hyphen", "direction", "space", "look-alike", "decomposed"),
    "emoji-in-word",
)
"""Signs and characters beside an answer, which leave what it declares."""
