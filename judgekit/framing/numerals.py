"""The numbers of a prompt that mean a score, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from judgekit.types import JudgePrompt

Meaning = Literal["end", "described"]

_NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?![\w,]|\.\d)")
_RANGE = re.compile(r"(?<![\w.])from (\d{1,3}) to (\d{1,3})(?!\w|\.\d| \()")
_DESCRIBED = re.compile(r"\d{1,3}(?= means\b| = |: | \([a-z]| partly\b| right\b| wrong\b)")
_SHOWN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


class Numeral(NamedTuple):
    """A number in a text: where, which, and whether it ends the scale or is described."""

    start: int
    end: int
    value: int
    meaning: Meaning


def numerals(text: str, prompt: JudgePrompt) -> tuple[Numeral, ...] | None:
    """Return the scores that a text names, or None where a number may be something else."""
    ends = {at for m in _RANGE.finditer(text) for at in (m.start(1), m.start(2))}
    described = {m.start() for m in _DESCRIBED.finditer(text)} - ends
    hidden = [m.span() for m in _SHOWN.finditer(text)]
    found = []
    for m in _NUMBER.finditer(text):
        if any(a <= m.start() < b for a, b in hidden):
            continue
        value, is_end = int(m[0]), m.start() in ends
        on_scale = prompt.scale.low <= value <= prompt.scale.high
        if not on_scale or not (is_end or m.start() in described):
            return None
        found.append(Numeral(*m.span(), value, "end" if is_end else "described"))
    return tuple(found)


def renumbered(text: str, found: tuple[Numeral, ...], name: Callable[[Numeral], str]) -> str:
    """Return the text with its scores named anew."""
    parts: list[str] = []
    at = 0
    for n in found:
        parts += text[at : n.start], name(n)
        at = n.end
    return "".join((*parts, text[at:]))
