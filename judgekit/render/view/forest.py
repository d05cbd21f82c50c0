"""Attacks as the forest plot and the full table lay them out: by family, weightiest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
    mark_on,
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

    drawn: tuple[Family, ...]
    """Of the attacks that fit some item."""
    untried: str
    """How many fit none, or nothing."""
    families: tuple[Family, ...]
    """Of every attack."""
    axis: Markup
    largest: Plot
    keys: tuple[tuple[Markup, str], ...]
    choices: tuple[tuple[str, str], ...]
    """Verdicts that are there, each with the words that count it."""
    confidence: str
    columns: tuple[str, ...]
    """Of the full table, after attack and verdict."""


def forest(audit: Audit) -> Forest:
    """Lay out every effect with its ruling."""
    on = ground(audit, audit.effects)
    measured = (e.shift for e in audit.effects if e.shift)
    tried = [e for e in audit.effects if e.tried]
    families = _families(audit.effects, audit, on)
    drawn = _families(tried, audit, on)
    return Forest(
        drawn=drawn,
        untried=_untried(len(audit.effects) - len(tried)),
        families=families,
        axis=axis_of(on),
        largest=_largest(audit),
        keys=_keys(drawn),
        choices=_choices(families),
        confidence=next((numbers.percent(s.conf, 0) for s in measured), "95 %"),
        columns=tuple(name for name, _ in families[0].attacks[0].cells) if families else (),
    )


def _untried(n: int) -> str:
    if n == 0:
        return ""
    verb = "fits" if n == 1 else "fit"
    return f"Not drawn: {numbers.counted(n, 'attack')} that {verb} none of these items."


def _families(effects: Sequence[Effect], audit: Audit, on: Ground) -> tuple[Family, ...]:
    weight, words = _weight(audit), rows(audit, on)
    by_family = groupby(sorted(effects, key=lambda e: e.family), key=lambda e: e.family)
    families = [(name, sorted(some, key=weight)) for name, some in by_family]
    families.sort(key=lambda family: weight(family[1][0]))
    before = accumulate((len(some) for _, some in families), initial=0)
    return tuple(
        _family(name, some, tuple(map(words, some)), on, is_open=n < OPEN)
        for n, (name, some) in zip(before, families, strict=False)
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
    return Plot(tuple(drawn), axis_of(on))


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
    rank = BY_WEIGHT.index(mark_on(e, ruling))
    return rank, e.shift is None, -e.shift.est if e.shift else 0.0


def _keys(families: Sequence[Family]) -> tuple[tuple[Markup, str], ...]:
    present = {a.mark for f in families for a in f.attacks}
    return tuple((charts.key(m), word_of(m)) for m in BY_WEIGHT if m in present)


def _choices(families: Sequence[Family]) -> tuple[tuple[str, str], ...]:
    marks = [a.mark for f in families for a in f.attacks]
    return tuple((m, f"{word_of(m)} ({n:,})") for m in BY_WEIGHT if (n := marks.count(m)))
