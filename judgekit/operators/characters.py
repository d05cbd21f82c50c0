"""Edits of single characters in prose: inserted, exchanged or decomposed."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import cycle
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from judgekit.operators.edits import NO_PROSE, edit, insert
from judgekit.operators.wordings import Signs
from judgekit.text import Span, covered, found, merged, untagged_prose, without
from judgekit.types import Context, Declined, Edit, Splice


def _is_reversible(table: dict[str, str]) -> dict[str, str]:
    if not all(table.values()) or len(set(table.values())) < len(table):
        raise ValueError("what characters become must be told apart again")
    return table


Table = Annotated[dict[str, str], Field(min_length=1), AfterValidator(_is_reversible)]
"""What each character becomes."""


def insert_characters(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    characters: Signs,
    where: Literal["words"] = "words",
) -> Edit | Declined:
    """Put one of the characters, in turns, at a random place inside each word of prose."""
    if any(c in text for c in characters):
        return Declined("the text already holds such characters")
    words = [w for w in plain_words(text) if w.end - w.start >= LONG]
    if not words:
        return NO_PROSE
    places = (rng.randrange(w.start + 1, w.end) for w in words)
    return insert(text, zip(places, cycle(characters), strict=False))


def substitute(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    table: Table,
    where: Literal["prose", "words"] = "prose",
) -> Edit | Declined:
    """Exchange characters everywhere in prose, or only within its words; never in numbers."""
    if any(c in text for c in table.values()):
        return Declined("the text already holds such characters")
    parts = plain_words(text) if where == "words" else _numberless(text)
    splices = _exchanged(text, parts, table)
    return edit(text, splices) if splices else NO_PROSE


def decompose(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Write accented letters of prose as a letter and its accents (NFD)."""
    runs = [m for s in untagged_prose(text) for m in _FOREIGN.finditer(text, s.start, s.end)]
    decomposed = [Splice(*m.span(), unicodedata.normalize("NFD", m[0])) for m in runs]
    splices = [s for s, m in zip(decomposed, runs, strict=True) if s.text != m[0]]
    return edit(text, splices) if splices else Declined("the text has no letter to decompose")


@lru_cache(maxsize=64)
def plain_words(text: str) -> tuple[Span, ...]:
    """Return the words of untagged prose that are letters and no part of a number or formula."""
    parts = _numberless(text)
    return tuple(s for s in found(_WORD, text) if covered(s, parts))


LONG = 4
"""The fewest letters of a word that is long enough to be split."""

_WORD = re.compile(r"(?<![\w\\/@.])[^\W\d_]{2,}+(?![\w(/@])")
_TOKEN = re.compile(r"\S+|(?<=\d)\s(?=\d)")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")


@lru_cache(maxsize=64)
def _numberless(text: str) -> tuple[Span, ...]:
    """Return untagged prose without what holds a digit, a power or a fraction."""
    tokens = (m for m in _TOKEN.finditer(text) if m[0].isspace() or any(map(str.isnumeric, m[0])))
    return tuple(without(untagged_prose(text), merged(Span(*m.span()) for m in tokens)))


def _exchanged(text: str, parts: tuple[Span, ...], table: Mapping[str, str]) -> list[Splice]:
    keys = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    places = (m for s in parts for m in keys.finditer(text, s.start, s.end))
    return [Splice(*m.span(), table[m[0]]) for m in places]
