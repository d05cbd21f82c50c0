"""What a gate cannot promise, said as plainly as what it does."""

from __future__ import annotations

from collections.abc import Iterator

from judgekit.render.limits import Note
from judgekit.render.numbers import counted
from judgekit.types import Basis, GateReport


def limits(r: GateReport) -> tuple[Note, ...]:
    """Return the questions that a gate leaves open."""
    return tuple(_limits(r))


def _limits(r: GateReport) -> Iterator[Note]:
    yield Note(
        "Better students",
        "Nothing here says that a student trained on these rows is better. In more than a thousand "
        "ablations filtering answers alone did not help (arXiv 2506.04178). Train beside the "
        f"control of {counted(r.control.n, 'row')}.",
    )
    yield Note(
        "Right is not sound",
        "A verifier says that an answer is right, not that its reasoning is, nor that its style is "
        "worth learning. What no verifier checks of a row was not checked.",
    )
    if r.counts.kept.get(Basis.JUDGE):
        yield Note(
            "Rows unlike those measured",
            "The bound on the judge's rows holds for rows like those that verifiers settle here: "
            "not against attackers, for another teacher, or for another kind of task.",
        )
    yield Note(
        "Marks that nobody knows",
        "Marks are those that the catalogue's attacks leave. Another wording that moves the judge "
        "is invisible here.",
    )
    yield Note("Traits that pass unseen", f"{_TRAITS} {_student(r)}")


_TRAITS = (
    "No filter of contents sees traits that pass from a teacher to a student of the same base "
    "through data that look clean (arXiv 2507.14805)."
)


def _student(r: GateReport) -> str:
    student = r.manifest.terms.student
    return f"The student is {student}." if student else "No student was named (--student)."
