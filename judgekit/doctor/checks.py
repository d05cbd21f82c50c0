"""One thing looked at, and how it is."""

from __future__ import annotations

from enum import StrEnum

from judgekit.types import Record


class State(StrEnum):
    """How it is."""

    OK = "ok"
    NOTE = "note"
    """Worth knowing; nothing is wrong."""
    BAD = "bad"
    UNKNOWN = "unknown"


class Check(Record):
    """What was looked at, and what was found."""

    name: str
    state: State
    text: str
