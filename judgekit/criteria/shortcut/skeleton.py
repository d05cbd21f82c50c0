"""The skeleton of a response: what is left when the particulars of its problem are masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from judgekit.marks.lexicon import GENERIC, stem

NUMBER, PARTICULAR = "#", "@"
_TOKEN = re.compile(r"\d[\d.,]*|[^\W\d_]+(?:['’][^\W\d_]+)?|[-+*/=×÷%]")
_MOST_TOKENS = 20_000
_root = lru_cache(maxsize=50_000)(stem)
_PERSONS = {"he", "him", "his", "she", "her", "they", "them", "their", "it", "its"}


def skeleton(text: str, prompt: str) -> tuple[str, ...]:
    """Return the tokens of a response with its numbers, names and the prompt's words masked.

    Numbers become `#`; names, third persons and the words of the prompt become `@`, several in a
    row as one. Left are operators and the words of the reasoning, as stems.
    """
    return tuple(_masked(tokens(text), {_root(t) for t in tokens(prompt)} - GENERIC))


def tokens(text: str) -> tuple[str, ...]:
    """Return the words, numbers and operators of a text: the first 20,000, so that cost is held."""
    return tuple(m[0] for m in islice(_TOKEN.finditer(text), _MOST_TOKENS))


def _masked(said: tuple[str, ...], topic: set[str]) -> Iterator[str]:
    last = ""
    for token in said:
        kept = _mask(token, topic)
        if kept != PARTICULAR or last != PARTICULAR:
            yield kept
        last = kept


def _mask(token: str, topic: set[str]) -> str:
    if token[0].isdigit():
        return NUMBER
    root = _root(token)
    if root in topic or root in _PERSONS or (token[0].isupper() and root not in GENERIC):
        return PARTICULAR
    return root
