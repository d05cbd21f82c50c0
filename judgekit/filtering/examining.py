"""What can be told of a row without a judge: verified, and its marks where that leaves it open."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from judgekit.filtering import rows
from judgekit.marks import added, carried, detect
from judgekit.types import Mark, Outcome, Sample, Verification
from judgekit.verifiers import verify


class Marked(NamedTuple):
    """The marks of a response."""

    added: tuple[Mark, ...]
    """Those that neither the task asked for nor the original has."""
    carried: tuple[str, ...]
    """The families of all its marks."""


class Examined(NamedTuple):
    """What verifiers say of a response and of its original, and the marks it carries."""

    verification: Verification
    original: Verification | None
    """Absent where the row has no original."""
    marks: Marked | None
    """Absent where a verifier settles the response."""


class Task(NamedTuple):
    """A row to examine, as it is spelled, and its shelf."""

    shelf: int
    row: str


class Finding(NamedTuple):
    """What was found of a task, spelled as it is kept, under the row's key."""

    shelf: int
    line: str


def examine(task: Task) -> Finding:
    """Examine a row: a pure function of its content and of the verifiers' versions."""
    row = rows.unspell(task.row)
    assert row.sample is not None
    return Finding(task.shelf, _spell(row.key, examined(row.sample)))


def examined(sample: Sample) -> Examined:
    """Return what can be told of a response without a judge."""
    found = verify(sample, sample.response)
    original = None if sample.original is None else verify(sample, sample.original)
    settled = found.complete and found.outcome is not Outcome.ABSTAIN
    return Examined(found, original, None if settled else mark(sample))


def mark(sample: Sample) -> Marked:
    """Return the marks of a response."""
    new = added(sample.response, prompt=sample.prompt, original=sample.original)
    of_all = carried(detect(sample.response, prompt=sample.prompt))
    return Marked(tuple(m._replace(removal=()) for m in new), of_all)


def unspell(line: list[Any]) -> tuple[str, Examined]:
    """Return the key of a line of findings, and what it says."""
    key, found, original, marks = line
    return key, Examined(
        _verification(found),
        None if original is None else _verification(original),
        None if marks is None else Marked(tuple(Mark(*m) for m in marks[0]), tuple(marks[1])),
    )


def _spell(key: str, found: Examined) -> str:
    original, marks = found.original, found.marks
    return json.dumps(
        [
            key,
            _spelled(found.verification),
            None if original is None else _spelled(original),
            None if marks is None else [[list(m[:5]) for m in marks.added], list(marks.carried)],
        ]
    )


def _spelled(v: Verification) -> list[Any]:
    return [v.outcome.value, v.complete, v.reason, v.evidence]


def _verification(said: list[Any]) -> Verification:
    outcome, complete, reason, evidence = said
    return Verification(
        outcome=Outcome(outcome), complete=complete, reason=reason, evidence=evidence
    )
