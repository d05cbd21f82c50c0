"""What a row's metadata say of where its response comes from, as far as criteria need it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import JsonValue

from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import Sample


class Context(StrEnum):
    """What the teacher was shown beside the task: `metadata.teacher_context`."""

    NONE = "none"
    ANSWER = "answer"
    VERIFIER = "answer+verifier"


def context_of(sample: Sample) -> Context | None:
    """Return what the teacher was shown, None where the row does not say.

    Raises InputError for a word that is none of the three.
    """
    said = sample.metadata.get("teacher_context")
    if said is None:
        return None
    known = [c.value for c in Context]
    if said not in known:
        meant = did_you_mean(str(said), known)
        raise InputError(f"{sample.id}: metadata.teacher_context: {said!r:.60} is unknown{meant}")
    return Context(said)


def teacher_of(sample: Sample) -> str:
    """Return the teacher that the row names, "" where it names none."""
    return _word(sample.metadata.get("teacher"))


def task_of(sample: Sample) -> str:
    """Return the kind of task that the row names; rows that name none share one, "all"."""
    return _word(sample.metadata.get("task")) or "all"


def _word(value: JsonValue) -> str:
    return "" if value is None else str(value)
