"""Asking: a fixed number of workers carries the questions to the judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from judgekit.auditing.trials import Question
from judgekit.auditing.working import run_workers
from judgekit.types import Framed, Framing, Judge, Judgment, Sample

Observer = Callable[[Judgment], None]

NO_FRAMINGS: Mapping[str, Framing] = MappingProxyType({})


async def ask_all(
    questions: Iterable[Question],
    samples: Sequence[Sample],
    judge: Judge,
    *,
    workers: int,
    framings: Mapping[str, Framing] = NO_FRAMINGS,
    observe: Observer | None = None,
) -> dict[Question, Judgment]:
    """Return a judgment per question; at most `workers` are under way at once.

    `framings` are those that questions name by their keys.
    A failed call is an unscored judgment; an error that no later call can escape ends the run.
    """
    answers: dict[Question, Judgment] = {}
    waiting = iter(questions)
    views = _views(judge, framings)

    async def work() -> None:
        for question in waiting:
            sample = _paired(samples[question.item], question)
            asked = views[question.view]
            answers[question] = await asked(sample, question.text, repeat=question.draw)
            if observe is not None:
                observe(answers[question])

    await run_workers(work, workers)
    return answers


def _views(judge: Judge, framings: Mapping[str, Framing]) -> dict[str | None, Judge]:
    if not framings:
        return {None: judge}
    assert isinstance(judge, Framed), "only a judge's own framing is ever edited"
    return {None: judge, **{key: judge.under(f) for key, f in framings.items()}}


def _paired(sample: Sample, question: Question) -> Sample:
    if question.rival is None:
        return sample
    return sample.model_copy(update={"rival": question.rival})
