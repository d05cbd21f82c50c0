"""The audit as one function call, for programs and notebooks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

from judgekit.auditing.assembling import Origin
from judgekit.auditing.pipeline import Progress, audit_as_set, limit_samples, run
from judgekit.auditing.results import Audited
from judgekit.catalog import load_samples, read_sample
from judgekit.config import Settings, load_settings
from judgekit.errors import InputError
from judgekit.judging import Called
from judgekit.types import Audit, Identity, Judge, Sample, Scale

Samples = str | Path | Sequence[Sample | Mapping[str, Any]] | None
OwnJudge = Judge | Callable[[str, str], Any]
AnyJudge = str | OwnJudge


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
    line, a `Judge`, or a function `(prompt, response) -> score`, which needs its `scale`.
    `settings` are the fields of `judgekit.config.Settings`.
    """
    if isinstance(judge, str):
        settings["judge"] = judge
    own = None if isinstance(judge, str) else judge
    return audit_by(load_settings(**settings), samples, own, scale=scale, progress=progress)


def audit_by(
    given: Settings,
    samples: Samples,
    own: OwnJudge | None = None,
    *,
    scale: Scale | None = None,
    progress: Progress | None = None,
) -> Audited:
    """Audit the judge that settings name, or in its place one of the user's own code."""
    rows, source = _rows(samples)
    if own is None:
        return Audited(_finish(run(given, rows, source=source, progress=progress)))
    if given.max_cost is not None:
        raise InputError("max_cost: what a judge of your own code spends cannot be held back")
    audited = audit_as_set(
        _as_judge(own, scale),
        limit_samples(rows, given),
        given,
        progress=progress,
        origin=lambda: Origin(source, None, ""),
    )
    return Audited(_finish(audited))


def _rows(samples: Samples) -> tuple[tuple[Sample, ...], str]:
    if samples is None:
        return load_samples(), "packaged"
    if isinstance(samples, (str, Path)):
        return load_samples(Path(samples)), str(samples)
    return tuple(_row(i, s) for i, s in enumerate(samples, 1)), "in memory"


def _row(number: int, row: Sample | Mapping[str, Any]) -> Sample:
    if isinstance(row, Sample):
        return row
    return read_sample({"id": f"row-{number}", **row}, f"row {number}")


def _as_judge(judge: OwnJudge, scale: Scale | None) -> Judge:
    if isinstance(getattr(judge, "identity", None), Identity):
        return cast(Judge, judge)
    if scale is None:
        raise InputError("a judge that is a function needs its scale: scale=Scale(low=…, …)")
    return Called(cast(Callable[[str, str], Any], judge), scale=scale)


def _finish(work: Coroutine[Any, Any, Audit]) -> Audit:
    """Run to the end; where a loop is running already (a notebook), in a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
