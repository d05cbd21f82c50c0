"""Edits that violate what the sample's patterns demand: too much, too little, the forbidden."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

import regex

from judgekit.operators.edits import EMPTY, edit, put_around
from judgekit.operators.sentences import with_its_room
from judgekit.operators.wordings import Texts
from judgekit.text import Span, merged, sentences
from judgekit.types import Context, Declined, Edit, Sample, Splice


def overrun(
    text: str, context: Context, rng: random.Random, /, *, texts: Texts, separator: str = "\n\n"
) -> Edit | Declined:
    """Add the texts, over and over, until the form that a pattern demands is lost."""
    if not text.strip():
        return EMPTY
    first = rng.randrange(len(texts))
    added = separator + texts[first]
    for i in range(first + 1, first + _MOST):
        if any(_loses(pattern, text, text + added) for pattern in _must(context.sample)):
            return put_around(text, "", added)
        added += " " + texts[i % len(texts)]
    return Declined("no pattern of the sample limits what may be added")


def omit_required(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Cut the sentences that say what a pattern demands; others are left."""
    for pattern in _must(context.sample):
        made = _without(text, _saying(pattern, text))
        if made and _loses(pattern, text, made.text):
            return made
    return Declined("no sentence of its own says what a pattern of the sample demands")


def say_forbidden(
    text: str, context: Context, rng: random.Random, /, *, texts: Texts, separator: str = "\n\n"
) -> Edit | Declined:
    """Add one of the texts, its `{phrase}` filled with words that a pattern forbids."""
    if not text.strip():
        return EMPTY
    wording = rng.choice(texts)
    for pattern in _patterns(context.sample, "must_not"):
        for phrase in _spelled_out(pattern):
            added = separator + wording.replace("{phrase}", phrase)
            if _loses(pattern, text + added, text):
                return put_around(text, "", added)
    return Declined("no pattern of the sample forbids a plain phrase")


_MOST = 40
"""The most sentences that are added or cut."""

_TIMEOUT_S = 0.2
_PLAIN = regex.compile(r"[\w'’ ,-]+")


def _must(sample: Sample) -> tuple[str, ...]:
    return _patterns(sample, "must")


def _patterns(sample: Sample, option: str) -> tuple[str, ...]:
    patterns = sample.verify.get("pattern", {}).get(option)
    listed = patterns if isinstance(patterns, list) else [patterns]
    return tuple(p for p in listed if isinstance(p, str))


def _loses(pattern: str, before: str, after: str) -> bool:
    """Say whether a pattern is surely found before and surely not after."""
    return _is_found(pattern, before) is True and _is_found(pattern, after) is False


def _is_found(pattern: str, text: str) -> bool | None:
    """Say whether a pattern is found; None where that takes too long, or it is no pattern."""
    try:
        return regex.search(pattern, text, regex.IGNORECASE, timeout=_TIMEOUT_S) is not None
    except (TimeoutError, regex.error):
        return None


def _saying(pattern: str, text: str) -> list[Span]:
    """Return the sentences in which a pattern is found, or none where that takes too long."""
    saying: list[Span] = []
    for s in sentences(text):
        found = _is_found(pattern, text[s.start : s.end])
        if found is None or len(saying) > _MOST:
            return []
        saying += [s] if found else []
    return saying


def _without(text: str, cut: Iterable[Span]) -> Edit | None:
    rooms = merged(with_its_room(text, s) for s in cut)
    made = edit(text, (Splice(*_line_of(text, room), "") for room in rooms))
    return made if sentences(made.text) else None


def _line_of(text: str, room: Span) -> Span:
    """Return a room with its line break if the room is all of its lines."""
    opens = room.start == 0 or text[room.start - 1] == "\n"
    return Span(room.start, room.end + (opens and text[room.end : room.end + 1] == "\n"))


def _spelled_out(pattern: str) -> Iterator[str]:
    """Yield the alternatives of a pattern that are plain words but for their edges."""
    for alternative in pattern.removeprefix("(?:").removesuffix(")").split("|"):
        phrase = alternative.replace(r"\b", "")
        if _PLAIN.fullmatch(phrase) and phrase.strip():
            yield phrase
