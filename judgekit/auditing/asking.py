"""Asking: a fixed number of workers carries the questions to the judge, across items."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from judgekit.auditing.reading import Answers
from judgekit.auditing.trials import Question, Row
from judgekit.auditing.working import run_workers
from judgekit.errors import CallFailed
from judgekit.types import Framed, Judge, Judgment, Sample

_MOST_VIEWS = 1024
"""Judges under other framings that are kept at once; a packaged prompt has about a hundred."""


async def ask_rows(
    rows: Iterable[Row],
    samples: Sequence[Sample],
    judge: Judge,
    *,
    workers: int,
    observe: Callable[[Judgment], None],
    settle: Callable[[Row, Answers], None],
) -> None:
    """Ask item after item; `settle` gets each with its answers as soon as all are in.

    At most `workers` questions are under way at once, and hence few items: one is made when a
    worker is free for it, and dropped when it is settled. They settle in any order.
    """

    def settle_of(seat: int, row: Row, answers: Answers) -> None:
        settle(row, answers)

    def observe_of(seat: int, judgment: Judgment) -> None:
        observe(judgment)

    each = ((row,) for row in rows)
    await ask_all(each, samples, (judge,), workers=workers, observe=observe_of, settle=settle_of)


async def ask_all(
    rows: Iterable[Sequence[Row]],
    samples: Sequence[Sample],
    judges: Sequence[Judge],
    *,
    workers: int,
    observe: Callable[[int, Judgment], None],
    settle: Callable[[int, Row, Answers], None],
    absent: Container[int] = (),
    lose: Callable[[int, CallFailed], None] | None = None,
) -> None:
    """Ask several judges side by side, so that they share their hours; each has its row of an item.

    `observe` hears each judgment, and `settle` gets each item with the answers of one judge, by
    its place among the judges. Nothing more is put to who is `absent`. `lose` hears what no later
    call to a judge can escape; without it, that ends the run.
    """
    asking = _UnderWay(rows, judges, observe, settle, absent)
    miss = None if lose is None else (lambda put, failure: lose(put.seat, failure))
    await ask_each(asking.questions(), samples, workers=workers, hear=asking.hear, miss=miss)


class Put(NamedTuple):
    """A question, and the judge it is put to."""

    question: Question
    judge: Judge
    seat: int = 0
    """The judge's place among several."""


async def ask_each(
    questions: Iterable[Put],
    samples: Sequence[Sample],
    *,
    workers: int,
    hear: Callable[[Put, Judgment], None],
    miss: Callable[[Put, CallFailed], None] | None = None,
) -> None:
    """Put each question to its judge; at most `workers` are under way at once.

    A failed call is an unscored judgment; an error that no later call can escape is given to
    `miss` or, without it, ends the run.
    """
    waiting = iter(questions)

    async def work() -> None:
        for put in waiting:
            item, text, *_, draw = put.question
            sample = _paired(samples[item], put.question)
            try:
                judgment = await put.judge(sample, text, repeat=draw)
            except CallFailed as failure:
                if miss is None:
                    raise
                miss(put, failure)
            else:
                hear(put, judgment)

    await run_workers(work, workers)


class _UnderWay:
    """The items that are asked about, with their answers so far."""

    def __init__(
        self,
        rows: Iterable[Sequence[Row]],
        judges: Sequence[Judge],
        observe: Callable[[int, Judgment], None],
        settle: Callable[[int, Row, Answers], None],
        absent: Container[int],
    ) -> None:
        self._rows = rows
        self._judges = judges
        self._observe = observe
        self._settle = settle
        self._absent = absent
        self._items: dict[tuple[int, int], tuple[Row, dict[Question, Judgment]]] = {}
        self._views: dict[tuple[int, str], Judge] = {}

    def questions(self) -> Iterator[Put]:
        for rows in self._rows:
            for seat, row in enumerate(rows):
                if seat not in self._absent:
                    self._items[seat, row.item] = row, {}
            for seat, row, question in _in_turn(rows):
                if seat not in self._absent:
                    yield Put(question, self._judge(seat, row, question.view), seat)

    def hear(self, put: Put, judgment: Judgment) -> None:
        key = put.seat, put.question.item
        row, answers = self._items[key]
        answers[put.question] = judgment
        self._observe(put.seat, judgment)
        if len(answers) == len(row.questions):
            del self._items[key]
            self._settle(put.seat, row, answers)

    def _judge(self, seat: int, row: Row, view: str | None) -> Judge:
        """Return a judge in the framing that a question of the row names."""
        judge = self._judges[seat]
        if view is None:
            return judge
        if (seat, view) not in self._views:
            assert isinstance(judge, Framed), "only a judge's own framing is ever edited"
            if len(self._views) == _MOST_VIEWS:
                self._views.clear()
            self._views[seat, view] = judge.under(row.framings[view])
        return self._views[seat, view]


def _in_turn(rows: Sequence[Row]) -> Iterator[tuple[int, Row, Question]]:
    """Yield the first question of every judge, then the second, to the end of the longest row."""
    for place in range(max(len(row.questions) for row in rows)):
        for seat, row in enumerate(rows):
            if place < len(row.questions):
                yield seat, row, row.questions[place]


def _paired(sample: Sample, question: Question) -> Sample:
    if question.rival is None:
        return sample
    return sample.model_copy(update={"rival": question.rival})
