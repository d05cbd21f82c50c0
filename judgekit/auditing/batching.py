"""An audit's requests handed in as batches: what the journal lacks, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from judgekit.auditing.asking import ask_rows
from judgekit.auditing.gathering import Gathered, gather
from judgekit.auditing.opening import judge_over, model_name
from judgekit.auditing.pipeline import limit_samples
from judgekit.auditing.planning import plan
from judgekit.auditing.reading import Answers
from judgekit.auditing.trials import Row
from judgekit.batch import Desk, Ledger, Patience, Submitted, To
from judgekit.config import Settings
from judgekit.errors import InputError
from judgekit.types import Framed, Judge, Judgment, Sample


async def submit(
    settings: Settings,
    samples: Sequence[Sample],
    *,
    to: To = To.PROVIDER,
    folder: Path,
    max_tokens: int | None = None,
) -> Submitted:
    """Hand in, as batches, what an audit on these settings would ask of the model.

    Only what neither the journal nor an open batch answers is asked; `max_tokens` may be under
    way for the model at once. Batches to files are written to `folder`.
    """
    if model_name(settings.judge) != settings.judge:
        raise InputError(f"--judge {settings.judge}: runs on this machine; run judgekit audit")
    if settings.replay:
        raise InputError("--replay: nothing is asked, so there is nothing to submit")
    drawn = limit_samples(samples, settings)
    gathered = await gather(settings, drawn)  # before the journal is open
    with Ledger(settings.journal) as ledger:
        async with Desk(ledger, Patience(settings.max_retries)) as desk:
            await desk.reconcile()
            door = desk.submission(
                settings.judge, settings.api_base, to=to, folder=folder, max_tokens=max_tokens
            )
            await _ask(judge_over(door, settings, drawn), drawn, gathered, settings)
            return await door.finish()


async def _ask(
    judge: Judge, samples: Sequence[Sample], gathered: Gathered, settings: Settings
) -> None:
    """Ask as an audit does, one question at a time, and forget the answers."""
    planned = plan(
        samples,
        gathered.with_a_part(),
        protocol=judge.identity.protocol,
        budget=settings.budget,
        framing=judge.framing if isinstance(judge, Framed) else None,
        against=settings.against,
        written=gathered.texts,
        seed=settings.seed,
        repeats=settings.repeats,
    )
    rows = planned.rows()
    await ask_rows(rows, planned.samples, judge, workers=1, observe=_unheard, settle=_unread)


def _unheard(judgment: Judgment) -> None:
    """Leave a judgment to the audit."""


def _unread(row: Row, answers: Answers) -> None:
    """Leave an item to the audit."""
