"""GitHub annotations: one line each, escaped by its rules, never more than it shows."""

from __future__ import annotations

from collections.abc import Sequence

from judgekit.render.ci.cases import Case
from judgekit.types import Verdict

MOST = 10
"""GitHub shows ten of a kind per step; the last then counts the rest."""


def to_annotations(cases: Sequence[Case], *, about: str | None = None) -> tuple[str, ...]:
    """Return workflow commands for the attacks that exceeded, at most `MOST` of them."""
    exceeded = [c for c in cases if c.verdict is Verdict.EXCEEDED]
    shown = exceeded if len(exceeded) <= MOST else exceeded[: MOST - 1]
    lines = [_error(c.attack, c.why, about) for c in shown]
    if rest := len(exceeded) - len(shown):
        lines.append(_error(f"{rest} more attacks", "They are in the report.", about))
    return tuple(lines)


def _error(title: str, message: str, about: str | None) -> str:
    place = f"file={_property(about)}," if about else ""
    return f"::error {place}title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
