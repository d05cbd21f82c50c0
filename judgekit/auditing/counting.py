"""The calls of an audit, counted by asking the very judge, over a door behind which nobody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from heapq import heappush, heappushpop
from typing import NamedTuple

from judgekit.auditing.asking import ask_rows
from judgekit.auditing.looks import Stage
from judgekit.auditing.planning import Plan
from judgekit.auditing.reading import Answers
from judgekit.auditing.trials import Case, Row
from judgekit.errors import CallFailed
from judgekit.store import Journal, key
from judgekit.types import Judge, Judgment, Reply, Request

_SHOWN = 200


class Foreseen:
    """A completion that asks nobody: it notes each request once, and gives what is in a journal."""

    def __init__(self, journal: Journal | None) -> None:
        self.n_calls = self.n_kept = 0
        self.characters = 0
        """Of the messages that would be sent."""
        self._journal = journal
        # A set of whole keys would be three times as large; a clash of these is one in 10^7 runs.
        self._noted: set[int] = set()
        self._drawn: list[tuple[int, Request]] = []

    @property
    def n_asked(self) -> int:
        """Requests that the journal lacks."""
        return self.n_calls - self.n_kept

    @property
    def drawn(self) -> tuple[Request, ...]:
        """A few of those requests, as random as hashes are, and the same in every order."""
        return tuple(request for _, request in sorted(self._drawn, key=lambda pair: -pair[0]))

    async def __call__(self, request: Request) -> Reply:
        name = key(request)
        kept = None if self._journal is None else self._journal.get(name)
        self._note(int.from_bytes(name[:8]), request, kept=kept is not None)
        if kept is None:
            raise CallFailed("it is foreseen, not made")
        return kept.reply

    def _note(self, number: int, request: Request, *, kept: bool) -> None:
        if number in self._noted:
            return
        self._noted.add(number)
        self.n_calls += 1
        self.n_kept += kept
        if not kept:
            self.characters += length(request)
            push = heappush if len(self._drawn) < _SHOWN else heappushpop
            push(self._drawn, (-number, request))


class Counts(NamedTuple):
    """How often what will be asked."""

    n_judgments: int
    fitting: Counter[str]
    """Items with a variant, by attack."""
    calls_by_look: tuple[int, ...]


async def count_calls(
    plan: Plan,
    stages: tuple[Stage, ...],
    judge: Judge,
    foreseen: Foreseen,
    *,
    step: Callable[[], None],
) -> Counts:
    """Have all questions put to a judge that asks through `foreseen`, stage by stage.

    `step` is called for each item that is done.
    """
    n_judgments, done = 0, 0
    fitting: Counter[str] = Counter()
    calls_by_look: list[int] = []

    def observe(judgment: Judgment) -> None:
        nonlocal n_judgments
        n_judgments += 1

    def settle(row: Row, answers: Answers) -> None:
        pairs = zip(plan.attacks, row.cases, strict=True)
        fitting.update(a.id for a, case in pairs if isinstance(case, Case))
        step()

    for stage in stages:
        rows, done = plan.rows(stage.items[done:]), len(stage.items)
        await ask_rows(rows, plan.samples, judge, workers=1, observe=observe, settle=settle)
        calls_by_look.append(foreseen.n_asked)
    return Counts(n_judgments, fitting, tuple(calls_by_look))


def length(request: Request) -> int:
    """Return how many characters a request shows."""
    return sum(len(m.content) for m in request.messages)
