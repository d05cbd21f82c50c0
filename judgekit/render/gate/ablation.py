"""What each party changes: alone, and left out, over the same rows."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.numbers import NONE, count
from judgekit.render.quoting import short
from judgekit.types import Ablated, GateReport

MOST = 40
"""Families that a table shows; gate.json has them all."""


class Arm(NamedTuple):
    """One part of the gate and what it keeps."""

    name: str
    kept: str
    drawing: Markup
    right: str
    wrong: str
    unsettled: str
    right_share: str
    silent: str
    gained: str
    lost: str


class Cell(NamedTuple):
    """What one part keeps of one family."""

    kept: str
    drawing: Markup


class Family(NamedTuple):
    """One family, of how many rows, right ones among them, and what each part keeps of it."""

    name: str
    rows: str
    right: str
    cells: tuple[Cell, ...]


class Grid(NamedTuple):
    """Families beside the parts of the gate that stand alone."""

    columns: tuple[str, ...]
    families: tuple[Family, ...]
    left_out: str


class Changes(NamedTuple):
    """The whole ablation."""

    arms: tuple[Arm, ...]
    keys: tuple[tuple[Markup, str], ...]
    grid: Grid


def changes(r: GateReport) -> Changes | None:
    """Lay out what each party changes; None where verifiers decided with nobody beside them."""
    if not r.ablation:
        return None
    most = max(1, *(a.kept for a in r.ablation))
    keys = tuple((charts.swatch(name), word) for name, word in _KEYS.items())
    return Changes(tuple(_arm(a, most) for a in r.ablation), keys, _grid(r))


_KEYS = {"right": "right", "wrong": "wrong", "open": "settled by no verifier"}


def name_of(a: Ablated) -> str:
    """Return an arm's name as a reader meets it."""
    if a.how == "together":
        return "all together"
    return f"without {party(a)}" if a.how == "without" else f"{party(a)} alone"


def party(a: Ablated) -> str:
    """Return the party that an arm is about."""
    return "the judge" if a.party == "judge" else short(a.party)


def _arm(a: Ablated, most: int) -> Arm:
    parts = [("right", a.right), ("wrong", a.wrong), ("open", a.unsettled)]
    return Arm(
        name=name_of(a),
        kept=count(a.kept),
        drawing=charts.stacked_row(parts, of=most),
        right=count(a.right),
        wrong=count(a.wrong),
        unsettled=count(a.unsettled),
        right_share=numbers.share(a.right_share) if a.right_share else NONE,
        silent=count(a.silent),
        gained=NONE if a.how == "together" else count(a.gained),
        lost=NONE if a.how == "together" else count(a.lost),
    )


def _grid(r: GateReport) -> Grid:
    arms = [a for a in r.ablation if a.how != "without"]
    arms = [*arms[1:], arms[0]]  # what all together make of it stands last
    strata = sorted(r.coverage, key=lambda s: (-s.before, s.name))
    left = len(strata) - MOST
    return Grid(
        columns=tuple(map(name_of, arms)),
        families=tuple(
            Family(
                name=short(s.name),
                rows=count(s.before),
                right=count(s.right),
                cells=tuple(_cell(a.families.get(s.name, 0), s.before) for a in arms),
            )
            for s in strata[:MOST]
        ),
        left_out=f"{left:,} more in gate.json." if left > 0 else "",
    )


def _cell(kept: int, of: int) -> Cell:
    return Cell(count(kept), charts.stacked_row([("keep", kept)], of=max(of, 1)))
