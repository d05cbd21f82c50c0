"""Read the one number that a declared answer begins with, exactly, or say that it is not one.

A point is the decimal mark; commas only group thousands, so `3,5` is not read. Fractions, mixed
numbers, `1.5e3`, `1.5 x 10^3` and the words hundred to trillion are read. An equals sign counts
inside a declaration only: of `x = 6 + 1 = 7` the last side is read. A range, an alternative or an
expression (`4 or 5`, `2^10`) is not one number. NaN, infinities and exponents beyond three digits
are none, and neither is praise (`10/10`, `100% correct`).
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple


class Number(NamedTuple):
    """A number as written, its value, and the words around it."""

    spelling: str
    value: Fraction
    other: Fraction | None
    """What else the word after it may make of it: 25 % is also 0.25, 3 dozen is also 36."""
    unit: str
    """The words after it, or else the currency sign before it."""


class NotOne(NamedTuple):
    """Digits that are not one number."""

    spelling: str


def read(head: str) -> Number | NotOne | None:
    """Return the number that a text begins with; None where it begins with none."""
    head = _plain(head)
    skipped = _EQUATIONS.match(head)
    match = _NUMBER.match(head, pos=skipped.end() if skipped else 0)
    if match is None or _is_praise(match):
        return None
    rest = head[match.end() :]
    value = _value(match)
    if value is None or _GOES_ON.match(rest):
        return NotOne(head[:40])
    unit = _UNIT_ENDS.split(rest, maxsplit=1)[0].strip("$ ")
    word = unit.split()[0] if unit else ""
    value *= _SCALES.get(word.lower(), 1)
    factor = _FACTORS.get(word.lower())
    currency = "" if rest.startswith("$") else match["currency"]  # `$42$` is mathematics
    return Number(
        spelling=f"{match[0]} {word}".strip(),
        value=value,
        other=value * factor if factor else None,
        unit=unit or currency,
    )


@lru_cache(maxsize=1024)
def as_fraction(number: float | str) -> Fraction | None:
    """Return the decimal or fraction that a row's own number spells, or None."""
    match = _NUMBER.fullmatch(str(number))
    return _value(match) if match else None


_UNSIGNED = r"[0-9]{1,40}"
_GROUPED = rf"(?:[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+|{_UNSIGNED})"

_NUMBER = re.compile(
    rf"""
    (?P<currency>[$£€¥]?) [ ]? (?P<sign>[+\-−]?) [ ]? [$£€¥]?
    (?: \\[dt]?frac\{{(?P<top>{_UNSIGNED})\}}\{{(?P<bottom>{_UNSIGNED})\}}
      | (?:(?P<whole>{_UNSIGNED})[ ]+)?(?P<over>{_UNSIGNED})[ ]?/[ ]?(?P<under>{_UNSIGNED})
      | (?P<decimal>{_GROUPED}(?:\.{_UNSIGNED})?|\.{_UNSIGNED})
        (?:(?:[eE]|[ ]?[x×][ ]?10\^)\{{?(?P<power>[+\-−]?[0-9]{{1,3}})\}}?)?
    )
    """,
    re.VERBOSE,
)

_EQUATIONS = re.compile(r"(?:(?:\b[A-Za-z]\b|[$0-9+\-−*/×÷·^ %²³]|[.,](?=[0-9])){1,60}=[ ]*)+")

_GOES_ON = re.compile(
    r"[ ]*(?:[0-9²³¹⁰-⁹]|[/*^×÷·+<>≈±=][ (\\]*\w|[-−–][ ]*[$£€]?[0-9]|[.:][0-9]|,[ ]?[0-9]"
    r"|x[ ]*[0-9]|e[+-]?[0-9]|(?:or|to|and|of|in|plus|minus|times)\b[ ]*[$£€]?[0-9])",
    re.IGNORECASE,
)

_PRAISE = re.compile(
    r"[ ]*(?:%|percent)?[ ]*(?:out of|stars?|correct|right|accurate|certain|sure|perfect)\b",
    re.IGNORECASE,
)

_UNIT_ENDS = re.compile(r"[.,;:!?()}'\"\n]")

_PER_CENT = Fraction(1, 100)
_FACTORS = {"%": _PER_CENT, "percent": _PER_CENT, "cent": _PER_CENT, "cents": _PER_CENT}
_FACTORS |= {"dozen": Fraction(12)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_MARKUP = re.compile(
    r"\\(?:text|mathrm|mathbf)\s*\{(?P<kept>[^{}]*)\}|\\(?P<sign>[$%])|(?<![0-9])\*\*|\*\*(?![0-9])|__|`"
    r"|\\(?:left|right)\b|\\[,!;:()\[\]]|\{,\}(?=[0-9])|(?<=[0-9%])[*_](?![0-9(])"
)
_TIMES = re.compile(r"\\(?:times|cdot)\b")
_VULGAR = re.compile("[¼-¾⅐-⅞]")


def _plain(head: str) -> str:
    head = _VULGAR.sub(lambda m: " " + unicodedata.normalize("NFKC", m[0]), head).lstrip()
    head = _MARKUP.sub(lambda m: m["kept"] or m["sign"] or "", head)
    return _TIMES.sub("×", head).replace("⁄", "/").lstrip()


def _is_praise(match: re.Match[str]) -> bool:
    full_marks = match["whole"] is None and match["over"] == match["under"] is not None
    return full_marks or _PRAISE.match(match.string, match.end()) is not None


def _value(match: re.Match[str]) -> Fraction | None:
    over, under = match["top"] or match["over"], match["bottom"] or match["under"]
    if over is None:
        value = Fraction(match["decimal"].replace(",", ""))
        if match["power"]:
            value *= Fraction(10) ** int(match["power"].replace("−", "-"))
    elif int(under) == 0:
        return None
    else:
        value = int(match["whole"] or 0) + Fraction(int(over), int(under))
    return -value if match["sign"] in ("-", "−") else value
