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
    Sensitivity,
)

T = TypeVar("T")


class Terms(TypedDict):
    """What every estimate of an audit is made on."""

    scale: Scale
    budget: Budget
    seed: int
    clusters: tuple[str, ...] | None


class Shifts(NamedTuple):
    """Every attack's effect on one grade with its ruling, and every must-fall control's."""

    effects: tuple[Effect, ...]
    rulings: tuple[Ruling, ...]
    sensitivity: tuple[Sensitivity, ...]


class AllShifts(NamedTuple):
    """What the score does and, by name, every other grade."""

    score: Shifts
    grades: dict[str, Shifts]


def find_shifts(found: Measurements, judge: Identity, terms: Terms) -> AllShifts:
    """Estimate and rule on every attack and control; all grades are tested as one family."""
    measured = [[t.measured() for t in found.trials]]
    for name, columns in found.grades.items():
        accept = judge.thresholds.get(name)
        measured.append([t.measured(accept) for t in columns.trials])
    attacks = [m for each in measured for m in each if not m.attack.is_control]
    controls = [m for each in measured for m in each if _must_fall(m)]
    effects = _parts(estimating.estimate_effects(attacks, **terms), len(measured))
    falls = _parts(estimating.estimate_sensitivity(controls, **terms), len(measured))
    names = ("the score", *found.grades)
    score, *grades = (
        Shifts(each, _rulings(each, name, found.n_items, terms), fallen)
        for name, each, fallen in zip(names, effects, falls, strict=True)
    )
    return AllShifts(score, dict(zip(found.grades, grades, strict=True)))


def describe_attributes(
    shifts: Mapping[str, Shifts], found: Measurements, judge: Identity, terms: Terms
) -> Attributes | None:
    """Put together what there is to say of a judge's attributes, if it grades any."""
    if not judge.thresholds:
        return None
    clean = {name: columns.clean.scores() for name, columns in found.grades.items()}
    return Attributes(
        findings=tuple(
            AttributeFindings(
                name=name,
                accept=judge.thresholds.get(name, judge.scale.accept),
                decides=name in judge.thresholds,
                **of_grade._asdict(),
            )
            for name, of_grade in shifts.items()
        ),
        halo=estimating.estimate_halo(clean, budget=terms["budget"], clusters=terms["clusters"]),
        kept=estimating.count_kept(clean, judge.thresholds, judge.overall, scale=judge.scale),
    )


def _rulings(effects: Sequence[Effect], of: str, n_items: int, terms: Terms) -> tuple[Ruling, ...]:
    budget, scale = terms["budget"], terms["scale"]
    return tuple(
        budgets.rule(e, budget=budget, scale=scale, n_items=n_items, of=of) for e in effects
    )


def _must_fall(m: estimating.Measured) -> bool:
    return m.attack.is_control and m.attack.expect is Expect.LOWER


def _parts(flat: Sequence[T], n: int) -> Iterator[tuple[T, ...]]:
    """Cut a sequence into `n` parts of one length."""
    size = len(flat) // n
    return (tuple(flat[i * size : (i + 1) * size]) for i in range(n))
