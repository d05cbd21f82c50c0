"""Numbers in sentences: score points on their scale, a true minus, p never zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, log10

from judgekit.types import Estimate, Interval, Ruling, Scale, Verdict


def number(value: float, scale: Scale) -> str:
    """Return 0.62 on 1..10 and 0.062 on 0..1."""
    return decimal(value, decimals(scale))


def decimals(scale: Scale) -> int:
    """Return how many decimals a score needs: two on 0..10, three on 0..1, one on 0..100."""
    return min(6, max(0, 3 - ceil(log10(scale.span))))


def decimal(value: float, places: int = 2) -> str:
    """Return a number with a true minus; one that rounds to zero has no sign."""
    digits = f"{abs(value):.{places}f}"
    return f"−{digits}" if value < 0 and float(digits) else digits


def signed(value: float, scale: Scale) -> str:
    """Return a shift with its sign."""
    text = number(value, scale)
    return f"+{text}" if value > 0 and float(text) else text


def on_scale(text: str, scale: Scale) -> str:
    """Return "0.62 points on the 1–10 scale"."""
    return f"{text} points on the {scale.low:g}–{scale.high:g} scale"


def span(ends: Interval | Estimate, scale: Scale) -> str:
    """Return "+0.31 to +0.93"."""
    return f"{signed(ends.lo, scale)} to {signed(ends.hi, scale)}"


def percent(share: float) -> str:
    """Return 0.95 as "95 %"."""
    return f"{100 * share:.3g} %"


def p_value(p: float) -> str:
    """Return "p = 0.012" or "p < 0.001"."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def rounded(n: int) -> str:
    """Return a planned number with two digits that count, never less: 1,112 as "1,200"."""
    unit = 10 ** max(0, len(str(n)) - 2)
    return f"{ceil(n / unit) * unit:,}"


def counted(n: int, noun: str) -> str:
    """Return "1 attack", "1,200 attacks"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def enumerated(names: Iterable[str]) -> str:
    """Return "a, b and c", in the order given; there is at least one."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def listed(names: Iterable[str], *, most: int = 3) -> str:
    """Return "a, b, c and more", sorted."""
    ordered = sorted(names)
    return ", ".join(ordered[:most]) + " and more" * (len(ordered) > most)


def on_unsettled(rulings: Sequence[Ruling]) -> Iterator[str]:
    """Yield how many of the attacks are open, and what it would take to settle them."""
    unsettled = [r for r in rulings if r.verdict is Verdict.INCONCLUSIVE]
    if unsettled:
        verb = "is" if len(unsettled) == 1 else "are"
        yield f"{len(unsettled)} of {counted(len(rulings), 'attack')} {verb} not settled."
    plans = [r.n_required for r in unsettled if r.n_required is not None]
    if plans:
        yield (
            f"More samples could settle {len(plans)} of them; "
            f"the hardest needs about {rounded(max(plans))}."
        )
