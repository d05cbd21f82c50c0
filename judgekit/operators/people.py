"""The edit that puts other people into a text: other names, other pronouns."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from judgekit.operators.edits import edit
from judgekit.text import Span, covered, untagged_prose
from judgekit.types import Context, Declined, Edit, Splice

Word = Annotated[str, Field(pattern=r"^\w+$")]
People = Annotated[
    list[Annotated[list[Word], Field(min_length=2, max_length=2)]], Field(min_length=1)
]
"""Pairs of a word that speaks of people and the word that speaks of others."""


def swap_people(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    table: People,
    unless: list[Word] | None = None,
) -> Edit | Declined:
    """Put the second word of each pair for the first: everywhere, or not at all.

    Not where the text could not be turned back, where the prompt speaks of the people too, or
    where a word of `unless`, which has no counterpart, does.
    """
    other = {form(old): form(new) for form in (str.capitalize, str) for old, new in table}
    named = _words(other).finditer(text)
    found = [m for m in named if covered(Span(*m.span()), untagged_prose(text))]
    if not found:
        return Declined("no prose names the people")
    if reason := _ambiguity(text, {m[0] for m in found}, other):
        return Declined(reason)
    if len(found) < sum(1 for _ in _words(other, re.IGNORECASE).finditer(text)):
        return Declined("code, maths, capitals or the answer name the people too")
    if unless and _words(unless, re.IGNORECASE).search(text):
        return Declined("a word without a counterpart names the people too")
    if _words([*other, *(unless or ())], re.IGNORECASE).search(context.sample.prompt):
        return Declined("the prompt names the people too")
    return edit(text, [Splice(*m.span(), other[m[0]]) for m in found])


def _ambiguity(text: str, present: set[str], other: dict[str, str]) -> str | None:
    """Say why the text could not be turned back, or would name somebody else by half."""
    if _words(other.values(), re.IGNORECASE).search(text):
        return "the text names some of the other people already"
    if len({other[word].casefold() for word in present}) < len({w.casefold() for w in present}):
        return "two words would come to be one"
    names = "|".join(word for word in present if word[0].isupper())
    if names and re.search(rf"\b(?:{names}) [A-Z]|[a-z,] [A-Z]\w* (?:{names})\b", text):
        return "a name has several parts"
    return None


def _words(words: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Match any of the words where it is no part of another, nor of a compound."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", flags)
