"""The use case: samples, attacks and a judge in, an audit out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol as Seam

from judgekit.auditing.asking import ask_rows
from judgekit.auditing.assembling import Origin, assemble
from judgekit.auditing.gathering import Gathered, gather
from judgekit.auditing.looks import one_stage, stages
from judgekit.auditing.measuring import Measurements
from judgekit.auditing.opening import open_judge
from judgekit.auditing.planning import NOTHING_WRITTEN, Plan, Written, plan_of
from judgekit.auditing.reading import Answers
from judgekit.auditing.spending import purse_of
from judgekit.auditing.trials import Row
from judgekit.config import Settings, hands
from judgekit.llm import Purse, Traffic
from judgekit.text import seeded
from judgekit.types import (
    Against,
    Attack,
    Audit,
    Budget,
    Judge,
    Judgment,
    Sample,
    Verdict,
)


def in_memory() -> Origin:
    """Return the origin of an audit that a program makes of rows it holds."""
    return Origin("in memory", None, "")


class Progress(Seam):
    """Whoever wants to watch a run."""

    def begin(self, total: int, unit: str) -> None:
        """Hear how many of what will be done: `items` of an audit, or `judgments`."""

    def __call__(self, judgment: Judgment) -> None:
        """Hear each judgment."""

    def step(self) -> None:
        """Hear that one more of the total is done."""


class _Unwatched:
    def begin(self, total: int, unit: str) -> None:
        pass

    def __call__(self, judgment: Judgment) -> None:
        pass

    def step(self) -> None:
        pass


UNWATCHED: Progress = _Unwatched()


async def run(
    settings: Settings,
    samples: Sequence[Sample],
    *,
    source: str = "in memory",
    reproduce: str = "",
    progress: Progress | None = None,
    purse: Purse | None = None,
    traffic: Traffic | None = None,
) -> Audit:
    """Audit the judge that the settings name; `source` says where the samples came from.

    All calls are paid from `purse`, by default from one with what the settings allow; `traffic`
    counts those to the judge.
    """
    purse = purse or purse_of(settings)
    drawn = limit_samples(samples, settings)
    gathered = await gather(settings, drawn, purse=purse)  # before the judge's journal is open
    async with open_judge(settings, drawn, purse=purse, traffic=traffic) as opened:
        return await audit_as_set(
            opened.judge,
            drawn,
            settings,
            gathered=gathered,
            workers=hands(settings),
            progress=progress,
            origin=lambda: Origin(source, opened.last_day(), reproduce, gathered.writers()),
        )


async def audit_as_set(
    judge: Judge,
    samples: Sequence[Sample],
    settings: Settings,
    *,
    gathered: Gathered | None = None,
    workers: int,
    progress: Progress | None,
    origin: Callable[[], Origin],
) -> Audit:
    """Audit a judge on all of the samples, on the other terms that the settings set."""
    texts = gathered or await gather(settings, samples)
    return await audit_judge(
        judge,
        samples,
        texts.with_a_part(),
        written=texts.texts,
        budget=settings.budget,
        against=settings.against,
        seed=settings.seed,
        repeats=settings.repeats,
        workers=workers,
        early_stop=settings.early_stop,
        progress=progress,
        origin=origin,
    )


async def audit_judge(
    judge: Judge,
    samples: Sequence[Sample],
    attacks: Sequence[Attack],
    *,
    budget: Budget | None = None,
    against: Against | None = None,
    written: Written = NOTHING_WRITTEN,
    seed: int = 0,
    repeats: int = 1,
    workers: int = 16,
    early_stop: bool = False,
    progress: Progress | None = None,
    origin: Callable[[], Origin] = in_memory,
) -> Audit:
    """Audit any judge on samples under attacks.

    `repeats` independent answers are averaged per text; `against` says what a pairwise judge
    compares with; `written` holds a model's texts by sample and attack; `workers` questions are
    under way at once; `origin` is asked after the last answer. `early_stop` looks four times at
    items in seeded order, and ends at the first look that settles the verdict.
    """
    identity = judge.identity
    planned = plan_of(
        judge,
        samples,
        attacks,
        budget=budget or Budget(),
        against=against,
        written=written,
        seed=seed,
        repeats=repeats,
    )
    found = Measurements(planned, identity)
    watch = progress or UNWATCHED
    watch.begin(len(planned.samples), "items")

    def settle(row: Row, answers: Answers) -> None:
        found.add(row, answers)
        watch.step()

    done = 0
    for stage in stages(planned, identity) if early_stop else one_stage(planned):
        rows, done = planned.rows(stage.items[done:]), len(stage.items)
        await ask_rows(rows, planned.samples, judge, workers=workers, observe=watch, settle=settle)
        audited = assemble(planned, found, identity, origin(), stage)
        if audited.verdict is not Verdict.INCONCLUSIVE:
            break
    return audited


def plan_as_set(
    judge: Judge, samples: Sequence[Sample], settings: Settings, gathered: Gathered
) -> Plan:
    """Settle what an audit of a judge on all of the samples settles before it asks."""
    return plan_of(
        judge,
        samples,
        gathered.with_a_part(),
        budget=settings.budget,
        against=settings.against,
        written=gathered.texts,
        seed=settings.seed,
        repeats=settings.repeats,
    )


def limit_samples(samples: Sequence[Sample], settings: Settings) -> tuple[Sample, ...]:
    """Return `limit` samples drawn by seed, in the order given."""
    if settings.limit is None or settings.limit >= len(samples):
        return tuple(samples)
    drawn = seeded(settings.seed, "limit").sample(range(len(samples)), settings.limit)
    return tuple(samples[i] for i in sorted(drawn))
