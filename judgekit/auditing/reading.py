"""Reading the answers: from an item's judgments to one number per arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from types import MappingProxyType
from typing import NamedTuple

from judgekit.auditing.trials import Asked, Question, draws
from judgekit.types import Judgment, Scale, Unscored

Answers = Mapping[Question, Judgment]


class Reading(NamedTuple):
    """The mean of an item's repeats in one arm, or why there is none."""

    score: float | None
    unscored: Unscored | None
    orders: tuple[float, float] | None = None
    """Of a pair asked in both orders, the mean score shown first, and shown second."""
    grades: Mapping[str, Reading] = MappingProxyType({})
    """Of a judge of attributes, each of them, and the whole beside them."""


def read(
    answers: Answers, item: int, asked: Asked, *, repeats: int, graded: Sequence[str] = ()
) -> Reading:
    """Return an arm's mean score; one missing repeat leaves no mean, for repeats are balanced.

    `graded` names the attributes that are read besides.
    """
    judgments = [answers[q] for q in draws(item, asked, repeats=repeats)]
    grades = {name: _grade(judgments, name) for name in graded}
    for judgment in judgments:
        if judgment.unscored is not None:
            return Reading(None, judgment.unscored, grades=grades)
    score = fmean(j.score for j in judgments if j.score is not None)
    orders = [j.orders for j in judgments if j.orders is not None]
    if len(orders) < len(judgments):
        return Reading(score, None, grades=grades)
    return Reading(score, None, (fmean(o[0] for o in orders), fmean(o[1] for o in orders)), grades)


def _grade(judgments: Sequence[Judgment], name: str) -> Reading:
    """Return the mean of what all repeats gave an attribute, or the whole."""
    for judgment in judgments:
        if name not in judgment.grades:
            return Reading(None, judgment.ungraded.get(name, judgment.unscored))
    return Reading(fmean(j.grades[name] for j in judgments), None)


def accepts(reading: Reading, scale: Scale) -> bool | None:
    """Say whether the judge accepted, or None where it gave no score."""
    return None if reading.score is None else reading.score >= scale.accept
