"""Rows that a person decides, and what became of the verdicts."""

from __future__ import annotations

from typing import Literal

from judgekit.types.decision import Reason, Rule
from judgekit.types.record import Record
from judgekit.types.sample import Verification


class ShownMark(Record):
    """A mark in the response of a row that a person is shown."""

    family: str
    kind: str
    start: int
    end: int


class Escalated(Record):
    """A row that a person decides: a line of `escalated.jsonl`."""

    id: str
    sha256: str
    """Of the response; a verdict names it, so that it counts for this text alone."""
    prompt: str
    response: str
    original: str | None
    reference: str | None
    rule: Rule
    reason: Reason
    why: str
    marks: tuple[ShownMark, ...]
    verification: Verification
    of_original: Verification | None = None
    """What verifiers say of the original; absent where the row has none."""
    score: float | None
    """The judge's."""
    threshold: float | None
    words: str
    """The judge's reply; empty where none was asked."""
    teacher: str | None
    source: str | None
    stratum: str


class PersonsVerdict(Record):
    """What a person made of an escalated row: a line of the file that `--reviewed` reads."""

    id: str
    sha256: str
    verdict: Literal["keep", "drop", "original"]
    note: str = ""
    reviewer: str | None = None


class Reviewed(Record):
    """What became of a person's verdicts."""

    applied: dict[Literal["keep", "drop", "original"], int]
    refused: dict[Literal["stale", "unknown", "not escalated", "no original", "conflict"], int]
    """Rows. `stale`: given about another text than the row now has; `conflict`: two persons say
    two things, and the row stays with people."""
