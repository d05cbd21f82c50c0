"""The use case: one judge bare and behind defences, asked the same in the same hours, compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from judgekit.auditing.asking import ask_all
from judgekit.auditing.assembling import Origin, assemble
from judgekit.auditing.doors import Doors
from judgekit.auditing.gathering import gather
from judgekit.auditing.looks import one_stage
from judgekit.auditing.measuring import Measurements
from judgekit.auditing.opening import make_judge, means, open_doors
from judgekit.auditing.pipeline import UNWATCHED, Progress, in_memory, limit_samples
from judgekit.auditing.planning import NOTHING_WRITTEN, Plan, Written, plan_of
from judgekit.auditing.reading import Answers
from judgekit.auditing.trials import Row
from judgekit.config import Settings, hands
from judgekit.defending.comparing import Audited, compare
from judgekit.defending.naming import line_up, parts_of
from judgekit.errors import InputError
from judgekit.llm import Purse, Traffic
from judgekit.types import (
    Against,
    Attack,
    Audit,
    Budget,
    Defences,
    Judge,
    Judgment,
    Sample,
)


class Compared(NamedTuple):
    """A comparison, and the audits that it was made of."""

    found: Defences
    bare: Audit
    defended: dict[str, Audit]
    """By defence."""


async def run(
    settings: Settings,
    samples: Sequence[Sample],
    *,
    names: Sequence[str],
    source: str = "in memory",
    reproduce: str = "",
    progress: Progress | None = None,
    purse: Purse | None = None,
    traffic: Traffic | None = None,
) -> Compared:
    """Compare defences, as `read_names` returns them, of the judge that the settings name."""
    if settings.early_stop:
        raise InputError("--early-stop: defences are compared on the same items; leave it out")
    drawn = limit_samples(samples, settings)
    gathered = await gather(settings, drawn, purse=purse)  # before the journal is open
    every = (*settings.defence, *chain.from_iterable(map(parts_of, names)))
    everyone = settings.model_copy(update={"defence": every})
    async with open_doors(everyone, purse=purse, traffic=traffic) as recorded:
        door = recorded or Doors()
        judge = make_judge(settings, drawn, door)
        lineup = line_up(judge, names, means(settings, drawn, door))
        return await compare_defences(
            lineup.bare,
            lineup.defended,
            drawn,
            gathered.with_a_part(),
            unsuited=lineup.unsuited,
            budget=settings.budget,
            against=settings.against,
            written=gathered.texts,
            seed=settings.seed,
            repeats=settings.repeats,
            workers=hands(settings),
            progress=progress,
            origin=lambda: Origin(
                source, recorded.last_day() if recorded else None, reproduce, gathered.writers()
            ),
        )


async def compare_defences(
    bare: Judge,
    defended: Mapping[str, Judge],
    samples: Sequence[Sample],
    attacks: Sequence[Attack],
    *,
    unsuited: Mapping[str, str] = MappingProxyType({}),
    budget: Budget | None = None,
    against: Against | None = None,
    written: Written = NOTHING_WRITTEN,
    seed: int = 0,
    repeats: int = 1,
    workers: int = 16,
    progress: Progress | None = None,
    origin: Callable[[], Origin] = in_memory,
) -> Compared:
    """Audit a judge and, question by question beside it, the same judge behind each defence.

    Each is any judge of the bare one's protocol and scale, by the name that it is told by. The
    bare judge is held to the budget's alpha, the others to their share of it.
    """
    if not defended:
        why = "; ".join(f"{name}: {reason}" for name, reason in unsuited.items())
        raise InputError(f"no defence suits the judge {bare.identity.judge}. {why}".rstrip())
    planned = plan_of(
        bare,
        samples,
        attacks,
        budget=budget or Budget(),
        against=against,
        written=written,
        seed=seed,
        repeats=repeats,
    )
    judges = (bare, *defended.values())
    found = await _ask(planned, judges, workers=workers, watch=progress or UNWATCHED)
    share = planned.budget.model_copy(update={"alpha": planned.budget.alpha / len(defended)})
    held_to = (planned.budget, *(share for _ in defended))
    audits = [
        _audited(planned._replace(budget=held), measurements, judge, origin())
        for held, measurements, judge in zip(held_to, found, judges, strict=True)
    ]
    behind = dict(zip(defended, audits[1:], strict=True))
    return Compared(
        compare(planned, audits[0], behind, unsuited, level=share.alpha),
        audits[0].audit,
        {name: one.audit for name, one in behind.items()},
    )


async def _ask(
    planned: Plan, judges: Sequence[Judge], *, workers: int, watch: Progress
) -> list[Measurements]:
    found = [Measurements(planned, judge.identity) for judge in judges]
    watch.begin(len(judges) * len(planned.samples), "items")

    def settle(seat: int, row: Row, answers: Answers) -> None:
        found[seat].add(row, answers)
        watch.step()

    def observe(seat: int, judgment: Judgment) -> None:
        watch(judgment)

    rows = ((row,) * len(judges) for row in planned.rows())
    await ask_all(rows, planned.samples, judges, workers=workers, observe=observe, settle=settle)
    return found


def _audited(planned: Plan, found: Measurements, judge: Judge, origin: Origin) -> Audited:
    (stage,) = one_stage(planned)
    return Audited(assemble(planned, found, judge.identity, origin, stage), found)
