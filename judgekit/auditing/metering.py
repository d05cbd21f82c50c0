"""Asking within a limit: calls are counted before they are made, and rises read from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from judgekit.auditing.asking import Put, ask_each
from judgekit.auditing.pipeline import Progress
from judgekit.auditing.planning import Plan
from judgekit.auditing.reading import read
from judgekit.auditing.trials import Case, Question, draws
from judgekit.judging import Panel
from judgekit.types import Attack, Framed, Judge, Judgment, NoVariant, Sample

Planner = Callable[[Sequence[Sample], Sequence[Attack]], Plan]


class Trial(NamedTuple):
    """One attack on all items; an item without a variant keeps the reason."""

    attack: Attack
    cases: tuple[Case | NoVariant, ...]


class Meter:
    """A judge, and how many more calls to it are allowed."""

    def __init__(self, judge: Judge, *, max_calls: int, workers: int, watch: Progress) -> None:
        self.left = max_calls
        self.n_judgments = self.n_unscored = 0
        self.calls_each = calls_each(judge)
        self._judge = judge
        self._workers = workers
        self._watch = watch

    async def ask(
        self, questions: Sequence[Question], samples: Sequence[Sample]
    ) -> dict[Question, Judgment]:
        """Return a judgment per question."""
        self.left -= self.calls_each * len(questions)
        assert self.left >= 0, "calls are counted before they are made"
        answers: dict[Question, Judgment] = {}

        def hear(put: Put, judgment: Judgment) -> None:
            answers[put.question] = judgment
            self._watch(judgment)
            self._watch.step()

        puts = (Put(question, self._judge) for question in questions)
        await ask_each(puts, samples, workers=self._workers, hear=hear)
        self.n_judgments += len(answers)
        self.n_unscored += sum(j.unscored is not None for j in answers.values())
        return answers


class Metered:
    """Samples in the order of asking, and what was asked so far about attacks on them.

    Only what a rise is read from is asked: the attacked text and its placebo.
    """

    def __init__(
        self, samples: Sequence[Sample], meter: Meter, make_plan: Planner, *, repeats: int
    ) -> None:
        self.samples = tuple(samples)
        self._meter = meter
        self._make_plan = make_plan
        self._repeats = repeats
        self._answers: dict[Question, Judgment] = {}

    @property
    def left(self) -> int:
        """The calls that are left, here or elsewhere."""
        return self._meter.left

    @property
    def most_calls(self) -> int:
        """The calls for one attack on all samples, if nothing was asked before."""
        return 2 * self._repeats * self._meter.calls_each * len(self.samples)

    def lay_out(self, attacks: Sequence[Attack]) -> tuple[Trial, ...]:
        """Return a trial per attack; ask nothing."""
        if not attacks:
            return ()
        rows = self._make_plan(self.samples, attacks).rows()
        columns = zip(*(row.cases for row in rows), strict=True)
        return tuple(Trial(a, cases) for a, cases in zip(attacks, columns, strict=True))

    def reach(self, trials: Sequence[Trial], calls: int) -> int:
        """Return how many samples, from the first, all trials can be asked about."""
        each = Counter(q.item for q in self._missing(trials, len(self.samples)))
        needed = accumulate(self._meter.calls_each * each[i] for i in range(len(self.samples)))
        return sum(n <= calls for n in needed)

    async def ask(self, trials: Sequence[Trial], n: int) -> None:
        """Ask what is missing about the first `n` samples."""
        missing = self._missing(trials, n)
        self._answers |= await self._meter.ask(missing, self.samples)

    def rises(self, trial: Trial, n: int) -> list[float | None]:
        """Return attacked minus placebo: 0 where the edit does not fit, None without a score."""
        return [self._rise(item, case) for item, case in enumerate(trial.cases[:n])]

    def _rise(self, item: int, case: Case | NoVariant) -> float | None:
        if isinstance(case, NoVariant):
            return 0.0
        attacked, placebo = (
            read(self._answers, item, arm, repeats=self._repeats).score
            for arm in (case.attacked, case.placebo)
        )
        if attacked is None or placebo is None:
            return None
        # The dust of averaged repeats must not count as a rise.
        return round(attacked - placebo, 9)

    def _missing(self, trials: Sequence[Trial], n: int) -> list[Question]:
        asked = dict.fromkeys(q for item in range(n) for q in self._about(trials, item))
        return [q for q in asked if q not in self._answers]

    def _about(self, trials: Sequence[Trial], item: int) -> Iterator[Question]:
        for trial in trials:
            case = trial.cases[item]
            if isinstance(case, Case):
                for arm in (case.attacked, case.placebo):
                    yield from draws(item, arm, repeats=self._repeats)


def calls_each(judge: Judge) -> int:
    """Return how many calls are behind one judgment; on a panel, those of all its members."""
    if isinstance(judge, Panel):
        return sum(calls_each(member) for member in judge.members)
    return judge.framing.n_calls if isinstance(judge, Framed) else 1
