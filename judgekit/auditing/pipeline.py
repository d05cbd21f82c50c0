"""The use case: samples, attacks and a judge in, an audit out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol as Seam

from judgekit.auditing.asking import ask_all
from judgekit.auditing.assembling import Origin, assemble
from judgekit.auditing.opening import open_judge
from judgekit.auditing.planning import plan
from judgekit.catalog import load_attacks
from judgekit.config import Settings
from judgekit.text import seeded
from judgekit.types import Attack, Audit, Budget, Judge, Judgment, Sample


def _in_memory() -> Origin:
    return Origin("in memory", None, "")


class Progress(Seam):
    """Whoever wants to watch a run."""

    def begin(self, total: int) -> None: ...

    def __call__(self, judgment: Judgment) -> None: ...


async def run(
    settings: Settings,
    samples: Sequence[Sample],
    *,
    source: str = "in memory",
    reproduce: str = "",
    progress: Progress | None = None,
) -> Audit:
    """Audit the judge that the settings name; `source` says where the samples came from."""
    drawn = limit_samples(samples, settings)
    async with open_judge(settings, drawn) as opened:
        return await audit_as_set(
            opened.judge,
            drawn,
            settings,
            progress=progress,
            origin=lambda: Origin(source, opened.recorded.last_day(), reproduce),
        )


async def audit_as_set(
    judge: Judge,
    samples: Sequence[Sample],
    settings: Settings,
    *,
    progress: Progress | None,
    origin: Callable[[], Origin],
) -> Audit:
    """Audit a judge on all of the samples, on the other terms that the settings set."""
    return await audit_judge(
        judge,
        samples,
        load_attacks([Path(d) for d in settings.attacks_dir], settings.attacks),
        budget=settings.budget,
        seed=settings.seed,
        repeats=settings.repeats,
        workers=settings.max_connections,
        progress=progress,
        origin=origin,
    )


async def audit_judge(
    judge: Judge,
    samples: Sequence[Sample],
    attacks: Sequence[Attack],
    *,
    budget: Budget | None = None,
    seed: int = 0,
    repeats: int = 1,
    workers: int = 16,
    progress: Progress | None = None,
    origin: Callable[[], Origin] = _in_memory,
) -> Audit:
    """Audit any judge on samples under attacks.

    `repeats` independent answers are averaged per text; `workers` questions are under way at
    once; `origin` is asked after the last answer.
    """
    identity = judge.identity
    planned = plan(
        samples,
        attacks,
        protocol=identity.protocol,
        budget=budget or Budget(),
        seed=seed,
        repeats=repeats,
    )
    questions = tuple(planned.questions())
    if progress is not None:
        progress.begin(len(questions))
    answers = await ask_all(questions, planned.samples, judge, workers=workers, observe=progress)
    return assemble(planned, answers, identity, origin())


def limit_samples(samples: Sequence[Sample], settings: Settings) -> tuple[Sample, ...]:
    """Return `limit` samples drawn by seed, in the order given."""
    if settings.limit is None or settings.limit >= len(samples):
        return tuple(samples)
    drawn = seeded(settings.seed, "limit").sample(range(len(samples)), settings.limit)
    return tuple(samples[i] for i in sorted(drawn))
