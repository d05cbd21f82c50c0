"""An audit's requests handed in as batches: what the journal lacks, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from judgekit.auditing.asking import ask_rows
from judgekit.auditing.gathering import Gathered, gather
from judgekit.auditing.opening import make_judge
from judgekit.auditing.pipeline import limit_samples, plan_as_set
from judgekit.auditing.reading import Answers
from judgekit.auditing.spending import price_of, purse_of, refuse_unpriced
from judgekit.auditing.trials import Row
from judgekit.batch import Desk, Ledger, Patience, Room, Submitted, To
from judgekit.config import Kind, Settings, kind_of
from judgekit.errors import InputError
from judgekit.llm import Purse
from judgekit.types import Judge, Judgment, Sample


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
    _refuse_what_no_batch_can_do(settings)
    purse = purse_of(settings)
    drawn = limit_samples(samples, settings)
    gathered = await gather(settings, drawn, purse=purse)  # before the journal is open
    with Ledger(settings.journal) as ledger:
        async with Desk(ledger, Patience(settings.max_retries)) as desk:
            await desk.reconcile()
            door = desk.submission(
                settings.judge,
                settings.api_base,
                to=to,
                folder=folder,
                room=_room(settings, ledger, purse, max_tokens),
            )
            await _ask(make_judge(settings, drawn, door), drawn, settings, gathered)
            return await door.finish()


def _refuse_what_no_batch_can_do(settings: Settings) -> None:
    kind = kind_of(settings.judge)
    if kind is not Kind.MODEL:
        why = "runs on this machine" if kind is Kind.LOCAL else "is no model that takes batches"
        raise InputError(f"--judge {settings.judge}: {why}; run judgekit audit")
    if settings.replay:
        raise InputError("--replay: nothing is asked, so there is nothing to submit")
    if settings.early_stop:
        raise InputError("--early-stop: what is handed in is asked as a whole; leave it out")


def _room(settings: Settings, ledger: Ledger, purse: Purse | None, max_tokens: int | None) -> Room:
    taken = ledger.tokens_under_way(settings.judge)
    tokens = None if max_tokens is None else max_tokens - taken
    if purse is None:
        return Room(tokens=tokens)
    refuse_unpriced(settings)
    left_usd = purse.max_usd - purse.spent_usd
    return Room(tokens=tokens, max_usd=left_usd, tariff=price_of(settings).tariff)


async def _ask(
    judge: Judge, samples: Sequence[Sample], settings: Settings, gathered: Gathered
) -> None:
    """Ask as an audit does, one question at a time, and forget the answers."""
    rows = plan_as_set(judge, samples, settings, gathered).rows()
    await ask_rows(rows, samples, judge, workers=1, observe=_unheard, settle=_unread)


def _unheard(judgment: Judgment) -> None:
    """Leave a judgment to the audit."""


def _unread(row: Row, answers: Answers) -> None:
    """Leave an item to the audit."""
