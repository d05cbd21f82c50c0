"""Edits that make what a text concludes an error: another unit, another thing, its opposite."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from pydantic import Field

from judgekit.operators.edits import edit
from judgekit.text import Span, answers, blocks, covered, overlap, protected, sentences
from judgekit.types import Context, Declined, Edit, Splice

Terms = Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=2)]
Sets = Annotated[list[Terms], Field(min_length=1)]
"""Sets of things of one kind, no two of them the same."""


def swap_unit(text: str, context: Context, rng: random.Random, /, *, sets: Sets) -> Edit | Declined:
    """Give the number that a text concludes with another unit of the same set.

    Without a tagged answer the prompt must ask for a quantity: "at least two years" is no answer.
    """
    is_known = answers(text) or _ASKS_HOW_MUCH.search(context.sample.prompt)
    places = _conclusion(text, told_by=_DIGIT) if is_known else ()
    units = {u for place in _in_context(text, places) if (u := _unit(text, place, sets))}
    if not units:
        return Declined("the conclusion has no unit in the table") if places else _NOWHERE
    return edit(text, _swapped(text, sorted(units), sets, rng))


def swap_entity(
    text: str, context: Context, rng: random.Random, /, *, sets: Sets
) -> Edit | Declined:
    """Name another thing of the same set in what a text concludes.

    Another thing may be right as well ("name a planet"): only a verifier can tell.
    """
    if not context.sample.verify:
        return Declined("without a verifier another thing may be right as well")
    places = _conclusion(text)
    named = [t for place in places for t in _terms(text, place, sets)]
    if not named:
        return Declined("the conclusion names nothing in the table") if places else _NOWHERE
    return edit(text, _swapped(text, named, sets, rng))


def negate(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Say the opposite of what a text concludes: no for yes, `is not` for `is`."""
    places = _conclusion(text)
    opposed = {s for place in _in_context(text, places) if (s := _opposed(text, place))}
    if not opposed:
        return Declined("the conclusion has no one verb to negate") if places else _NOWHERE
    return edit(text, sorted(opposed))


_NOWHERE = Declined("the text does not show which of its sentences carries the answer")

_ASKS_HOW_MUCH = re.compile(
    r"\bhow (?:many|much|long|far|fast|tall|high|deep|wide|old|heavy)\b", re.I
)
_DIGIT = re.compile(r"[0-9]")
_BOX = "\\boxed{"
_SIGN = re.compile(r"(?<![\\\w])([$£€¥])(?=[0-9])")
# A single letter stands apart: `5m` may be millions, and `1990s` has no seconds.
_UNIT = re.compile(r"(?<=[0-9])(?:\}\$?)?(?:[ \u00a0-]|(?=[^\W\d_]{2}))([^\W\d_]+)(?!\w)")
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")
_YES_OR_NO = re.compile(r"(?:\A|(?<=[:#*\s]))(yes|no|true|false)(?=\W*\Z|[,.;])", re.I)
_OPPOSITES = {"yes": "no", "no": "yes", "true": "false", "false": "true"}
_VERB = re.compile(r"\b(?:is|are|was|were|will|can|could|would|should|must|may)\b(?!['’])( not\b)?")


def _conclusion(text: str, *, told_by: re.Pattern[str] = _WORD) -> tuple[Span, ...]:
    """Return the tagged answers; without any, the only sentence, or the only one that tells."""
    if tagged := answers(text):
        return tuple(a for a in tagged if not overlap(a, blocks(text)))
    telling = tuple(s for s in sentences(text) if told_by.search(text, *s))
    return telling if len(telling) == 1 and not blocks(text) else ()


def _in_context(text: str, places: Sequence[Span]) -> Iterable[Span]:
    """Return the places, a bare box with its sentence: it holds neither unit nor verb."""
    said = sentences(text)
    return dict.fromkeys(_widened(text, place, said) for place in places)


def _widened(text: str, place: Span, said: Sequence[Span]) -> Span:
    before = bisect_right(said, place.start, key=lambda s: s.start)
    around = said[before - 1 : before] if text.startswith(_BOX, place.start) else ()
    return around[0] if covered(place, around) else place


def _unit(text: str, place: Span, sets: Sets) -> Span | None:
    """Return the unit of the first number, from a box on, that has one in the table."""
    start = max(place.start, text.find(_BOX, *place))
    signs = (Span(*m.span(1)) for m in _SIGN.finditer(text, start, place.end))
    words = (Span(*m.span(1)) for m in _UNIT.finditer(text, start, place.end))
    units = sorted((*(s for s in signs if not overlap(s, protected(text))), *words))
    return next((u for u in units if _set_of(text[u.start : u.end], sets)), None)


def _terms(text: str, place: Span, sets: Sets) -> Iterator[Span]:
    """Yield where the first thing in the table is named, each time."""
    words = [Span(*m.span()) for m in _WORD.finditer(text, *place)]
    known = [w for w in words if _set_of(text[w.start : w.end], sets)]
    return (w for w in known if text[w.start : w.end] == text[known[0].start : known[0].end])


def _set_of(term: str, sets: Sets) -> Sequence[str]:
    return next((s for s in sets if term in s), ())


def _swapped(text: str, places: Sequence[Span], sets: Sets, rng: random.Random) -> Iterator[Splice]:
    """Put one thing, which the text does not name yet, for the last of the places and its like."""
    old = text[places[-1].start : places[-1].end]
    others = [t for t in _set_of(old, sets) if t != old]
    new = rng.choice([t for t in others if t not in text] or others)
    return (Splice(*p, new) for p in places if text[p.start : p.end] == old)


def _opposed(text: str, place: Span) -> Splice | None:
    """Return the splice that turns yes to no, or takes `not` from the one verb, or gives it one."""
    if said := _YES_OR_NO.search(text[place.start : place.end]):
        new = _OPPOSITES[said[1].lower()]
        at = place.start + said.start(1)
        return Splice(at, at + len(said[1]), _in_case_of(said[1], new))
    verbs = list(_VERB.finditer(text, *place))
    if len(verbs) != 1:
        return None
    verb = verbs[0]
    return Splice(*verb.span(1), "") if verb[1] else Splice(verb.end(), verb.end(), " not")


def _in_case_of(model: str, word: str) -> str:
    return word.upper() if model.isupper() else word.title() if model.istitle() else word
