"""Asking: a fixed number of workers carries the questions to the judge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from judgekit.auditing.trials import Question
from judgekit.types import Judge, Judgment, Sample

Observer = Callable[[Judgment], None]


async def ask_all(
    questions: Iterable[Question],
    samples: Sequence[Sample],
    judge: Judge,
    *,
    workers: int,
    observe: Observer | None = None,
) -> dict[Question, Judgment]:
    """Return a judgment per question; at most `workers` are under way at once.

    A failed call is an unscored judgment; an error that no later call can escape ends the run.
    """
    answers: dict[Question, Judgment] = {}
    waiting = iter(questions)

    async def work() -> None:
        for question in waiting:
            sample = samples[question.item]
            answers[question] = await judge(sample, question.text, repeat=question.draw)
            if observe is not None:
                observe(answers[question])

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(work())
    except BaseExceptionGroup as group_of_errors:
        raise _first(group_of_errors) from None
    return answers


def _first(error: BaseException) -> BaseException:
    # One worker's error ends the run; the others' are its echo.
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error
