"""The edit that puts other people into a text: other names, other pronouns."""

from __future__ import annotations

import random
import re

from judgekit.operators.edits import edit
from judgekit.operators.wordings import Pairs
from judgekit.text import Span, overlap, prose, protected
from judgekit.types import Context, Declined, Edit, Splice


def swap_people(
    text: str, context: Context, rng: random.Random, /, *, table: Pairs
) -> Edit | Declined:
    """Put the second word of each pair for the first, wherever it stands in prose.

    The text must be able to be turned back, and the prompt must not speak of the same people.
    """
    other = {pair[0]: pair[1] for pair in table}
    other |= {old.capitalize(): new.capitalize() for old, new in table}
    found = [m for m in _words(other).finditer(text) if not overlap(_span(m), protected(text))]
    if not found or not prose(text):
        return Declined("the text names none of the people")
    present = {m[0] for m in found}
    if _words({new: old for old, new in other.items()}).search(text):
        return Declined("the text names some of the other people already")
    if len({other[p] for p in present}) < len(present):
        return Declined("two words would come to be one")
    if len(found) < len(_words(other).findall(text)):
        return Declined("code or maths names the people too")
    if _words(other).search(context.sample.prompt):
        return Declined("the prompt names the people too")
    return edit(text, [Splice(m.start(), m.end(), other[m[0]]) for m in found])


def _words(names: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def _span(m: re.Match[str]) -> Span:
    return Span(*m.span())
