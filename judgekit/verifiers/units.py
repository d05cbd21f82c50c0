"""A declared quantity against the right one, in whatever units it is written."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from judgekit.types import Sample, Verification
from judgekit.verifiers.declared import declarations
from judgekit.verifiers.measures import Dimension, Measure, read_measure
from judgekit.verifiers.number import Number, read
from judgekit.verifiers.outcomes import abstained, settle


def _a_quantity(text: str) -> str:
    if _quantity(text) is None:
        raise ValueError(f"{text!r} is not a quantity; write a number and a unit, as '3.5 km/h'")
    return text


Gold = Annotated[str, AfterValidator(_a_quantity)]
Share = Annotated[float, Field(ge=0, lt=1)]


def units(
    sample: Sample, response: str, /, *, answer: Gold, relative: Share = 1e-6
) -> Verification:
    """Compare each declared quantity with `answer`, converted exactly, within a relative error.

    Another dimension is wrong (`10 m` for `10 s`); no unit, an unknown unit or a combination such
    as `5 ft 3 in` is left open.
    """
    gold = _quantity(answer)
    assert gold is not None
    declared = [(h[:60], _quantity(h)) for h in declarations(response) if read(h)]
    if not declared:
        return abstained("declares no quantity")
    return settle([(h, _equal(gold, q, relative) if q else None) for h, q in declared])


class Quantity(NamedTuple):
    """A number of base units, and which; the unit as it was written."""

    value: Fraction
    dimension: Dimension
    unit: str


def _equal(gold: Quantity, found: Quantity, relative: float) -> bool | None:
    if gold.dimension != found.dimension:
        return None if found.unit in _AMBIGUOUS else False
    return abs(gold.value - found.value) <= Fraction(relative) * abs(gold.value)


_AMBIGUOUS = {"C", "F"}
"""Coulomb and farad, but some write degrees so."""

_MOST_WORDS = 6
_TEXT = re.compile(r"\\(?:text|mathrm|mathbf)\{([^{}]{0,40})\}|\\[,;: ]|~|(?<=[0-9a-zA-Z}])\$")
_POWER = re.compile(r"\^\{([+\-−]?[0-9])\}")
_DEGREES = re.compile(r"\s*(?:\^?\{?\\circ\}? ?|\\degree ?|°|\bdegrees? (?=[CF]\b))", re.I)
_CONTINUES = re.compile(r"[0-9*/^+=-]|(?:or|and|to|per|plus|minus|times)$")


def _quantity(head: str) -> Quantity | None:
    """Return the quantity that a text begins with: of its words as many as make a unit."""
    plain = _TEXT.sub(lambda m: f" {m[1] or ''}", head)
    plain = _DEGREES.sub(" °", _POWER.sub(r"^\1", plain))
    number = read(re.sub(r"degrees? (?=cel|fahr)", "", plain, flags=re.I))
    if not isinstance(number, Number):
        return None
    words = number.unit.split()
    for k in range(min(len(words), _MOST_WORDS), 0, -1):
        unit = " ".join(words[:k])
        if measure := read_measure(unit):
            goes_on = len(words) > k and _CONTINUES.match(words[k])
            return None if goes_on else _measured(number, measure, unit)
    return None


def _measured(number: Number, measure: Measure, unit: str) -> Quantity:
    return Quantity(number.value * measure.factor + measure.zero, measure.dimension, unit)
