"""A declared number against the right one, exactly or within a tolerance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, NamedTuple

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
    units = (unit,) if isinstance(unit, str) else tuple(unit or ())
    right = _right(answer, tolerance, relative, units)
    if found := _compared(declarations(response), right):
        return found
    if last_number and (last := _last(response)):
        return settle([_judge(last, right)], complete=False)
    return abstained("declares no number")


class _Right(NamedTuple):
    """What a number is compared with."""

    gold: Fraction
    width: Fraction
    units: tuple[str, ...]


@lru_cache(maxsize=1024)
def _right(answer: Gold, tolerance: float, relative: float, units: tuple[str, ...]) -> _Right:
    gold = as_fraction(answer)
    assert gold is not None
    return _Right(gold, max(Fraction(str(tolerance)), Fraction(str(relative)) * abs(gold)), units)


@lru_cache(maxsize=1024)
def _compared(declared: tuple[str, ...], right: _Right) -> Verification | None:
    """Judge the numbers that are declared, if any; of one text's variants they are the same."""
    numbers = [n for head in declared if (n := read(head))]
    return settle([_judge(n, right) for n in numbers]) if numbers else None


def _judge(number: Number | NotOne, right: _Right) -> tuple[str, bool | None]:
    gold, width, units = right
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


def _last(text: str) -> Number | NotOne | None:
    starts = [m.start() for m in _NUMBER_START.finditer(text)]
    return read(text[starts[-1] : starts[-1] + 100]) if starts else None
