"""The numbers of a prompt that mean a score: all of them, or the prompt is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from judgekit.text import apply
from judgekit.types import Scale, Splice

Meaning = Literal["end", "described"]

_DIGITS = re.compile(r"\d+")
_N = r"(?<![\w.,-])([0-9]{1,3})"
_RANGE = re.compile(rf"{_N}(?: to | and | ?[-–—] ?)([0-9]{{1,3}})(?![\w%]|[.,]\d)")
_MEANS = re.compile(
    r"(?:^[ \t]*(?:[-*•] )?|[,;:.(] |\b(?:where|and|with|while) )([0-9]{1,3})"
    r"(?= (?:means|is|stands for|denotes)\b)",
    re.M,
)
_AND_SO_ON = re.compile(r"[^,.;\n\d]{0,80}[,;] (?:and )?([0-9]{1,3})(?= [a-z])")
_ENDS = re.compile(
    r"\b(?:from|between) ([0-9]{1,3})(?= ?\([a-z][^()\n]{0,80}\) (?:to|and) ([0-9]{1,3}) ?\([a-z])"
)
_COUNTED = re.compile(
    r" (?:sentence|word|line|paragraph|step|example|reason|criteri|minute|token|character)"
)


class Numeral(NamedTuple):
    """A number in a text: where, which, and whether it ends the scale or is described."""

    start: int
    end: int
    value: int
    meaning: Meaning


def numerals(text: str, scale: Scale) -> tuple[Numeral, ...] | None:
    """Return the scores that prose names, or None where a number may be something else."""
    ends, described = set(_ranges(text, scale)), {*_descriptions(text), *_listed(text, scale)}
    found = []
    for m in _DIGITS.finditer(text):
        meant: Meaning | None = (
            "end" if m.span() in ends else "described" if m.span() in described else None
        )
        if meant is None or not scale.low <= int(m[0]) <= scale.high:
            return None
        found.append(Numeral(*m.span(), int(m[0]), meant))
    return tuple(found)


def renumbered(text: str, found: tuple[Numeral, ...], name: Callable[[Numeral], str]) -> str:
    """Return the text with its scores named anew."""
    return apply(text, (Splice(n.start, n.end, name(n)) for n in found))


At = tuple[int, int]


def _ranges(text: str, scale: Scale) -> Iterator[At]:
    """Find both ends of the scale side by side, where they count nothing else."""
    for m in _RANGE.finditer(text):
        if (int(m[1]), int(m[2])) == (scale.low, scale.high) and not _COUNTED.match(text, m.end()):
            yield m.span(1)
            yield m.span(2)


def _descriptions(text: str) -> Iterator[At]:
    """Find the numbers of "1 means wrong, 5 partly right" and of "from 1 (wrong) to 5 (right)"."""
    for m in _MEANS.finditer(text):
        more: re.Match[str] | None = m
        while more:
            yield more.span(1)
            more = _AND_SO_ON.match(text, more.end())
    for m in _ENDS.finditer(text):
        yield m.span(1)
        yield m.span(2)


def _listed(text: str, scale: Scale) -> Iterator[At]:
    """Find the numbers that open the lines of a list which has both ends of the scale."""
    block: list[re.Match[str]] = []
    for m in [*_LISTED.finditer(text), None]:
        if block and (m is None or _GAP.search(text, block[-1].end(), m.start())):
            if {scale.low, scale.high} <= {int(b[1]) for b in block}:
                yield from (b.span(1) for b in block)
            block = []
        if m is not None:
            block.append(m)


_LISTED = re.compile(r"^[ \t]*(?:[-*•] )?([0-9]{1,3})(?= ?[:=] | [-–—] )", re.M)
_GAP = re.compile(r"\n[ \t]*\n")
