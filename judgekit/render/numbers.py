"""Numbers as a reader meets them: fixed decimals, a true minus, words where there is none."""

from __future__ import annotations

from collections.abc import Sequence

# The verdict's sentences and the report count and round alike.
from judgekit.budget.wording import counted as counted
from judgekit.budget.wording import decimals as decimals
from judgekit.budget.wording import enumerated as enumerated
from judgekit.types import Estimate, Interval

NONE = "–"
"""What a table shows where there is no number; its reason stands beside it."""


def fixed(value: float | None, places: int) -> str:
    """Return -0.049 as −0.05; a number that rounds to zero has no sign."""
    if value is None:
        return NONE
    digits = f"{abs(value):,.{places}f}"
    return f"−{digits}" if value < 0 and float(digits.replace(",", "")) else digits


def signed(value: float | None, places: int) -> str:
    """Return the number with its sign, as a shift is written."""
    text = fixed(value, places)
    positive = value is not None and value > 0 and text.strip("0.,") != ""
    return f"+{text}" if positive else text


def ticks(values: Sequence[float]) -> tuple[str, ...]:
    """Return the ticks of an axis with their signs, and as many decimals as tell them exactly."""
    exact = (p for p in range(6) if all(abs(round(v, p) - v) < 1e-9 for v in values))
    places = next(exact, 6)
    return tuple(signed(v, places) for v in values)


def interval(ends: Estimate | Interval, places: int) -> str:
    """Return the two ends in brackets, signed."""
    return f"[{signed(ends.lo, places)}, {signed(ends.hi, places)}]"


def estimate(value: Estimate | None, places: int) -> str:
    """Return a shift with its interval, or the words that there is none."""
    return f"{signed(value.est, places)} {interval(value, places)}" if value else "not measured"


def percent(share: float | None, places: int = 1) -> str:
    """Return a share in per cent, rounded to the same number of decimals everywhere."""
    return NONE if share is None else f"{fixed(100 * share, places)} %"


def percentage_points(value: Estimate | None) -> str:
    """Return the difference of two shares with its interval, in percentage points."""
    if value is None:
        return "not measured"
    ends = Interval(100 * value.lo, 100 * value.hi)
    return f"{signed(100 * value.est, 1)} {interval(ends, 1)} pp"


def share(value: Estimate | None) -> str:
    """Return a share with its interval, in per cent."""
    if value is None:
        return "not measured"
    return f"{percent(value.est)} [{percent(value.lo)}, {percent(value.hi)}]"


def ratio(part: int, whole: int) -> float | None:
    """Return a share, absent where there is nothing to share."""
    return part / whole if whole else None


def probability(p: float | None) -> str:
    """Return a p-value, never as zero."""
    if p is None:
        return NONE
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def count(n: int | None) -> str:
    """Return a whole number with thousands apart."""
    return NONE if n is None else f"{n:,}"


def dollars(cost: float | None) -> str:
    """Return a cost; a price nobody knows is unknown, never nothing."""
    if cost is None:
        return "unknown"
    if cost == 0:
        return "$0"
    return "<$0.01" if cost < 0.01 else f"${cost:,.2f}"


def plain_number(value: float) -> str:
    """Return an end of a scale as a person writes it: 10, not 10.0."""
    return f"{value:g}".replace("-", "−")
