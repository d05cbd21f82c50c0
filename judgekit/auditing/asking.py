"""Asking: a fixed number of workers carries the questions to the judge, across items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from judgekit.auditing.reading import Answers
from judgekit.auditing.trials import Question, Row
from judgekit.auditing.working import run_workers
from judgekit.types import Framed, Judge, Judgment, Sample

Hear = Callable[[Question, Judgment], None]

_MOST_VIEWS = 512
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
    asking = _UnderWay(rows, judge, observe, settle)
    await ask_each(asking.questions(), samples, asking.judge, workers=workers, hear=asking.hear)


async def ask_each(
    questions: Iterable[Question],
    samples: Sequence[Sample],
    judge: Callable[[Question], Judge],
    *,
    workers: int,
    hear: Hear,
) -> None:
    """Put each question to its judge; at most `workers` are under way at once.

    A failed call is an unscored judgment; an error that no later call can escape ends the run.
    """
    waiting = iter(questions)

    async def work() -> None:
        for question in waiting:
            sample = _paired(samples[question.item], question)
            hear(question, await judge(question)(sample, question.text, repeat=question.draw))

    await run_workers(work, workers)


class _UnderWay:
    """The items that are asked about, with their answers so far."""

    def __init__(
        self,
        rows: Iterable[Row],
        judge: Judge,
        observe: Callable[[Judgment], None],
        settle: Callable[[Row, Answers], None],
    ) -> None:
        self._rows = rows
        self._judge = judge
        self._observe = observe
        self._settle = settle
        self._items: dict[int, tuple[Row, dict[Question, Judgment]]] = {}
        self._views: dict[str, Judge] = {}

    def questions(self) -> Iterator[Question]:
        for row in self._rows:
            self._items[row.item] = row, {}
            yield from row.questions

    def judge(self, question: Question) -> Judge:
        """Return the judge in the framing that a question names."""
        key, judge = question.view, self._judge
        if key is None:
            return judge
        if key not in self._views:
            assert isinstance(judge, Framed), "only a judge's own framing is ever edited"
            if len(self._views) == _MOST_VIEWS:
                self._views.clear()
            row, _ = self._items[question.item]
            self._views[key] = judge.under(row.framings[key])
        return self._views[key]

    def hear(self, question: Question, judgment: Judgment) -> None:
        row, answers = self._items[question.item]
        answers[question] = judgment
        self._observe(judgment)
        if len(answers) == len(row.questions):
            del self._items[question.item]
            self._settle(row, answers)


def _paired(sample: Sample, question: Question) -> Sample:
    if question.rival is None:
        return sample
    return sample.model_copy(update={"rival": question.rival})
