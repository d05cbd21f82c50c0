"""The audit as one function call, for programs and notebooks."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from judgekit.adapters import as_judge
from judgekit.auditing.assembling import Origin
from judgekit.auditing.opening import today
from judgekit.auditing.pipeline import Progress, audit_as_set, limit_samples, run
from judgekit.auditing.results import Audited
from judgekit.catalog import load_samples, read_sample
from judgekit.config import Settings, as_settings, load_settings, stated_scale
from judgekit.errors import InputError
from judgekit.types import Judge, Sample, Scale

Samples = str | Path | Sequence[Sample | Mapping[str, Any]] | None
AnyJudge = str | Judge | Any
Made = TypeVar("Made")


def audit(
    samples: Samples = None,
    judge: AnyJudge = "local",
    *,
    scale: Scale | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> Audited:
    """Audit a judge and return what it came to; works inside a running event loop too.

    `samples` is a file, rows, or None for the packaged ones. `judge` is a name as on the command
    line, a `Judge`, a function `(prompt, response) -> score`, which needs its `scale`, or an
    evaluator of Inspect AI, deepeval, openevals or autoevals.
    `settings` are the fields of `judgekit.config.Settings`.
    """
    own = None if isinstance(judge, str) else judge
    named: dict[str, Any] = {"judge": judge} if own is None else {}
    given = load_settings(**settings, **named, **as_settings(scale))
    return audit_by(given, samples, own, progress=progress)


def audit_by(
    given: Settings, samples: Samples, own: Any | None = None, *, progress: Progress | None = None
) -> Audited:
    """Audit the judge that settings name or, in its place, one of the user's own code."""
    rows, source = read_rows(samples)
    if own is None:
        return Audited(finish(run(given, rows, source=source, progress=progress)))
    if given.max_cost is not None:
        raise InputError("max_cost: what a judge of your own code spends cannot be held back")
    audited = audit_as_set(
        as_judge(own, scale=stated_scale(given)),
        limit_samples(rows, given),
        given,
        workers=given.max_connections,
        progress=progress,
        origin=lambda: Origin(source, today(), ""),
    )
    return Audited(finish(audited))


def read_rows(samples: Samples) -> tuple[tuple[Sample, ...], str]:
    """Return the samples that a caller gives, and where they are from."""
    if samples is None:
        return load_samples(), "packaged"
    if isinstance(samples, (str, Path)):
        return load_samples(Path(samples)), str(samples)
    return tuple(_row(i, s) for i, s in enumerate(samples, 1)), "in memory"


def _row(number: int, row: Sample | Mapping[str, Any]) -> Sample:
    if isinstance(row, Sample):
        return row
    return read_sample({"id": f"row-{number}", **row}, f"row {number}")


def finish(work: Coroutine[Any, Any, Made]) -> Made:
    """Run to the end; where a loop is running already (a notebook), in a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
