"""What each attribute adds to the score: which attack moves which, and what one number hides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.charts import Mark
from judgekit.render.numbers import percent, plain_number, ratio
from judgekit.render.quoting import short
from judgekit.render.sentences import harm
from judgekit.render.view.anchors import anchor
from judgekit.render.view.attacks import BY_WEIGHT, mark_on, word_of
from judgekit.render.view.folding import Folded, folded
from judgekit.types import (
    Attributes,
    Audit,
    Effect,
    Estimate,
    Halo,
    Kept,
    Ruling,
    Sensitivity,
)

_GLOBALS = {"mean": "the mean of the attributes", "overall": "the judge's grade of the whole"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of one grade: its shift with the interval, and the verdict on it."""

    shift: str
    interval: str
    mark: Mark
    verdict: str
    key: Markup


@dataclass(frozen=True, slots=True)
class CellRow:
    """One attack or control, a cell for each grade."""

    id: str
    row: str
    """Where the attack's numbers stand; "" for a control."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class AttributesView:
    """Everything a reader sees of attributes, in reading order."""

    rule: str
    """How the grades become a score."""
    names: tuple[str, ...]
    """Of the columns: the score first, the whole last."""
    attacks: Folded[CellRow]
    keys: tuple[tuple[Markup, str], ...]
    controls: tuple[CellRow, ...]
    control_keys: tuple[tuple[Markup, str], ...]
    halo: tuple[tuple[str, str, str, str], ...]
    """Two grades, their correlation, how often they are the same, of how many answers."""
    kept: tuple[tuple[str, ...], ...]
    """One number, what it and the attributes accept: both, either alone, neither; ungraded."""


def attributes(audit: Audit) -> AttributesView | None:
    """Lay out the attributes of an audit; None where one score is all there is."""
    found = audit.attributes
    if found is None:
        return None
    attacks, controls = _attacks(audit, found), _controls(audit, found)
    return AttributesView(
        rule=rule(found),
        names=("score", *(f.name for f in found.findings)),
        attacks=folded(attacks, "more attacks, none with a weightier verdict or a larger shift"),
        keys=_keys(attacks),
        controls=controls,
        control_keys=_keys(controls),
        halo=tuple(map(_halo, found.halo)),
        kept=tuple(map(kept_row, found.kept)),
    )


def rule(found: Attributes) -> str:
    """Say how the grades become a score, and which stand beside it."""
    each = ", ".join(f"{f.name} {plain_number(f.accept)}" for f in found.findings if f.decides)
    beside = [f.name for f in found.findings if not f.decides]
    whole = f" The grade {beside[0]!r} stands beside it and has no part in it." if beside else ""
    return (
        "The score is that of the weakest attribute, each told from its own threshold "
        f"({each}), so it accepts exactly where no attribute is below its own.{whole}"
    )


def _attacks(audit: Audit, found: Attributes) -> tuple[CellRow, ...]:
    columns = [(audit.effects, audit.rulings)]
    columns += [(f.effects, f.rulings) for f in found.findings]
    rows = [
        [(effects[i], rulings[i]) for effects, rulings in columns]
        for i in range(len(audit.effects))
    ]
    places = numbers.decimals(audit.manifest.scale)
    return tuple(
        CellRow(
            short(row[0][0].attack),
            anchor("attack", row[0][0].attack),
            tuple(_cell(e.shift, mark_on(e, r), places) for e, r in row),
        )
        for row in sorted(rows, key=_weight)
    )


def _weight(row: Sequence[tuple[Effect, Ruling]]) -> tuple[int, float, str]:
    heaviest = min(BY_WEIGHT.index(mark_on(effect, ruling)) for effect, ruling in row)
    return heaviest, -max(harm(effect) for effect, _ in row), row[0][0].attack


def _controls(audit: Audit, found: Attributes) -> tuple[CellRow, ...]:
    columns = [audit.sensitivity, *(f.sensitivity for f in found.findings)]
    places = numbers.decimals(audit.manifest.scale)
    return tuple(
        CellRow(short(row[0].control), "", tuple(_fallen(s, places) for s in row))
        for row in zip(*columns, strict=True)
        if row[0].n + row[0].n_unscored
    )


def _cell(shift: Estimate | None, mark: Mark, places: int) -> Cell:
    return Cell(
        shift=numbers.signed(shift.est, places) if shift else "not measured",
        interval=numbers.interval(shift, places) if shift else "",
        mark=mark,
        verdict=word_of(mark),
        key=charts.key(mark),
    )


def _fallen(s: Sensitivity, places: int) -> Cell:
    cell = _cell(s.shift, "within" if s.proven else "control", places)
    return Cell(
        shift=cell.shift,
        interval=cell.interval,
        mark=cell.mark,
        verdict="noticed" if s.proven else "not shown",
        key=cell.key,
    )


def _halo(h: Halo) -> tuple[str, str, str, str]:
    r = "undefined" if h.correlation is None else numbers.fixed(h.correlation, 2)
    interval = f" {numbers.interval(h.interval, 2)}" if h.interval else ""
    same = percent(ratio(h.same, h.n), 0)
    return f"{h.first}, {h.second}", f"{r}{interval}", same, numbers.count(h.n)


def kept_row(k: Kept) -> tuple[str, ...]:
    """Return a row of the table of what thresholds keep: one number, then the counts."""
    counts = (k.both, k.attributes_only, k.global_only, k.neither, k.n_unscored)
    return _GLOBALS[k.by], *map(numbers.count, counts)


def _keys(rows: Sequence[CellRow]) -> tuple[tuple[Markup, str], ...]:
    """Return each mark that is there with its meaning, the weightiest first."""
    present = {cell.mark: cell for row in rows for cell in row.cells}
    return tuple((present[m].key, present[m].verdict) for m in BY_WEIGHT if m in present)
