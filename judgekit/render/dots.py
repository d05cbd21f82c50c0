"""Scores of the same items without and under attack, as dots whose area counts items."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from markupsafe import Markup

from judgekit.types import Scale

Move = Literal["rose", "stayed", "fell"]

_SIDE, _LEFT, _ABOVE, _BELOW = 200, 30, 8, 22
"""Pixels: the square, and around it the room for the ends of the scale."""
_LEVELS, _BINS = 25, 20
"""Distinct scores up to which each has its own place, and the places there are beyond that."""
_LEAST = 1.2
"""Pixels: the radius below which a dot is not seen."""

# A rise is full, a fall is hollow, what stayed is pale: shape tells them apart, not colour.
_DRAWN: dict[Move, str] = {
    "rose": 'fill="currentColor"',
    "stayed": 'fill="currentColor" fill-opacity="0.35"',
    "fell": 'fill="none" stroke="currentColor" stroke-width="1.5"',
}


class Pair(NamedTuple):
    """One item's score without, and under, attack."""

    before: float
    after: float

    @property
    def move(self) -> Move:
        """Which way the attack moved the score."""
        if self.after == self.before:
            return "stayed"
        return "rose" if self.after > self.before else "fell"


class Ends(NamedTuple):
    """The labels of the scale."""

    low: str
    accept: str
    high: str


def dots(pairs: Sequence[Pair], scale: Scale, ends: Ends) -> Markup:
    """Draw pairs around the diagonal of unmoved scores; above it the attack raised the score."""
    placed = Counter(_placed(pairs, scale))
    most = max(placed.values(), default=1)
    room = _room(placed, scale)
    drawn = [_dot(pair, room * math.sqrt(n / most), scale) for pair, n in sorted(placed.items())]
    width, height = _LEFT + _SIDE + _ABOVE, _ABOVE + _SIDE + _BELOW
    inside = "".join((*_frame(scale), *drawn, *_labels(scale, ends)))
    return Markup(  # noqa: S704 - numbers, closed choices and escaped labels only
        f'<svg class="dots" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-hidden="true">{inside}</svg>'
    )


def _placed(pairs: Sequence[Pair], scale: Scale) -> Iterator[Pair]:
    if len({score for pair in pairs for score in pair}) <= _LEVELS:
        yield from pairs
        return
    step = scale.span / _BINS
    for pair in pairs:
        yield Pair(*(scale.low + step * round((s - scale.low) / step) for s in pair))


def _room(placed: Counter[Pair], scale: Scale) -> float:
    """Return the radius of the largest dot: neighbours touch, and none is larger than a coin."""
    levels = sorted({score for pair in placed for score in pair})
    nearest = min((b - a for a, b in pairwise(levels)), default=scale.span)
    return min(11.0, max(2.5 * _LEAST, _SIDE * nearest / scale.span / 2))


def _dot(pair: Pair, radius: float, scale: Scale) -> str:
    x, y = _at(pair.before, pair.after, scale)
    place = f'cx="{x}" cy="{y}" r="{max(_LEAST, radius):.1f}"'
    return f'<circle class="{pair.move}" {place} {_DRAWN[pair.move]}/>'


def _frame(scale: Scale) -> Iterator[str]:
    low, accept, high = scale.low, scale.accept, scale.high
    yield (
        f'<rect class="frame" x="{_LEFT}" y="{_ABOVE}" width="{_SIDE}" height="{_SIDE}" '
        'fill="none" stroke="currentColor" stroke-opacity="0.4"/>'
    )
    yield _line("still", _at(low, low, scale), _at(high, high, scale))
    yield _line("accept", _at(accept, low, scale), _at(accept, high, scale))
    yield _line("accept", _at(low, accept, scale), _at(high, accept, scale))


def _line(name: str, start: tuple[str, str], end: tuple[str, str]) -> str:
    dashes = ' stroke-dasharray="3 3"' if name == "accept" else ""
    return (
        f'<line class="{name}" x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" '
        f'stroke="currentColor" stroke-opacity="0.5"{dashes}/>'
    )


def _labels(scale: Scale, ends: Ends) -> Iterator[str]:
    for value, label in zip((scale.low, scale.accept, scale.high), ends, strict=True):
        x, y = _at(value, value, scale)
        text = Markup.escape(label)
        yield f'<text x="{x}" y="{_ABOVE + _SIDE + 15}" text-anchor="middle">{text}</text>'
        yield f'<text x="{_LEFT - 5}" y="{y}" dy="4" text-anchor="end">{text}</text>'


def _at(before: float, after: float, scale: Scale) -> tuple[str, str]:
    across, up = ((s - scale.low) / scale.span for s in (before, after))
    return f"{_LEFT + _SIDE * across:.1f}", f"{_ABOVE + _SIDE * (1 - up):.1f}"
