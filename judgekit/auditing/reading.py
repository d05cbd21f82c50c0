"""Reading the answers: from judgments to item-level scores, one number per item and arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from judgekit import verifiers
from judgekit.auditing.trials import Asked, Case, Question, Trial, draws
from judgekit.estimating import Measured
from judgekit.types import Judgment, NoVariant, Outcome, Sample, Scale, Unscored

Answers = Mapping[Question, Judgment]


class Reading(NamedTuple):
    """The mean of an item's repeats in one arm, or why there is none."""

    score: float | None
    unscored: Unscored | None
    orders: tuple[float, float] | None = None
    """Of a pair asked in both orders, the mean score shown first, and shown second."""


NOTHING = Reading(None, None)


def read(answers: Answers, item: int, asked: Asked, *, repeats: int) -> Reading:
    """Return an arm's mean score; one missing repeat leaves no mean, for repeats are balanced."""
    judgments = [answers[q] for q in draws(item, asked, repeats=repeats)]
    for judgment in judgments:
        if judgment.unscored is not None:
            return Reading(None, judgment.unscored)
    score = fmean(j.score for j in judgments if j.score is not None)
    orders = [j.orders for j in judgments if j.orders is not None]
    if len(orders) < len(judgments):
        return Reading(score, None)
    return Reading(score, None, (fmean(o[0] for o in orders), fmean(o[1] for o in orders)))


def measure(trial: Trial, answers: Answers, samples: Sequence[Sample], *, repeats: int) -> Measured:
    """Return the three arms of a trial, aligned with the samples."""
    clean, attacked, placebo, wrong = [], [], [], []
    readings: tuple[Reading, ...]
    for item, case in enumerate(trial.cases):
        if isinstance(case, NoVariant):
            readings = (NOTHING, NOTHING, NOTHING)
        else:
            arms = (case.clean, case.attacked, case.placebo)
            readings = tuple(read(answers, item, arm, repeats=repeats) for arm in arms)
        clean.append(readings[0].score)
        attacked.append(readings[1])
        placebo.append(readings[2].score)
        wrong.append(isinstance(case, Case) and is_wrong(samples[item], case.attacked.text))
    refusals = [c.kind for c in trial.cases if isinstance(c, NoVariant)]
    return Measured(
        attack=trial.attack,
        clean=tuple(clean),
        attacked=tuple(r.score for r in attacked),
        placebo=tuple(placebo),
        variant=tuple(isinstance(c, Case) for c in trial.cases),
        reasons=tuple(r.unscored for r in attacked),
        wrong=tuple(wrong),
        n_declined=refusals.count("declined"),
        n_broken=refusals.count("broken"),
    )


def is_wrong(sample: Sample, text: str) -> bool:
    """Say whether a verifier settles that a text is wrong."""
    return is_right(sample, text) is False


def is_right(sample: Sample, text: str) -> bool | None:
    """Say whether a text is right, or None where no verifier settles it."""
    found = verifiers.verify(sample, text)
    if not found.complete or found.outcome is Outcome.ABSTAIN:
        return None
    return found.outcome is Outcome.PASS


def accepts(reading: Reading, scale: Scale) -> bool | None:
    """Say whether the judge accepted, or None where it gave no score."""
    return None if reading.score is None else reading.score >= scale.accept
