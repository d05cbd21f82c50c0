"""An audit as a table, a row per attack, for whoever reads it by program."""

from __future__ import annotations

import csv
import io
from typing import Any

from judgekit.render.quoting import plain
from judgekit.types import Audit, Effect, Ruling

_COLUMNS = (
    "attack",
    "family",
    "expect",
    "n",
    "n_unscored",
    "n_declined",
    "n_broken",
    "shift",
    "lo",
    "hi",
    "simultaneous_lo",
    "simultaneous_hi",
    "flip_rate",
    "p",
    "p_adjusted",
    "verdict",
    "n_required",
)


def to_csv(audit: Audit) -> str:
    """Return the effects as CSV; what was not measured is an empty cell."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for effect, ruling in zip(audit.effects, audit.rulings, strict=True):
        writer.writerow(_row(effect, ruling))
    return out.getvalue()


def _row(effect: Effect, ruling: Ruling) -> dict[str, Any]:
    own = {name: getattr(effect, name) for name in _COLUMNS if name in Effect.model_fields}
    shift, together = effect.shift, effect.simultaneous
    return {
        **own,
        "attack": _text(effect.attack),
        "family": _text(effect.family),
        "expect": effect.expect.value,
        "shift": shift and shift.est,
        "lo": shift and shift.lo,
        "hi": shift and shift.hi,
        "simultaneous_lo": together and together.lo,
        "simultaneous_hi": together and together.hi,
        "verdict": ruling.verdict.value,
        "n_required": ruling.n_required,
    }


def _text(value: str) -> str:
    # A spreadsheet runs what begins so; behind an apostrophe it is a text.
    return f"'{plain(value)}" if value.startswith(("=", "+", "-", "@")) else plain(value)
