"""Attacks as the forest plot and the full table lay them out: by family, weightiest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import NamedTuple

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.quoting import short
from judgekit.render.sentences import harm
from judgekit.render.view.anchors import anchor
from judgekit.render.view.attacks import (
    BY_WEIGHT,
    AttackRow,
    Ground,
    axis_of,
    ground,
    mark_of,
    row,
    rows,
    word_of,
)
from judgekit.types import Audit, Effect, Ruling

LARGEST = 8
"""Shifts drawn on the first screen."""
OPEN = 40
"""Rows of the forest after which a family starts folded."""


@dataclass(frozen=True, slots=True)
class Family:
    """The attacks of one family, the weightiest verdict first."""

    name: str
    anchor: str
    summary: str
    strip: Markup
    """The family in one line: every shift of it, and no interval."""
    is_open: bool
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
    choices: tuple[tuple[str, str], ...]
    """Verdicts that are there, each with the words that count it."""
    confidence: str
    n: str
    columns: tuple[str, ...]
    """Of the full table, after attack and verdict."""


def forest(audit: Audit) -> Forest:
    """Lay out every effect with its ruling."""
    on = ground(audit, audit.effects)
    measured = (e.shift for e in audit.effects if e.shift)
    families = _families(audit, on)
    return Forest(
        families=families,
        axis=axis_of(audit, on),
        largest=_largest(audit),
        keys=_keys(audit),
        choices=_choices(families),
        confidence=next((numbers.percent(s.conf, 0) for s in measured), "95 %"),
        n=numbers.count(len(audit.effects)),
        columns=tuple(name for name, _ in families[0].attacks[0].cells) if families else (),
    )


def _families(audit: Audit, on: Ground) -> tuple[Family, ...]:
    weight, words = _weight(audit), rows(audit, on)
    by_family = groupby(sorted(audit.effects, key=lambda e: e.family), key=lambda e: e.family)
    families = [(name, sorted(effects, key=weight)) for name, effects in by_family]
    families.sort(key=lambda family: weight(family[1][0]))
    before = accumulate((len(effects) for _, effects in families), initial=0)
    return tuple(
        _family(name, effects, tuple(map(words, effects)), on, is_open=n < OPEN)
        for n, (name, effects) in zip(before, families, strict=False)
    )


def _family(
    name: str, effects: list[Effect], attacks: tuple[AttackRow, ...], on: Ground, *, is_open: bool
) -> Family:
    marks = [a.mark for a in attacks]
    shifts = [(m, e.shift.est) for m, e in zip(marks, effects, strict=True) if e.shift]
    return Family(
        name=short(name),
        anchor=anchor("family", name),
        summary=", ".join(f"{n} {word_of(m)}" for m in BY_WEIGHT if (n := marks.count(m))),
        # The weightiest are drawn last, over the others.
        strip=charts.strip_row(on.axis, reversed(shifts), band=on.band),
        is_open=is_open,
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
    on = ground(audit, [s.effect for s in shown], ticks=4)
    drawn = (replace(row(s.effect, audit, s.ruling, on), id=short(s.name)) for s in shown)
    return Plot(tuple(drawn), axis_of(audit, on))


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


def _choices(families: tuple[Family, ...]) -> tuple[tuple[str, str], ...]:
    marks = [a.mark for f in families for a in f.attacks]
    return tuple((m, f"{word_of(m)} ({n:,})") for m in BY_WEIGHT if (n := marks.count(m)))
