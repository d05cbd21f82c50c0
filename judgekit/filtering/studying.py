"""The student's pass: it reads every response, so that a criterion can measure it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import chain
from pathlib import Path

from judgekit.config import Settings
from judgekit.criteria import Fitted
from judgekit.criteria.student import Compatible
from judgekit.errors import InputError
from judgekit.filtering.findings import Findings
from judgekit.student import ask, load_profile, open_student
from judgekit.text import sha256
from judgekit.types import Sample


@asynccontextmanager
async def with_student(
    settings: Settings, findings: Findings, say: Callable[[str], None]
) -> AsyncIterator[tuple[Fitted, ...]]:
    """Yield the student's criterion where the settings name its profile, else none.

    It has read by then every response, wrong ones too, so that what it alone would keep is known,
    and the originals of those beyond its band. Raises InputError where the profile is of another
    student.
    """
    terms = settings.gate
    if terms.profile is None:
        yield ()
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
        rows, beyond = partial(_whole, findings), criterion.beyond
        await ask(student, rows(), lambda s: criterion.passages(s.prompt, s.response))
        refinements = (s for s in rows() if s.original and beyond(s.prompt, s.response))
        await ask(student, refinements, lambda s: criterion.passages(s.prompt, s.original or ""))
        say(f"the student read {student.asked:,} passages that the journal lacked")
        yield (Fitted(criterion, sha256(profile.model_dump_json())),)


def _whole(findings: Findings) -> Iterator[Sample]:
    for found in chain.from_iterable(rows for _, rows in findings):
        if found.row.sample is not None:
            yield found.row.sample
