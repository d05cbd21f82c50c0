"""The judges of a gate, opened; and their word as far as the audit of the first lets it go."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from judgekit.auditing import Progress
from judgekit.auditing.opening import open_judge
from judgekit.auditing.spending import purse_of
from judgekit.config import Settings
from judgekit.errors import InputError
from judgekit.filtering.auditors import Known, find_audit
from judgekit.filtering.kinship import are_kin
from judgekit.filtering.listening import Judges, Spent
from judgekit.filtering.rows import origin_of
from judgekit.filtering.weighing import Bench
from judgekit.gating import Permissions, Policy, permit
from judgekit.types import Audit, GateTerms, Identity, Judge, Sample


class Court(NamedTuple):
    """Who is asked, what they may decide, and what it took."""

    judges: Judges
    bench: Bench
    known: Known
    strongest: float | None
    """The bound on the success of the strongest attack of the audit."""
    spent: Spent
    last_day: Callable[[], str | None]
    """The day of the last reply; absent where the judge keeps no journal."""


@asynccontextmanager
async def open_court(
    settings: Settings,
    witness: Sample,
    *,
    judge: Judge | None,
    second: Judge | None,
    audit: Path | Audit | None,
    data: Path | None,
    audit_with: Callable[[Identity], str] | None,
    today: date,
    watch: Progress,
) -> AsyncIterator[Court]:
    """Yield the judges; raise InputError where there is no audit of the first.

    `judge` and `second` are of the user's own code, by default those that the settings name;
    `witness` is a row like those that they will see; `audit_with` tells the command for an audit.
    """
    async with AsyncExitStack() as stack:
        last_day: Callable[[], str | None] = _unknown
        if judge is None:
            purse = purse_of(settings)
            opened = await stack.enter_async_context(open_judge(settings, (witness,), purse=purse))
            judge, last_day = opened.judge, opened.last_day
            if settings.gate.second_judge is not None:
                named = _of_second(settings)
                second = (
                    await stack.enter_async_context(open_judge(named, (witness,), purse=purse))
                ).judge
        _refuse_kin(judge, second)
        command = audit_with(judge.identity) if audit_with else None
        known = find_audit(judge.identity, audit, data=data, command=command)
        permissions = _permissions(known.audit, judge.identity, settings.gate, today)
        plain = permit(known.audit, today=today, policy=_policy(settings.gate))
        spent = Spent(judge, watch)
        yield Court(
            Judges(spent, None if second is None else Spent(second, watch)),
            Bench(judge.identity, permissions, {}),
            known,
            _strongest(plain),
            spent,
            last_day,
        )


def _unknown() -> None:
    return None


def _of_second(settings: Settings) -> Settings:
    # A journal has one writer; the second judge's replies are kept beside the first's.
    return settings.model_copy(
        update={
            "judge": settings.gate.second_judge,
            "api_base": settings.gate.second_api_base,
            "price_per_million": None,
            "journal": f"{settings.journal}.second",
        }
    )


def _refuse_kin(judge: Judge, second: Judge | None) -> None:
    if second is not None and are_kin(judge.identity.model, second.identity.model):
        raise InputError(
            f"second judge {second.identity.judge!r}: is of the same base as "
            f"{judge.identity.judge!r}, and would share its faults; name one of another base"
        )


def _permissions(
    audit: Audit, judge: Identity, terms: GateTerms, today: date
) -> Callable[[Sample], Permissions]:
    """Return what the judge may decide of each row: less where the teacher is of its family."""
    of_kin, of_others = (
        permit(audit, today=today, policy=_policy(terms), of_teachers_family=kin)
        for kin in (True, False)
    )

    def permissions(sample: Sample) -> Permissions:
        teacher = origin_of(sample).teacher
        kin = teacher is not None and are_kin(teacher, judge.model)
        return of_kin if kin else of_others

    return permissions


def _policy(terms: GateTerms) -> Policy:
    return Policy(alone=terms.alone, supported=terms.supported, max_age_days=terms.max_age_days)


def _strongest(permissions: Permissions) -> float | None:
    bounds = [p.upper for p in permissions.families.values()]
    return max((b for b in bounds if b is not None), default=None)
