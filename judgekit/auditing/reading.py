"""Reading the answers: from judgments to item-level scores, one number per item and arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from judgekit import verifiers
from judgekit.auditing.trials import Case, Question, Trial, draws, placebo_draws
from judgekit.estimating import Measured
from judgekit.types import Judgment, NoVariant, Outcome, Sample, Scale, Unscored

Answers = Mapping[Question, Judgment]


class Reading(NamedTuple):
    """The mean of an item's repeats in one arm, or why there is none."""

    score: float | None
    unscored: Unscored | None


NOTHING = Reading(None, None)


def read(answers: Answers, questions: Sequence[Question]) -> Reading:
    """Return the mean score; one missing repeat leaves no mean, for repeats are balanced."""
    judgments = [answers[q] for q in questions]
    for judgment in judgments:
        if judgment.unscored is not None:
            return Reading(None, judgment.unscored)
    return Reading(fmean(j.score for j in judgments if j.score is not None), None)


def measure(trial: Trial, answers: Answers, samples: Sequence[Sample], *, repeats: int) -> Measured:
    """Return the three arms of a trial, aligned with the samples."""
    clean, attacked, placebo, wrong = [], [], [], []
    for item, case in enumerate(trial.cases):
        if isinstance(case, NoVariant):
            readings = (NOTHING, NOTHING, NOTHING)
        else:
            readings = (
                read(answers, draws(item, case.variant.before, repeats=repeats)),
                read(answers, draws(item, case.variant.text, repeats=repeats)),
                read(answers, placebo_draws(item, case, repeats=repeats)),
            )
        clean.append(readings[0].score)
        attacked.append(readings[1])
        placebo.append(readings[2].score)
        wrong.append(isinstance(case, Case) and is_wrong(samples[item], case.variant.text))
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
