"""The use case: several judges asked the same in the same hours, each audited, all ranked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from typing import Protocol as Seam

from judgekit.auditing.asking import ask_all
from judgekit.auditing.assembling import Origin, assemble
from judgekit.auditing.doors import Doors
from judgekit.auditing.gathering import Gathered, gather
from judgekit.auditing.looks import one_stage
from judgekit.auditing.measuring import Measurements
from judgekit.auditing.opening import make_judge, open_doors, today
from judgekit.auditing.pipeline import UNWATCHED, Progress, limit_samples, plan_as_set
from judgekit.auditing.planning import Plan, rows_together
from judgekit.auditing.reading import Answers
from judgekit.auditing.trials import Row
from judgekit.config import Settings
from judgekit.errors import InputError
from judgekit.llm import Purse, Traffic
from judgekit.ranking.comparing import rank
from judgekit.ranking.naming import line_up
from judgekit.ranking.results import Ranked
from judgekit.types import Audit, Judge, Judgment, Sample, Target, Unscored

PATIENCE = 20
"""Calls in a row that may fail before a judge counts as down."""


class Watch(Seam):
    """Whoever wants to watch a run of several judges."""

    def of(self, judge: str) -> Progress:
        """Return who watches one of them."""

    def lose(self, judge: str, why: str) -> None:
        """Hear that a judge is down, and is asked no more."""


class _Unwatched:
    def of(self, judge: str) -> Progress:
        return UNWATCHED

    def lose(self, judge: str, why: str) -> None:
        pass


class Seat(NamedTuple):
    """A judge, and what its audit alone would take."""

    judge: Judge
    settings: Settings
    day: Callable[[], str | None] = today
    """The day of its last reply."""
    reproduce: str = ""


async def run(
    settings: Settings,
    samples: Sequence[Sample],
    *,
    source: str = "in memory",
    reproduce: str = "",
    alone: Callable[[Settings], str] = lambda settings: "",
    progress: Watch | None = None,
    purse: Purse | None = None,
    traffic: Traffic | None = None,
) -> Ranked:
    """Audit and rank the judges that the settings list; they share journal, limits and purse.

    `alone` returns the command that makes the audit of one of them.
    """
    lineup = line_up(settings)
    drawn = limit_samples(samples, settings)
    gathered = await gather(settings, drawn, purse=purse)  # before the journal is open
    async with open_doors(*lineup.values(), purse=purse, traffic=traffic) as recorded:
        seats = {}
        for name, of_one in lineup.items():
            door = recorded.beside() if recorded else None
            judge = make_judge(of_one, drawn, door or Doors())
            seats[name] = Seat(judge, of_one, door.last_day if door else today, alone(of_one))
        return await rank_judges(
            seats,
            drawn,
            gathered,
            workers=settings.max_connections,
            source=source,
            reproduce=reproduce,
            progress=progress,
        )


async def rank_judges(
    seats: Mapping[str, Seat],
    samples: Sequence[Sample],
    gathered: Gathered,
    *,
    workers: int,
    source: str = "in memory",
    reproduce: str = "",
    progress: Watch | None = None,
) -> Ranked:
    """Ask judges question by question beside each other, audit each and rank them.

    A judge whose calls fail for good, or again and again, is asked no more and has no audit; the
    others go on.
    """
    if len(seats) < 2:
        raise InputError("judges: one alone has no rank; name another, or audit it by itself")
    if any(s.settings.early_stop for s in seats.values()):
        raise InputError("--early-stop: judges are compared on the same items; leave it out")
    names = list(seats)
    judges = [s.judge for s in seats.values()]
    plans = [plan_as_set(s.judge, samples, s.settings, gathered) for s in seats.values()]
    _refuse_unlike(names, plans)
    asked = _Asked(names, plans, judges, progress or _Unwatched())
    await ask_all(
        rows_together(plans),
        samples,
        judges,
        workers=workers,
        observe=asked.hear,
        settle=asked.settle,
        absent=asked.down,
        lose=lambda seat, failure: asked.lose(seat, str(failure)),
    )
    audits = {}
    for at, (name, seat) in enumerate(seats.items()):
        if at not in asked.down:
            origin = Origin(source, seat.day(), seat.reproduce, gathered.writers())
            audits[name] = _audit(plans[at], asked.found[at], seat, origin)
    down = {names[at]: why for at, why in asked.down.items()}
    return Ranked(rank(audits, down=down, reproduce=reproduce), audits)


def _refuse_unlike(names: Sequence[str], plans: Sequence[Plan]) -> None:
    """Raise, before anything is paid, where judges could not be ranked afterwards."""
    for name, plan in zip(names, plans, strict=True):
        if plan.pairing != plans[0].pairing:
            raise InputError(
                f"{names[0]} and {name} cannot be ranked: one compares answers and the other "
                "judges each alone; audit them apart"
            )
    if not set.intersection(*map(_shown, plans)):
        raise InputError("no attack can be shown to every judge; choose others, or audit each")


def _shown(plan: Plan) -> set[str]:
    """Return the attacks that a judge can be shown: who has no prompt, none that edits it."""
    edited = plan.framing is not None
    return {
        a.id for a in plan.attacks if not a.is_control and (edited or a.edits is not Target.PROMPT)
    }


class _Asked:
    """What came of the questions so far, judge by judge."""

    def __init__(
        self, names: Sequence[str], plans: Sequence[Plan], judges: Sequence[Judge], watch: Watch
    ) -> None:
        pairs = zip(plans, judges, strict=True)
        self.found = [Measurements(plan, judge.identity) for plan, judge in pairs]
        self.down: dict[int, str] = {}
        """Why a judge is asked no more, by its place."""
        self._names = names
        self._watch = watch
        self._lanes = [watch.of(name) for name in names]
        self._failed = [0] * len(names)
        for lane, plan in zip(self._lanes, plans, strict=True):
            lane.begin(len(plan.samples), "items")

    def hear(self, seat: int, judgment: Judgment) -> None:
        self._lanes[seat](judgment)
        failed = judgment.unscored is Unscored.TRANSPORT
        self._failed[seat] = self._failed[seat] + 1 if failed else 0
        if self._failed[seat] == PATIENCE:
            self.lose(seat, f"{PATIENCE} calls in a row failed, the last by: {judgment.detail}")

    def settle(self, seat: int, row: Row, answers: Answers) -> None:
        self.found[seat].add(row, answers)
        self._lanes[seat].step()

    def lose(self, seat: int, why: str) -> None:
        if seat not in self.down:
            self.down[seat] = why
            self._watch.lose(self._names[seat], why)


def _audit(plan: Plan, found: Measurements, seat: Seat, origin: Origin) -> Audit:
    (stage,) = one_stage(plan)
    return assemble(plan, found, seat.judge.identity, origin, stage)
