"""The student's pass: it reads what is not settled as wrong, so that a criterion can measure it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import chain
from pathlib import Path

from judgekit.config import Settings
from judgekit.criteria import Criterion
from judgekit.criteria.student import Compatible
from judgekit.errors import InputError
from judgekit.filtering.findings import Findings
from judgekit.student import ask, load_profile, open_student
from judgekit.types import Outcome, Sample, settles


@asynccontextmanager
async def with_student(
    criteria: Sequence[Criterion],
    settings: Settings,
    findings: Findings,
    say: Callable[[str], None],
) -> AsyncIterator[tuple[Criterion, ...]]:
    """Yield the criteria, and the student's where the settings name its profile.

    It has read by then every response that no verifier settles as wrong, and the originals of
    those that lie beyond its band. Raises InputError where the profile is of another student.
    """
    terms = settings.gate
    if terms.profile is None:
        yield tuple(criteria)
        return
    if terms.student is None:
        raise InputError("a profile is of a student; name it with --student")
    profile = load_profile(Path(terms.profile))
    async with open_student(
        terms.student,
        api_base=terms.student_api_base,
        journal=Path(f"{settings.journal}.student"),
        max_tokens=profile.max_tokens,
        max_connections=settings.max_connections,
        max_retries=settings.max_retries,
        timeout_s=settings.timeout,
        replay=settings.replay,
    ) as student:
        profile.refuse_other(student.sha256, terms.student)
        criterion = Compatible(profile, student.read)
        rows, beyond = partial(_not_wrong, findings), criterion.beyond
        await ask(student, rows(), lambda s: criterion.passages(s.prompt, s.response))
        refinements = (s for s in rows() if s.original and beyond(s.prompt, s.response))
        await ask(student, refinements, lambda s: criterion.passages(s.prompt, s.original or ""))
        say(f"the student read {student.asked:,} passages that the journal lacked")
        yield (*criteria, criterion)


def _not_wrong(findings: Findings) -> Iterator[Sample]:
    for found in chain.from_iterable(rows for _, rows in findings):
        wrong = found.examined and settles(found.examined.verification, Outcome.FAIL)
        if found.row.sample is not None and not wrong:
            yield found.row.sample
