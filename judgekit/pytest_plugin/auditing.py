"""A job done: replayed or asked, audited, and set against the baseline."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from judgekit.auditing.calling import audit_by
from judgekit.budget import why_failed
from judgekit.catalog import load_samples
from judgekit.checking import (
    EMPTY,
    Anew,
    add_run,
    check,
    holds,
    load_baselines,
    open_baselines,
    run_of,
    save_baselines,
)
from judgekit.config import Settings
from judgekit.errors import InputError, NotRecorded, OperationalError
from judgekit.pytest_plugin.jobs import Job
from judgekit.pytest_plugin.sharing import Found
from judgekit.store import recordings_export, recordings_import
from judgekit.testing import loopback_only
from judgekit.types import Audit, Comparison


def do(job: Job, *, folder: Path, update: bool) -> Found:
    """Audit, and compare with the baseline or, with `update`, accept the judge into it.

    `folder` is for the files of this session.
    """
    if update and job.baseline is None:
        raise InputError(f"{job.test}: names no baseline to update; give the marker one")
    try:
        with _recorded(job, folder) as settings:
            return _found(job, settings, update=update)
    except NotRecorded as missing:
        raise NotRecorded(
            f"{job.recordings or job.settings.journal}: a reply that this audit needs is not "
            f"recorded; pytest --judgekit-live {job.test} asks for it ({missing})"
        ) from None


def _found(job: Job, settings: Settings, *, update: bool) -> Found:
    with _offline(job):
        audit = audit_by(settings, job.samples, job.own).audit
    if (why := why_failed(audit)) is not None:
        raise OperationalError(f"{job.test}: {why}")
    if job.baseline is None:
        return Found(audit=audit)
    if update:
        _accept(audit, job.baseline)
        return Found(audit=audit)
    with _offline(job):
        return Found(audit=audit, comparisons=_compared(audit, job, job.baseline, settings))


@contextmanager
def _offline(job: Job) -> Iterator[None]:
    """Refuse the network to a judge that is not asked live, to code too."""
    if job.live:
        yield
        return
    with loopback_only() as refused:
        yield
    if refused:
        raise OperationalError(
            f"{job.test}: the judge reached for {refused[0]}; --judgekit-live lets it"
        )


@contextmanager
def _recorded(job: Job, folder: Path) -> Iterator[Settings]:
    """Yield the settings with the recordings for a journal, and keep what a live run adds."""
    settings, recordings = job.settings, job.recordings
    if recordings is None:
        yield settings
        return
    place = Path(settings.journal).parent if job.live else folder
    journal = place / f"{recordings.stem}-{job.key}.journal"
    if recordings.exists():
        recordings_import(recordings, journal)
    yield settings.model_copy(update={"journal": str(journal)})
    if job.live:
        recordings_export(journal, recordings)


def _compared(audit: Audit, job: Job, baseline: Path, settings: Settings) -> tuple[Comparison, ...]:
    """Set an audit against its baseline; a regression is confirmed where both can be asked."""
    if not baseline.exists():
        raise InputError(f"{baseline}: there is no such file; --judgekit-update-baseline makes it")
    kept, where = open_baselines(baseline), str(baseline)
    anew = None if job.own is not None else Anew(load_samples(job.samples), settings)
    try:
        return asyncio.run(check(audit, kept, where=where, anew=anew))
    except InputError:  # nothing recorded, or a judge that is no more
        return asyncio.run(check(audit, kept, where=where))


def _accept(audit: Audit, baseline: Path) -> None:
    kept, run = load_baselines(baseline) if baseline.exists() else EMPTY, run_of(audit)
    if not holds(kept, run):
        save_baselines(baseline, add_run(kept, run))
