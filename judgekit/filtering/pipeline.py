"""The use case: rows of a teacher and a judge with its audit in, files of decided rows out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from judgekit import render
from judgekit.auditing import Progress
from judgekit.auditing.pipeline import UNWATCHED
from judgekit.catalog import hash_files
from judgekit.config import Settings
from judgekit.criteria import Criterion
from judgekit.filtering.court import Court, open_court
from judgekit.filtering.engines import Engine, local
from judgekit.filtering.findings import NOT_LOOKED, Findings, Overview
from judgekit.filtering.holding import held, told_what_was_not_written
from judgekit.filtering.listening import Listening
from judgekit.filtering.reporting import Given, Hearing, report
from judgekit.filtering.reviewing import Review, load_verdicts
from judgekit.filtering.settling import Settling
from judgekit.filtering.shelves import Shelves
from judgekit.filtering.spelling import JsonRow
from judgekit.filtering.spilling import Rows, Spilled, read_data, spill
from judgekit.filtering.studying import with_student
from judgekit.filtering.writing import Files, Format, refuse_own_files
from judgekit.render.numbers import counted
from judgekit.types import Action, Audit, DataFile, Escalated, GateReport, Identity, Judge

WORK = ".work"
"""In the folder of the output: what a run that was killed goes on with."""


class Data(NamedTuple):
    """The rows, where they are from, and the hash of their bytes."""

    rows: Rows
    where: str
    sha256: str
    path: Path | None = None


class Options(NamedTuple):
    """How a gate is run, beside its settings."""

    audit: Path | Audit | None = None
    """By default the audit of this judge is looked for beside the data."""
    audit_with: Callable[[Identity], str] | None = None
    """Returns the command that audits a judge, for whoever has no audit of it."""
    judged: bool = True
    """Without a judge verifiers decide alone."""
    judge: Judge | None = None
    """Of your own code; by default the one that the settings name."""
    second: Judge | None = None
    reviewed: Sequence[Path] = ()
    """Files of verdicts of one person or several; what is said later counts."""
    criteria: Sequence[Criterion] = ()
    engine: Engine = local(1)
    form: Format = "jsonl"
    reproduce: str = ""
    """The command that makes this gate again."""
    today: date | None = None
    progress: Progress = UNWATCHED
    say: Callable[[str], None] = lambda _: None
    """Hears what the run is at."""


def data_of(path: Path, settings: Settings) -> Data:
    """Return the rows of a path, as many as the settings allow."""
    rows = read_data(path, limit=settings.limit, seed=settings.seed)
    return Data(rows, str(path), hash_files(path), path)


async def run(settings: Settings, data: Data, output: Path, options: Options) -> GateReport:
    """Decide every row and write the files; what a killed run had found is not sought again."""
    refuse_own_files(data.path, output)
    review = Review(*map(load_verdicts, options.reviewed))
    with held(output / WORK), told_what_was_not_written(output):
        try:
            made = await _gate(settings, data, output, options, review)
        finally:
            shutil.rmtree(output / WORK / "rows", ignore_errors=True)
        shutil.rmtree(output / WORK, ignore_errors=True)
    return made


async def _gate(
    settings: Settings, data: Data, output: Path, options: Options, review: Review
) -> GateReport:
    shelves = Shelves(output / WORK)
    spilled = spill(data.rows, shelves, settings.gate, where=data.where)
    options.say(f"{counted(spilled.n, 'row')} read, {sum(spilled.strata.values()):,} of them whole")
    findings = Findings(shelves)
    overview, hearing = await _hear(settings, data, options, spilled, findings)
    async with AsyncExitStack() as stack:
        files = stack.enter_context(Files(output, options.form))
        student = with_student(options.criteria, settings, findings, options.say)
        criteria = await stack.enter_async_context(student)
        account = Settling(
            findings,
            files,
            settings.gate,
            right=overview.right,
            bench=hearing.session.bench if hearing else None,
            criteria=criteria,
            review=review,
            seed=settings.seed,
        ).run()
        given = _given(data, options, spilled, criteria)
        reviewed = review.found() if options.reviewed else None
        made = report(settings, given, spilled, account, hearing, reviewed)
        files.publish(_texts(made, files.read("escalated")))
    return made


async def _hear(
    settings: Settings, data: Data, options: Options, spilled: Spilled, findings: Findings
) -> tuple[Overview, Hearing | None]:
    """Examine all rows, once a judge's audit is found, and ask the judge."""
    async with AsyncExitStack() as stack:
        court: Court | None = None
        if options.judged and spilled.witness is not None:
            court = await stack.enter_async_context(
                open_court(
                    settings,
                    spilled.witness,
                    judge=options.judge,
                    second=options.second,
                    audit=options.audit,
                    data=data.path,
                    audit_with=options.audit_with,
                    today=options.today or datetime.now(UTC).date(),
                    watch=options.progress,
                )
            )
        findings.make(options.engine)
        if court is None and not settings.gate.scarce:
            return NOT_LOOKED, None  # a pass over all rows is spared
        overview = findings.look_over(settings.gate.stratum)
        options.say(f"{overview.settled:,} settled by verifiers, {overview.open:,} left open")
        if court is None:
            return overview, None
        session = await Listening(
            findings,
            overview,
            court.judges,
            court.bench,
            settings.gate,
            seed=settings.seed,
            workers=settings.max_connections,
            watch=options.progress,
        ).run()
        return overview, Hearing(court, session)


def _given(data: Data, options: Options, spilled: Spilled, criteria: Sequence[Criterion]) -> Given:
    reviewed = tuple(
        DataFile(path=str(path), sha256=hash_files(path), rows=len(load_verdicts(path)))
        for path in options.reviewed
    )
    return Given(
        data=DataFile(path=data.where, sha256=data.sha256, rows=spilled.n),
        reviewed=reviewed,
        verifiers=spilled.verifiers,
        criteria=tuple(c.name for c in criteria),
        reproduce=options.reproduce,
    )


def _texts(made: GateReport, escalated: Iterable[JsonRow]) -> dict[str, Iterable[str]]:
    n, rows = made.counts.actions.get(Action.ESCALATE, 0), map(Escalated.model_validate, escalated)
    spelled = json.JSONEncoder(indent=1).iterencode(made.model_dump(mode="json"))
    return {
        "CARD.md": [render.data_card_to_markdown(made)],
        "gate.html": [render.gate_to_html(made)],
        "gate.json": [*spelled, "\n"],
        **render.review_to_html(rows, n),
    }
