"""A declared number against the right one, exactly or within a tolerance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, Field

from judgekit.types import Sample, Verification
from judgekit.verifiers.declared import declarations
from judgekit.verifiers.number import NotOne, Number, as_fraction, read
from judgekit.verifiers.outcomes import abstained, settle


def _a_number(number: float | str) -> float | str:
    if as_fraction(number) is None:
        raise ValueError(f"{number!r} is not a number; write 42, 0.5 or '3/4'")
    return number


Gold = Annotated[int | float | str, AfterValidator(_a_number)]
Width = Annotated[float, Field(ge=0, allow_inf_nan=False)]


def numeric(
    sample: Sample,
    response: str,
    /,
    *,
    answer: Gold,
    tolerance: Width = 0.0,
    relative: Width = 0.0,
    unit: str | Sequence[str] | None = None,
    last_number: bool = False,
) -> Verification:
    """Compare each declared number with `answer`.

    Without `unit` the words after a number are not looked at, except that a number which would be
    right only as a percentage, in cents or in dozens is left open. With `unit` (its accepted
    spellings) a bare number is right, and a number in other units is left open: nothing is
    converted. `last_number` reads the last number where none is declared; that settles nothing.
    """
    gold = as_fraction(answer)
    assert gold is not None
    width = max(Fraction(str(tolerance)), Fraction(str(relative)) * abs(gold))
    units = (unit,) if isinstance(unit, str) else tuple(unit or ())
    declared = [n for head in declarations(response) if (n := read(head))]
    found = declared or (_last(response) if last_number else [])
    if not found:
        return abstained("declares no number")
    return settle([_judge(n, gold, width, units) for n in found], complete=bool(declared))


def _judge(
    number: Number | NotOne, gold: Fraction, width: Fraction, units: tuple[str, ...]
) -> tuple[str, bool | None]:
    if isinstance(number, NotOne):
        return number.spelling, None
    if units and number.unit and not _is_unit(number.unit, units):
        return number.spelling, None
    if abs(number.value - gold) <= width:
        return number.spelling, True
    as_other = not units and number.other is not None and abs(number.other - gold) <= width
    return number.spelling, None if as_other else False


def _is_unit(words: str, units: tuple[str, ...]) -> bool:
    return any(words == unit or _unit_pattern(unit).match(words) for unit in units)


def _unit_pattern(unit: str) -> re.Pattern[str]:
    # `5 m per second` is no length, and `5 mW` is not `5 MW`.
    flags = re.IGNORECASE if len(unit) > 3 else re.NOFLAG
    return re.compile(rf"{re.escape(unit)}(?!\w|[ ]*[/^*·]|[ ]+per\b)", flags)


_NUMBER_START = re.compile(r"(?<![\w.,/])[+\-−]?[$£€¥]?\.?[0-9]")


def _last(text: str) -> list[Number | NotOne]:
    starts = [m.start() for m in _NUMBER_START.finditer(text)]
    found = read(text[starts[-1] : starts[-1] + 100]) if starts else None
    return [found] if found else []
