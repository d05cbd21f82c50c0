"""What attacks and controls move: the score and, beside it, whatever else the judge grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypedDict, TypeVar

from judgekit import budget as budgets
from judgekit import estimating
from judgekit.auditing.measuring import Measurements
from judgekit.types import (
    AttributeFindings,
    Attributes,
    Budget,
    Effect,
    Expect,
    Identity,
    Ruling,
    Scale,
    Scores,
    Sensitivity,
)

T = TypeVar("T")


class Terms(TypedDict):
    """What every estimate of an audit is made on."""

    scale: Scale
    budget: Budget
    seed: int
    clusters: tuple[str, ...] | None


class Findings(NamedTuple):
    """What attacks and must-fall controls do to one grade."""

    effects: tuple[Effect, ...]
    rulings: tuple[Ruling, ...]
    sensitivity: tuple[Sensitivity, ...]
    scores: dict[str, Scores]
    """By attack and control."""


class AllFindings(NamedTuple):
    """What the score does and, by name, every other grade."""

    score: Findings
    grades: dict[str, Findings]


def find_shifts(
    found: Measurements, items: Sequence[int], judge: Identity, terms: Terms
) -> AllFindings:
    """Estimate and rule on every attack and control; all grades are tested as one family."""
    measured = [[t.measured(items) for t in found.trials]]
    for name, columns in found.grades.items():
        accept = judge.thresholds.get(name)
        measured.append([t.measured(items, accept) for t in columns.trials])
    attacks = [m for each in measured for m in each if not m.attack.is_control]
    controls = [m for each in measured for m in each if _must_fall(m)]
    effects = _parts(estimating.estimate_effects(attacks, **terms), len(measured))
    falls = _parts(estimating.estimate_sensitivity(controls, **terms), len(measured))
    names = ("the score", *found.grades)
    score, *grades = (
        Findings(moved, _rulings(moved, name, len(items), terms), fallen, _scores(of_grade))
        for name, moved, fallen, of_grade in zip(names, effects, falls, measured, strict=True)
    )
    return AllFindings(score, dict(zip(found.grades, grades, strict=True)))


def describe_attributes(
    grades: Mapping[str, Findings],
    found: Measurements,
    items: Sequence[int],
    judge: Identity,
    terms: Terms,
) -> Attributes | None:
    """Put together what there is to say of a judge's attributes, if it grades any."""
    if not judge.thresholds:
        return None
    clean = {name: columns.clean.scores(items) for name, columns in found.grades.items()}
    return Attributes(
        findings=tuple(
            AttributeFindings(
                name=name,
                accept=judge.thresholds.get(name, judge.scale.accept),
                decides=name in judge.thresholds,
                **of_grade._asdict(),
            )
            for name, of_grade in grades.items()
        ),
        halo=estimating.estimate_halo(clean, budget=terms["budget"], clusters=terms["clusters"]),
        kept=estimating.count_kept(clean, judge.thresholds, judge.overall, scale=judge.scale),
    )


def _rulings(effects: Sequence[Effect], of: str, n_items: int, terms: Terms) -> tuple[Ruling, ...]:
    budget, scale = terms["budget"], terms["scale"]
    return tuple(
        budgets.rule(e, budget=budget, scale=scale, n_items=n_items, of=of) for e in effects
    )


def _scores(measured: Sequence[estimating.Measured]) -> dict[str, Scores]:
    return {
        m.attack.id: Scores(
            clean=m.clean,
            attacked=m.attacked,
            placebo=m.placebo,
            without=tuple(i for i, has_one in enumerate(m.variant) if not has_one),
        )
        for m in measured
    }


def _must_fall(m: estimating.Measured) -> bool:
    return m.attack.is_control and m.attack.expect is Expect.LOWER


def _parts(flat: Sequence[T], n: int) -> Iterator[tuple[T, ...]]:
    """Cut a sequence into `n` parts of one length."""
    size = len(flat) // n
    return (tuple(flat[i * size : (i + 1) * size]) for i in range(n))
