"""From everything that was counted to the report of a gate: pure, so that re-runs agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from typing import NamedTuple

from judgekit.config import Settings
from judgekit.filtering.certifying import guarantee
from judgekit.filtering.court import Court
from judgekit.filtering.kinship import are_kin, base_of
from judgekit.filtering.listening import Session
from judgekit.filtering.rows import UNSTATED
from judgekit.filtering.settling import Account
from judgekit.filtering.spilling import Spilled
from judgekit.render.numbers import counted
from judgekit.types import (
    Action,
    Caution,
    DataFile,
    GateManifest,
    GateReport,
    JudgeUsed,
    Reviewed,
    Sample,
    SentinelsSeen,
)
from judgekit.verifiers import sandbox_level

_MUCH = 0.01
"""The share of rows from which on what is wrong with them is warned of."""


class Hearing(NamedTuple):
    """A court, and what it said."""

    court: Court
    session: Session


class Given(NamedTuple):
    """What a report says of its run, and no row does."""

    data: DataFile
    reviewed: tuple[DataFile, ...]
    verifiers: dict[str, str]
    criteria: tuple[str, ...]
    reproduce: str


def report(
    settings: Settings,
    given: Given,
    spilled: Spilled,
    account: Account,
    hearing: Hearing | None,
    reviewed: Reviewed | None,
) -> GateReport:
    """Return the report; what needs a judge is absent where none was asked."""
    opinions, session = account.opinions, hearing.session if hearing else None
    made = GateReport(
        manifest=_manifest(settings, given, spilled, hearing),
        counts=account.tally.counts(),
        funnel=account.tally.funnel(),
        judge_alone=opinions.alone() if opinions else None,
        guarantee=guarantee(session.strata, settings.gate, attack_success=hearing.court.strongest)
        if session and hearing
        else None,
        disagreements=opinions.disagreements() if opinions else None,
        pool=opinions.pool() if opinions else None,
        sentinels=_sentinels(session) if session else None,
        attributes=opinions.attributes() if opinions else (),
        coverage=account.tally.coverage(),
        criteria=account.measures.found(),
        pairs=account.pairs,
        control=account.control,
        reviewed=reviewed,
    )
    return made.model_copy(update={"cautions": tuple(_cautions(made))})


def _manifest(
    settings: Settings, given: Given, spilled: Spilled, hearing: Hearing | None
) -> GateManifest:
    return GateManifest(
        judgekit=version("judgekit-audit"),
        data=given.data,
        reviewed=given.reviewed,
        judge=_judge_used(hearing) if hearing else None,
        terms=settings.gate,
        limit=settings.limit,
        seed=settings.seed,
        verifiers=given.verifiers,
        sandbox=sandbox_level(),
        criteria=given.criteria,
        teachers=_sorted(spilled.teachers),
        sources=_sorted(spilled.sources),
        reproduce=given.reproduce,
    )


def _judge_used(hearing: Hearing) -> JudgeUsed:
    court, bench = hearing.court, hearing.session.bench
    identity = bench.identity
    permissions = bench.permissions(_OF_A_STRANGER)
    return JudgeUsed(
        judge=identity.judge,
        model=identity.model,
        prompt=identity.prompt,
        judge_hash=identity.sha256,
        audit=court.known.where,
        audited_on=court.known.audit.manifest.judged_on,
        barred=bench.stopped or permissions.barred,
        at_best=permissions.at_best,
        families=permissions.families,
        second=court.judges.second.identity.judge if court.judges.second else None,
        n_judgments=court.spent.n,
        n_unscored=court.spent.unscored.total(),
        unscored=_sorted(court.spent.unscored),
        cost_usd=court.spent.cost_usd,
        judged_on=court.last_day(),
    )


_OF_A_STRANGER = Sample(id="?", prompt="?", response="?")
"""A row whose teacher is unrelated to any judge."""


def _sentinels(session: Session) -> SentinelsSeen:
    watch = session.watch
    return SentinelsSeen(
        n=watch.n,
        kept=watch.kept,
        bounds=watch.bounds,
        limit=watch.limit,
        stopped_at=watch.breached_at,
    )


def _cautions(r: GateReport) -> Iterator[Caution]:
    yield from _of_rows(r)
    yield from _of_provenance(r)
    yield from _of_judge(r)


def _of_rows(r: GateReport) -> Iterator[Caution]:
    n, quarantined = r.counts.input, r.counts.actions.get(Action.QUARANTINE, 0)
    if quarantined > _MUCH * n:
        text = f"{quarantined:,} of {n:,} rows are not whole; quarantined.jsonl says why"
        if quarantined == n:
            text += "; other columns are read by: judgekit rows DATA --map response=COLUMN"
        yield Caution(sign="quarantine", text=text)
    if "code" in r.manifest.verifiers and r.manifest.sandbox == "none":
        text = "code was not run, for want of a sandbox; install bubblewrap"
        yield Caution(sign="no sandbox", text=text)
    if emptied := [s for s in r.coverage if s.emptied]:
        more = f" and {len(emptied) - 5} more" * (len(emptied) > 5)
        names, shown = ", ".join(s.name for s in emptied[:5]), sum(s.escalated for s in emptied)
        seen = f"a person is shown {counted(shown, 'row')}" if shown else "no row of it is open"
        yield Caution(sign="needs a person", text=f"nothing is kept of {names}{more}; {seen}")


def _of_provenance(r: GateReport) -> Iterator[Caution]:
    teachers, student = r.manifest.teachers, r.manifest.terms.student
    if unstated := teachers.get(UNSTATED):
        said = f"{counted(unstated, 'row')} without a teacher (metadata.teacher)"
        text = f"{said}, so whether judge, student "
        yield Caution(sign="unstated teacher", text=f"{text}and teacher share a base is not known")
    if student is not None:
        kin = [t for t in teachers if t != UNSTATED and are_kin(t, student)]
        if kin:
            text = (
                f"teacher {kin[0]} and student {student} share the base {base_of(student)}: traits "
                "pass through data that look clean (arXiv 2507.14805), and no filter here sees them"
            )
            yield Caution(sign="same base", text=text)


def _of_judge(r: GateReport) -> Iterator[Caution]:
    judge = r.manifest.judge
    if judge is None:
        return
    if judge.barred is not None:
        yield Caution(sign="judge barred", text=f"the judge decided nothing: {judge.barred}")
    if judge.n_unscored > _MUCH * judge.n_judgments:
        text = f"{judge.n_unscored:,} of {judge.n_judgments:,} judgments have no score"
        yield Caution(sign="unscored", text=text)
    kin = [t for t in r.manifest.teachers if t != UNSTATED and are_kin(t, judge.model)]
    if kin:
        text = f"judge {judge.judge} is of the family of teacher {kin[0]}; alone it decides nothing"
        yield Caution(sign="judge of the teacher's family", text=f"{text} of its rows")


def _sorted(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items()))
