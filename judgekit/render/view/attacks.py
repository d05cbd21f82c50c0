"""Attacks as the forest plot and the full table lay them out: by family, weightiest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.charts import Axis, Mark
from judgekit.render.sentences import harm
from judgekit.types import Audit, Effect, Expect, Flips, Interval, Ruling, Status, Verdict

LARGEST = 8
"""Shifts drawn on the first screen."""

_HONEST = {
    Expect.SAME: "stays",
    Expect.NOT_HIGHER: "does not rise",
    Expect.LOWER: "falls",
    Expect.MIRROR: "is mirrored",
    Expect.SWAP: "changes sides",
    Expect.TIE: "is a tie",
}
BY_WEIGHT: tuple[Mark, ...] = ("exceeded", "inconclusive", "within", "control")
"""The weightiest first."""
_MARKS: dict[Verdict, Mark] = {
    Verdict.EXCEEDED: "exceeded",
    Verdict.WITHIN: "within",
    Verdict.INCONCLUSIVE: "inconclusive",
}


@dataclass(frozen=True, slots=True)
class AttackRow:
    """One attack, every number already a text."""

    id: str
    name: str
    """The id without its family."""
    title: str
    honest: str
    """What an honest score does, as the end of a sentence."""
    n: str
    declined: str
    broken: str
    unscored: str
    shift: str
    interval: str
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
    key: Markup
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Family:
    """The attacks of one family, the weightiest verdict first."""

    name: str
    summary: str
    ground: Markup
    """The empty drawing behind the family's name."""
    attacks: tuple[AttackRow, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Rows over an axis of their own."""

    attacks: tuple[AttackRow, ...]
    axis: Markup


@dataclass(frozen=True, slots=True)
class Forest:
    """All families over one axis, and before them the most harmful shifts."""

    families: tuple[Family, ...]
    axis: Markup
    largest: Plot
    keys: tuple[tuple[Markup, str], ...]
    confidence: str


def forest(audit: Audit) -> Forest:
    """Lay out every effect with its ruling."""
    ground = _ground(audit, audit.effects)
    measured = (e.shift for e in audit.effects if e.shift)
    return Forest(
        families=_families(audit, ground),
        axis=_axis_row(audit, ground),
        largest=_largest(audit),
        keys=_keys(audit),
        confidence=next((numbers.percent(s.conf, 0) for s in measured), "95 %"),
    )


def mark_of(ruling: Ruling | None) -> Mark:
    """Return the mark a ruling is drawn with."""
    return _MARKS[ruling.verdict] if ruling else "control"


def word_of(mark: Mark) -> str:
    """Return a mark's verdict as a word."""
    return "no ruling" if mark == "control" else mark


class _Ground(NamedTuple):
    """What lies behind every drawing: the axis, and the tolerance to each side of zero."""

    axis: Axis
    band: float


def _ground(audit: Audit, effects: Sequence[Effect], *, ticks: int = 6) -> _Ground:
    band = audit.budget.tolerance * audit.manifest.scale.span
    ends = [end for e in effects for end in (*(e.simultaneous or ()), *(_ends(e) or ()))]
    return _Ground(charts.axis([-1.5 * band, 1.5 * band, *ends], about=ticks), band)


def _axis_row(audit: Audit, ground: _Ground) -> Markup:
    places = max(numbers.decimals(audit.manifest.scale) - 1, 0)
    labels = [numbers.signed(tick, places) for tick in ground.axis.ticks]
    return charts.axis_row(ground.axis, labels, band=ground.band)


def _families(audit: Audit, ground: _Ground) -> tuple[Family, ...]:
    weight, row = _weight(audit), _rows(audit, ground)
    by_family = groupby(sorted(audit.effects, key=lambda e: e.family), key=lambda e: e.family)
    families = [(name, sorted(effects, key=weight)) for name, effects in by_family]
    families.sort(key=lambda family: weight(family[1][0]))
    return tuple(_family(name, tuple(map(row, effects)), ground) for name, effects in families)


def _family(name: str, attacks: tuple[AttackRow, ...], ground: _Ground) -> Family:
    marks = [a.mark for a in attacks]
    return Family(
        name=name,
        summary=", ".join(f"{n} {word_of(m)}" for m in BY_WEIGHT if (n := marks.count(m))),
        ground=charts.forest_row(ground.axis, band=ground.band),
        attacks=attacks,
    )


class _Shift(NamedTuple):
    """An effect with its ruling, and what it is called where attributes stand side by side."""

    effect: Effect
    ruling: Ruling | None
    name: str


def _largest(audit: Audit) -> Plot:
    found = [s for s in _all_shifts(audit) if s.effect.shift]
    found.sort(key=lambda s: (-harm(s.effect), s.name))
    shown = sorted(found[:LARGEST], key=lambda s: (*_heft(s.effect, s.ruling), s.name))
    ground = _ground(audit, [s.effect for s in shown], ticks=4)
    rows = (replace(_row(s.effect, audit, s.ruling, ground), id=s.name) for s in shown)
    return Plot(tuple(rows), _axis_row(audit, ground))


def _all_shifts(audit: Audit) -> Iterator[_Shift]:
    """Yield what the attacks do to the score, and to each attribute that decides beside it."""
    rulings = {r.attack: r for r in audit.rulings}
    for effect in audit.effects:
        yield _Shift(effect, rulings.get(effect.attack), effect.attack)
    for f in audit.deciding:
        for effect, ruling in zip(f.effects, f.rulings, strict=True):
            yield _Shift(effect, ruling, f"{effect.attack} on {f.name}")


def _weight(audit: Audit) -> Callable[[Effect], tuple[int, bool, float, str]]:
    rulings = {r.attack: r for r in audit.rulings}
    return lambda e: (*_heft(e, rulings.get(e.attack)), e.attack)


def _heft(e: Effect, ruling: Ruling | None) -> tuple[int, bool, float]:
    rank = BY_WEIGHT.index(mark_of(ruling))
    return rank, e.shift is None, -e.shift.est if e.shift else 0.0


def _keys(audit: Audit) -> tuple[tuple[Markup, str], ...]:
    present = {mark_of(r) for r in audit.rulings}
    return tuple((charts.key(m), word_of(m)) for m in BY_WEIGHT if m in present)


def _rows(audit: Audit, ground: _Ground) -> Callable[[Effect], AttackRow]:
    rulings = {r.attack: r for r in audit.rulings}
    return lambda e: _row(e, audit, rulings.get(e.attack), ground)


def _row(e: Effect, audit: Audit, ruling: Ruling | None, ground: _Ground) -> AttackRow:
    places, mark = numbers.decimals(audit.manifest.scale), mark_of(ruling)
    return AttackRow(
        id=e.attack,
        name=e.attack.removeprefix(f"{e.family}/"),
        title=e.title,
        honest=_HONEST[e.expect],
        n=numbers.count(e.n),
        declined=numbers.count(e.n_declined),
        broken=numbers.count(e.n_broken),
        unscored=numbers.count(e.n_unscored),
        shift=numbers.signed(e.shift.est, places) if e.shift else "not measured",
        interval=numbers.interval(e.shift, places) if e.shift else "",
        up=numbers.percent(e.up, 0),
        same=numbers.percent(e.same, 0),
        down=numbers.percent(e.down, 0),
        flip=numbers.percent(e.flip_rate),
        p=numbers.probability(e.p),
        p_adjusted=numbers.probability(e.p_adjusted),
        mark=mark,
        verdict=word_of(mark),
        why=ruling.why if ruling else "The budget makes no ruling here.",
        notes=tuple(_notes(e, audit)),
        key=charts.key(mark),
        drawing=charts.forest_row(
            ground.axis,
            band=ground.band,
            mark=mark,
            at=e.shift.est if e.shift else None,
            ends=_ends(e),
            simultaneous=e.simultaneous,
        ),
    )


def _notes(e: Effect, audit: Audit) -> Iterator[str]:
    if e.shift and e.shift.status is Status.DEGENERATE:
        yield "The differences do not vary: only the allowance for unseen items gives the width."
    if e.shift and e.shift.status is Status.TOO_FEW:
        yield "Too few items to read the interval at face value."
    if e.p_smallest is not None and e.p_smallest > audit.level:
        yield f"With so few differences p cannot fall below {numbers.probability(e.p_smallest)}."
    if e.flips and e.flips.toward + e.flips.away:
        yield _flips(e.flips)
    for reason, n in audit.missing_variants.get(e.attack, {}).items():
        yield f"{n:,} without a variant, {reason}."


def _flips(f: Flips) -> str:
    p = numbers.probability(f.p)
    return (
        f"Accepted under attack only: {numbers.counted(f.toward, 'item')}, under the placebo only: "
        f"{f.away:,}; {numbers.percentage_points(f.difference)} ({f.difference.method}), "
        f"McNemar mid-p {p if p.startswith('<') else f'= {p}'}."
    )


def _ends(e: Effect) -> Interval | None:
    return Interval(e.shift.lo, e.shift.hi) if e.shift else None
