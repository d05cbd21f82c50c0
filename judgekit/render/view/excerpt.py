"""The audit's figures as JSON, a line per attack, for who wants the numbers and not the page."""

from __future__ import annotations

from typing import NamedTuple

from judgekit.render.quoting import plain, short
from judgekit.render.view.anchors import anchor
from judgekit.text import canonical_json
from judgekit.types import Audit

_LINE = 4000
"""Characters of a line; only a reason or a name that runs on can make it longer."""


class Line(NamedTuple):
    """One attack's effect and ruling, as the audit file holds them."""

    anchor: str
    attack: str
    """Where its row is."""
    json: str


def excerpt(audit: Audit) -> tuple[Line, ...]:
    """Return the lines in the audit's order, absent fields left out."""
    rulings = {r.attack: r.model_dump(mode="json", exclude_none=True) for r in audit.rulings}
    return tuple(
        Line(
            anchor("json", e.attack),
            anchor("attack", e.attack),
            short(
                plain(
                    canonical_json(
                        {
                            "effect": e.model_dump(mode="json", exclude_none=True),
                            "ruling": rulings.get(e.attack),
                        }
                    )
                ),
                _LINE,
            ),
        )
        for e in audit.effects
    )
