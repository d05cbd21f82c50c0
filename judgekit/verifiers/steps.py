"""Every arithmetic step of a worked solution, recomputed.

A right end after a wrong step is a failed step. Right steps need not lead anywhere, so a pass is
only necessary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, NamedTuple

from pydantic import Field

from judgekit.types import Sample, Verification
from judgekit.verifiers.arithmetic import NotArithmetic, evaluate
from judgekit.verifiers.equations import Equation, equations
from judgekit.verifiers.outcomes import abstained, failed, passed


def steps(
    sample: Sample, response: str, /, *, least: Annotated[int, Field(ge=0)] = 1
) -> Verification:
    """Recompute each `a op b = c`; a wrong one fails, fewer right ones than `least` abstain.

    Code is not read. A result may be rounded or cut after the digits that are shown.
    """
    if len(response) > _LONGEST:
        return abstained(f"over limit: more than {_LONGEST:,} characters")
    told = [step for step in _steps(response) if step.holds is not None]
    wrong = [f"{s.claim}, but it is {s.value}" for s in told if not s.holds]
    if wrong:
        reason = f"{len(wrong)} of {len(told)} steps do not hold"
        return failed(reason, evidence="; ".join(wrong[:3]))
    if len(told) < least:
        return abstained(f"steps that can be recomputed: {len(told)}")
    return passed(f"{len(told)} of {len(told)} steps hold", complete=False)


class Step(NamedTuple):
    """An equation, what its left side comes to, and whether that is what it says."""

    claim: str
    value: str
    holds: bool | None
    """None where it does not hold as read, and may have been meant in another way."""


_LONGEST = 200_000
_NOISE = Fraction(1, 10**12)
_CARRIED = Fraction(1, 100)
"""The relative error that rounded decimals on the left may carry into the result."""


def _steps(text: str) -> Iterator[Step]:
    for equation in equations(text):
        try:
            left, right = evaluate(equation.left.text), evaluate(equation.right.text)
        except NotArithmetic:
            continue
        claim = f"{equation.left.text} = {equation.right.text}"
        yield Step(claim, _shown(left), _holds(equation, left, right))


def _holds(equation: Equation, left: Fraction, right: Fraction) -> bool | None:
    if _is_rounded(left, right, equation.right.text):
        return True
    return None if equation.doubtful or _is_excused(equation, left, right) else False


def _is_excused(equation: Equation, left: Fraction, right: Fraction) -> bool:
    """Say whether a figure that does not fit is one of the usual short cuts."""
    spelt = equation.left.text, equation.right.text
    off = abs(left - right)
    carried = "." in spelt[0] and off <= _CARRIED * abs(left)
    whole = "." not in spelt[1] and left.denominator != 1 and off < 1
    # `3 * 4 = 12 + 5 = 17` is a running total, badly written.
    running = re.match(rf"{left} [-+*/]", spelt[1]) is not None
    return carried or whole or running or _fits_without_percents(*spelt)


def _fits_without_percents(left: str, right: str) -> bool:
    if "%" not in left + right:
        return False
    left, right = left.replace("%", ""), right.replace("%", "")
    return _is_rounded(evaluate(left), evaluate(right), right)


def _is_rounded(value: Fraction, stated: Fraction, spelling: str) -> bool:
    """Say whether a number is the value, rounded or cut after the decimals it shows.

    Beyond twelve digits a calculator's own error shows, as in `0.5 - 0.4 = 0.09999999999999998`.
    """
    off = abs(value - stated)
    return off <= _NOISE * abs(value) or (_is_decimal(spelling) and off < _step(spelling))


def _is_decimal(spelling: str) -> bool:
    return re.fullmatch(r"[- ]*[0-9]*\.[0-9]+%?", spelling) is not None


def _step(spelling: str) -> Fraction:
    """Return one unit in the last place that a number shows; hundredths of that for a per cent."""
    digits, _, percent = spelling.partition("%")
    _, _, decimals = digits.strip().partition(".")
    return Fraction(1, 10 ** len(decimals)) / (100 if percent else 1)


def _shown(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value)
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.6g}"
