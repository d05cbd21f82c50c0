"""Small SVG drawings made of percentages, so that each fits the width its table gives it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from markupsafe import Markup

from judgekit.types import Interval

Mark = Literal["exceeded", "within", "inconclusive", "untried", "control"]

# Shape and fill tell the verdicts apart where colour cannot.
_SHAPES: dict[Mark, str] = {
    "exceeded": '<path d="M-6 0 0-6 6 0 0 6z" fill="currentColor"/>',
    "within": '<circle r="4" fill="currentColor"/>',
    "inconclusive": '<circle r="4" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "untried": '<path d="M-4 0H4" stroke="currentColor" stroke-width="1.8"/>',
    "control": '<path d="M-4-4 4 4M-4 4 4-4" stroke="currentColor" stroke-width="1.8"/>',
}

# How dark each part is where the style sheet, which has colours, is blocked.
_INK = {
    "on": 0.12,
    "keep": 1,
    "drop": 0.5,
    "escalate": 0.3,
    "hold": 0.7,
    "quarantine": 0.85,
    "before": 0.2,
    "after": 1,
    "same": 0.15,
    "first": 1,
    "second": 0.6,
    "half": 0.35,
}


class Axis(NamedTuple):
    """A linear scale from `lo` to `hi` and where it is ticked."""

    lo: float
    hi: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> str:
        """Return the place of a value as a percentage of the width, kept inside the drawing."""
        share = (value - self.lo) / (self.hi - self.lo)
        return f"{100 * min(1.0, max(0.0, share)):.2f}%"


def axis(values: Iterable[float], *, about: int = 6) -> Axis:
    """Return an axis with round ticks that holds every value and zero, with a little air."""
    held = [0.0, *values]
    span = (max(held) - min(held)) or 1.0
    lo, hi = min(held) - span / 50, max(held) + span / 50
    step = _round_step(span / about)
    ticks = range(math.ceil(lo / step), math.floor(hi / step) + 1)
    return Axis(lo, hi, tuple(i * step for i in ticks))


def forest_row(
    axis: Axis,
    *,
    band: float,
    mark: Mark = "control",
    at: float | None = None,
    ends: Interval | None = None,
    simultaneous: Interval | None = None,
) -> Markup:
    """Draw one estimate with its two intervals over the tolerance band; alone, only the ground."""
    parts = _ground(axis, band)
    if simultaneous:
        parts.append(_level(axis, simultaneous, "simultaneous", 1))
    if ends:
        parts.append(_level(axis, ends, "interval", 2.5))
    if at is not None:
        parts.append(_mark(axis, at, mark))
    return _svg("row", 22, parts)


def strip_row(axis: Axis, marks: Iterable[tuple[Mark, float]], *, band: float) -> Markup:
    """Draw many estimates in one line over the tolerance band, the last one on top."""
    return _svg("row", 22, [*_ground(axis, band), *(_mark(axis, at, mark) for mark, at in marks)])


def axis_row(axis: Axis, labels: Iterable[str], *, band: float) -> Markup:
    """Draw the ticks of the axis with their labels."""
    parts = _ground(axis, band)
    for value, label in zip(axis.ticks, labels, strict=True):
        parts.append(
            f'<text x="{axis.at(value)}" y="15" text-anchor="middle">{Markup.escape(label)}</text>'
        )
    return _svg("axis", 22, parts)


def scores_row(axis: Axis, *, start: float | None, end: float | None) -> Markup:
    """Draw where an answer stood under the placebo (ring) and stands under attack (dot)."""
    parts = [_level(axis, Interval(axis.lo, axis.hi), "scale", 1)]
    if start is not None and end is not None:
        parts.append(_level(axis, Interval(start, end), "move", 3))
    if start is not None:
        parts.append(_mark(axis, start, "inconclusive"))
    if end is not None:
        parts.append(_mark(axis, end, "within"))
    return _svg("scores", 22, parts)


def stacked_row(parts: Iterable[tuple[str, int]], *, of: int) -> Markup:
    """Draw named counts side by side from the left, the whole width being `of`."""
    drawn, start = [], 0
    for name, n in parts:
        drawn.append(_bar(name, x=100 * start / of, width=100 * n / of))
        start += n
    return _svg("stacked", 18, drawn)


def histogram(before: Sequence[int], after: Sequence[int]) -> Markup:
    """Draw counts in bins as bars, and in each bar the part that is left afterwards."""
    most, step = max(1, *before), 100 / len(before)
    drawn = [
        _bar(name, x=i * step, width=step, height=100 * n / most)
        for name, counts in (("before", before), ("after", after))
        for i, n in enumerate(counts)
    ]
    return _svg("histogram", 72, drawn)


def swatch(name: str) -> Markup:
    """Draw a named part alone, for the key of a stacked row."""
    return Markup(  # noqa: S704 - closed choices only
        '<svg class="swatch" width="12" height="12" aria-hidden="true">'
        f"{_bar(name, x=0, width=100)}</svg>"
    )


def key(mark: Mark) -> Markup:
    """Draw a mark alone, for the legend and for tables."""
    return Markup(  # noqa: S704 - closed choices only
        '<svg class="key" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">'
        f'<g class="mark {mark}">{_SHAPES[mark]}</g></svg>'
    )


def _svg(name: str, height: int, parts: list[str]) -> Markup:
    inside = "".join(parts)
    return Markup(  # noqa: S704 - numbers, closed choices and escaped tick labels only
        f'<svg class="{name}" width="100%" height="{height}" aria-hidden="true">{inside}</svg>'
    )


def _bar(name: str, *, x: float, width: float, height: float = 100) -> str:
    return (
        f'<rect class="part {name}" x="{x:.2f}%" y="{100 - height:.2f}%" width="{width:.2f}%" '
        f'height="{height:.2f}%" fill="currentColor" fill-opacity="{_INK[name]}"/>'
    )


def _ground(axis: Axis, band: float) -> list[str]:
    limits = (_upright(axis, end, "limit") for end in (-band, band) if band)
    return [_band(axis, -band, band), *limits, _upright(axis, 0.0, "zero")]


def _band(axis: Axis, lo: float, hi: float) -> str:
    left, right = axis.at(lo), axis.at(hi)
    width = float(right[:-1]) - float(left[:-1])
    return f'<rect class="band" x="{left}" width="{width:.2f}%" height="100%" fill-opacity="0.1"/>'


def _upright(axis: Axis, value: float, name: str) -> str:
    x = axis.at(value)
    return f'<line class="{name}" x1="{x}" x2="{x}" y2="100%" stroke="currentColor"/>'


def _level(axis: Axis, ends: Interval, name: str, width: float) -> str:
    x1, x2 = axis.at(ends.lo), axis.at(ends.hi)
    line = (
        f'<line class="{name}" x1="{x1}" x2="{x2}" y1="50%" y2="50%" '
        f'stroke="currentColor" stroke-width="{width:g}"/>'
    )
    return "".join((line, *_arrows(axis, ends, name)))


def _arrows(axis: Axis, ends: Interval, name: str) -> Iterator[str]:
    """Yield the heads of an interval that runs on beyond the axis."""
    for side, beyond in ((-1, ends.lo < axis.lo), (1, ends.hi > axis.hi)):
        if beyond:
            yield (
                f'<svg x="{50 + 50 * side}%" y="50%" overflow="visible"><path class="{name}" '
                f'd="M{-5 * side}-4 0 0 {-5 * side} 4" fill="none" stroke="currentColor"/></svg>'
            )


def _mark(axis: Axis, value: float, mark: Mark) -> str:
    # A nested drawing is the only way to put a shape at a percentage.
    return (
        f'<svg x="{axis.at(value)}" y="50%" overflow="visible">'
        f'<g class="mark {mark}">{_SHAPES[mark]}</g></svg>'
    )


def _round_step(rough: float) -> float:
    magnitude: float = 10.0 ** math.floor(math.log10(rough))
    return next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough * 0.999)
