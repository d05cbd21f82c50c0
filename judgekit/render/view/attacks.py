"""One attack as every part of the page shows it: its numbers as texts, its drawing, its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.charts import Axis, Mark
from judgekit.render.quoting import short
from judgekit.render.view.anchors import anchor
from judgekit.types import Audit, Effect, Expect, Flips, Interval, Ruling, Status, Verdict

_HONEST = {
    Expect.SAME: "stays",
    Expect.NOT_HIGHER: "does not rise",
    Expect.LOWER: "falls",
    Expect.MIRROR: "is mirrored",
    Expect.SWAP: "changes sides",
    Expect.TIE: "is a tie",
}
BY_WEIGHT: tuple[Mark, ...] = ("exceeded", "inconclusive", "within", "untried", "control")
"""The weightiest first."""
_MARKS: dict[Verdict, Mark] = {
    Verdict.EXCEEDED: "exceeded",
    Verdict.WITHIN: "within",
    Verdict.INCONCLUSIVE: "inconclusive",
}
_WORDS: dict[Mark, str] = {"untried": "fits no item", "control": "no ruling"}
EXAMPLES = 24
"""Examples a page shows; the audit file holds them all."""
_WHY, _REASONS = 600, 4
"""Characters of a reason and reasons without a variant that a row shows."""


@dataclass(frozen=True, slots=True)
class AttackRow:
    """One attack, every number already a text."""

    id: str
    name: str
    """The id without its family."""
    anchor: str
    title: str
    honest: str
    """What an honest score does, as the end of a sentence."""
    n: str
    declined: str
    broken: str
    unscored: str
    shift: str
    interval: str
    simultaneous: str
    up: str
    same: str
    down: str
    flip: str
    p: str
    p_adjusted: str
    mark: Mark
    verdict: str
    why: str
    notes: tuple[str, ...]
    example: str
    """The address of the first example shown; "" where none is."""
    figures: str
    """The address of the attack's line of JSON."""
    key: Markup
    drawing: Markup

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """What the full table shows of it beside its verdict: the column's name, and the text."""
        return (
            ("shift", self.shift),
            ("interval", self.interval),
            ("for all at once", self.simultaneous),
            ("n", self.n),
            ("declined", self.declined),
            ("broken", self.broken),
            ("unscored", self.unscored),
            ("up", self.up),
            ("same", self.same),
            ("down", self.down),
            ("flip", self.flip),
            ("p", self.p),
            ("adjusted p", self.p_adjusted),
        )


class Ground(NamedTuple):
    """What lies behind every drawing: the axis, and the tolerance to each side of zero."""

    axis: Axis
    band: float


def mark_of(ruling: Ruling | None) -> Mark:
    """Return the mark a ruling is drawn with."""
    return _MARKS[ruling.verdict] if ruling else "control"


def mark_on(e: Effect, ruling: Ruling | None) -> Mark:
    """Return the mark of an effect, which has none of a verdict where it fits no item."""
    return mark_of(ruling) if e.tried else "untried"


def word_of(mark: Mark) -> str:
    """Return a mark's verdict as a word."""
    return _WORDS.get(mark, mark)


def ground(audit: Audit, effects: Sequence[Effect], *, ticks: int = 6) -> Ground:
    """Return the ground that holds every estimate with its interval.

    An interval for all at once may run on beyond it: a few items make one so wide that no other
    could be read.
    """
    band = audit.budget.tolerance * audit.manifest.scale.span
    ends = [-1.5 * band, 1.5 * band, *(end for e in effects for end in _ends(e) or ())]
    low, high = min(ends), max(ends)
    room = (high - low) / 2
    wide = (min(max(end, low - room), high + room) for e in effects for end in e.simultaneous or ())
    return Ground(charts.axis([*ends, *wide], about=ticks), band)


def axis_of(on: Ground) -> Markup:
    """Draw the ticks of a ground."""
    return charts.axis_row(on.axis, numbers.ticks(on.axis.ticks), band=on.band)


def drawing(e: Effect, mark: Mark, on: Ground) -> Markup:
    """Draw an effect with both its intervals."""
    return charts.forest_row(
        on.axis,
        band=on.band,
        mark=mark,
        at=e.shift.est if e.shift else None,
        ends=_ends(e),
        simultaneous=e.simultaneous,
    )


def rows(audit: Audit, on: Ground) -> Callable[[Effect], AttackRow]:
    """Return what words an effect of the audit with the ruling made on it."""
    rulings = {r.attack: r for r in audit.rulings}
    return lambda e: row(e, audit, rulings.get(e.attack), on)


def row(e: Effect, audit: Audit, ruling: Ruling | None, on: Ground) -> AttackRow:
    """Word one effect."""
    places, mark = numbers.decimals(audit.manifest.scale), mark_on(e, ruling)
    return AttackRow(
        id=short(e.attack),
        name=short(e.attack.removeprefix(f"{e.family}/")),
        anchor=anchor("attack", e.attack),
        title=short(e.title),
        honest=_HONEST[e.expect],
        n=numbers.count(e.n),
        declined=numbers.count(e.n_declined),
        broken=numbers.count(e.n_broken),
        unscored=numbers.count(e.n_unscored),
        shift=numbers.signed(e.shift.est, places) if e.shift else "not measured",
        interval=numbers.interval(e.shift, places) if e.shift else "",
        simultaneous=numbers.interval(e.simultaneous, places) if e.simultaneous else numbers.NONE,
        up=numbers.percent(e.up, 0),
        same=numbers.percent(e.same, 0),
        down=numbers.percent(e.down, 0),
        flip=numbers.percent(e.flip_rate),
        p=numbers.probability(e.p),
        p_adjusted=numbers.probability(e.p_adjusted),
        mark=mark,
        verdict=word_of(mark),
        why=short(ruling.why, _WHY) if ruling else "The budget makes no ruling here.",
        notes=tuple(_notes(e, audit)),
        example=anchor("example", e.attack) if e.attack in _exemplified(audit) else "",
        figures=anchor("json", e.attack),
        key=charts.key(mark),
        drawing=drawing(e, mark, on),
    )


def _exemplified(audit: Audit) -> set[str]:
    return {s.attack for s in audit.specimens[:EXAMPLES]}


def _notes(e: Effect, audit: Audit) -> Iterator[str]:
    if e.shift and e.shift.status is Status.DEGENERATE:
        yield "The differences do not vary: only the allowance for unseen items gives the width."
    if e.shift and e.shift.status is Status.TOO_FEW:
        yield "Too few items to read the interval at face value."
    if e.p_smallest is not None and e.p_smallest > audit.level:
        yield f"With so few differences p cannot fall below {numbers.probability(e.p_smallest)}."
    if e.flips and e.flips.toward + e.flips.away:
        yield _flips(e.flips)
    missing = audit.missing_variants.get(e.attack, {})
    for reason, n in islice(missing.items(), _REASONS):
        yield f"{n:,} without a variant, {short(reason)}."
    if len(missing) > _REASONS:
        yield f"{numbers.counted(len(missing) - _REASONS, 'more reason')} in the audit file."


def _flips(f: Flips) -> str:
    p = numbers.probability(f.p)
    return (
        f"Accepted under attack only: {numbers.counted(f.toward, 'item')}, under the placebo only: "
        f"{f.away:,}; {numbers.percentage_points(f.difference)} ({f.difference.method}), "
        f"McNemar mid-p {p if p.startswith('<') else f'= {p}'}."
    )


def _ends(e: Effect) -> Interval | None:
    return Interval(e.shift.lo, e.shift.hi) if e.shift else None
