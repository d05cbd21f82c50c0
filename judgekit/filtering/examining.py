"""What can be told of a row without a judge: verified, and its marks where that leaves it open."""

from __future__ import annotations

from typing import Any, NamedTuple

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
    """A row to examine, with the shelf and the key that the finding is kept under."""

    shelf: int
    key: str
    sample: Sample


class Finding(NamedTuple):
    """What came of a task."""

    shelf: int
    key: str
    examined: Examined


def examine(task: Task) -> Finding:
    """Examine a row: a pure function of its content and of the verifiers' versions."""
    sample = task.sample
    found = verify(sample, sample.response)
    original = None if sample.original is None else verify(sample, sample.original)
    settled = found.complete and found.outcome is not Outcome.ABSTAIN
    marks = None if settled else mark(sample)
    return Finding(task.shelf, task.key, Examined(found, original, marks))


def mark(sample: Sample) -> Marked:
    """Return the marks of a response."""
    new = added(sample.response, prompt=sample.prompt, original=sample.original)
    of_all = carried(detect(sample.response, prompt=sample.prompt))
    return Marked(tuple(m._replace(removal=()) for m in new), of_all)


def spell(finding: Finding) -> list[Any]:
    """Return a finding as JSON."""
    found, original, marks = finding.examined
    return [
        finding.key,
        _spelled(found),
        None if original is None else _spelled(original),
        None if marks is None else [[list(m[:5]) for m in marks.added], list(marks.carried)],
    ]


def unspell(line: list[Any]) -> tuple[str, Examined]:
    """Return a finding and its key."""
    key, found, original, marks = line
    return key, Examined(
        _verification(found),
        None if original is None else _verification(original),
        None if marks is None else Marked(tuple(Mark(*m) for m in marks[0]), tuple(marks[1])),
    )


def _spelled(v: Verification) -> list[Any]:
    return [v.outcome.value, v.complete, v.reason, v.evidence]


def _verification(said: list[Any]) -> Verification:
    outcome, complete, reason, evidence = said
    return Verification(
        outcome=Outcome(outcome), complete=complete, reason=reason, evidence=evidence
    )
