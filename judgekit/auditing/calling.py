"""The audit as one function call, for programs and notebooks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar, cast

from judgekit.auditing.assembling import Origin
from judgekit.auditing.pipeline import Progress, audit_as_set, limit_samples, run
from judgekit.auditing.results import Audited
from judgekit.catalog import load_samples, read_sample
from judgekit.config import load_settings
from judgekit.errors import InputError
from judgekit.judging import Called
from judgekit.types import Identity, Judge, Sample, Scale

Samples = str | Path | Sequence[Sample | Mapping[str, Any]] | None
Made = TypeVar("Made")
AnyJudge = str | Judge | Callable[[str, str], Any]


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
    given = load_settings(**settings)
    rows, source = _rows(samples)
    if isinstance(judge, str):
        return Audited(finish(run(given, rows, source=source, progress=progress)))
    if given.max_cost is not None:
        raise InputError("max_cost: what a judge of your own code spends cannot be held back")
    audited = audit_as_set(
        as_judge(judge, scale),
        limit_samples(rows, given),
        given,
        progress=progress,
        origin=lambda: Origin(source, None, ""),
    )
    return Audited(finish(audited))


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


def as_judge(judge: Judge | Callable[[str, str], Any], scale: Scale | None) -> Judge:
    """Return a judge of a program's own, a function made one by its scale."""
    if isinstance(getattr(judge, "identity", None), Identity):
        return cast(Judge, judge)
    if scale is None:
        raise InputError("a judge that is a function needs its scale: scale=Scale(low=…, …)")
    return Called(cast(Callable[[str, str], Any], judge), scale=scale)


def finish(work: Coroutine[Any, Any, Made]) -> Made:
    """Run to the end; where a loop is running already (a notebook), in a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
