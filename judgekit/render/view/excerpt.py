"""The audit's figures as JSON, a line per attack, for who wants the numbers and not the page."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import JsonValue

from judgekit.render.quoting import brief
from judgekit.render.view.anchors import anchor
from judgekit.text import canonical_json
from judgekit.types import Audit, Effect, Record, Ruling

_WORDS = {
    "effect": {"title", "family", "unscored"},
    "ruling": {"why", "attack"},
}
"""What stands in the attack's row in words."""


class Line(NamedTuple):
    """One attack's effect and ruling, as the audit file holds them."""

    anchor: str
    row: str
    """Where the attack's row of the table is."""
    json: str


def excerpt(audit: Audit) -> tuple[Line, ...]:
    """Return the lines in the audit's order; what is absent is left out."""
    rulings = {r.attack: r for r in audit.rulings}
    return tuple(_line(e, rulings.get(e.attack)) for e in audit.effects)


def _line(e: Effect, ruling: Ruling | None) -> Line:
    figures: dict[str, JsonValue] = {
        "effect": {**_figures(e, "effect"), "attack": brief(e.attack)},
        "ruling": _figures(ruling, "ruling") if ruling else None,
    }
    return Line(anchor("json", e.attack), anchor("attack", e.attack), canonical_json(figures))


def _figures(record: Record, kind: str) -> dict[str, JsonValue]:
    return record.model_dump(mode="json", exclude_none=True, exclude=_WORDS[kind])
