"""GitHub annotations: one line each, escaped by its rules, never more than it shows."""

from __future__ import annotations

from collections.abc import Sequence

from judgekit.render.ci.cases import Case
from judgekit.types import Verdict

MOST = 10
"""GitHub shows ten of a kind per step; the last then counts the rest."""


def to_annotations(
    cases: Sequence[Case], *, about: str | None = None, failed: str | None = None
) -> tuple[str, ...]:
    """Return workflow commands for what fails a build, at most `MOST` of them.

    `about` is the file they are shown at; `failed` is why the run itself failed.
    """
    said = [("the run failed", failed)] if failed is not None else []
    said += [(c.attack, c.why) for c in cases if c.verdict is Verdict.EXCEEDED]
    if len(said) > MOST:
        rest = len(said) - MOST + 1
        said[-rest:] = [(f"{rest} more attacks", "They are in the report.")]
    return tuple(_error(title, message, about) for title, message in said)


def _error(title: str, message: str, about: str | None) -> str:
    place = f"file={_property(about)}," if about else ""
    return f"::error {place}title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
