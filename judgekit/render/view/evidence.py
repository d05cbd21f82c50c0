"""The evidence around the shifts: harm, controls, noise, agreement, and what has no score."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Generic, TypeVar

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.charts import Mark
from judgekit.render.numbers import counted, estimate, percent, percentage_points
from judgekit.render.quoting import short
from judgekit.render.sentences import REASONS
from judgekit.render.view.anchors import anchor
from judgekit.render.view.attacks import Ground, axis_of, drawing, ground, mark_of
from judgekit.render.view.folding import Folded, folded
from judgekit.render.view.position import PositionTable, position
from judgekit.render.view.taking import took
from judgekit.types import Audit, Effect, Interval, Noise, Rates, Ruling, Sensitivity

T = TypeVar("T")

_SHARES = charts.Axis(0.0, 1.0, ())
_REASONS = 400
"""Characters of the reasons that one attack's scores are missing for."""


@dataclass(frozen=True, slots=True)
class FalseAccept:
    """How often wrong answers are accepted, clean, under placebo and under attack."""

    attack: str
    row: str
    """Where the attack's numbers stand."""
    n: str
    clean: str
    placebo: str
    attacked: str
    difference: str
    mark: Mark
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Control:
    """One control: what it did to the score, and whether that proves the judge awake."""

    id: str
    title: str
    n: str
    unscored: str
    fell: str
    rose: str
    shift: str
    p_adjusted: str
    outcome: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Neutral:
    """What a neutral edit does to the score."""

    id: str
    title: str
    n: str
    shift: str
    flip: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Drawn(Generic[T]):
    """Rows that are drawn, and the axis they are drawn over."""

    rows: tuple[T, ...]
    axis: Markup


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """The judge's acceptance against the verifiers' right and wrong."""

    kappa: str
    accuracy: str
    rows: tuple[tuple[str, str, str], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why judgments have no score, and how many."""

    name: str
    n: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Gap:
    """An attack some of whose scores are missing, and how far they could carry it."""

    attack: str
    row: str
    n: str
    reasons: str
    refusal_shift: str
    mean_range: str
    worst_case: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every section between the shifts and the examples."""

    position: PositionTable | None
    false_accepts: Folded[FalseAccept]
    controls: Drawn[Control]
    noise: str
    neutral: Drawn[Neutral]
    agreement: AgreementTable | None
    reasons: Folded[Reason]
    gaps: Folded[Gap]
    took: tuple[tuple[str, str], ...]
    """What the audit took to make."""


def evidence(audit: Audit) -> Evidence:
    """Word the evidence an audit holds besides its shifts."""
    places = numbers.decimals(audit.manifest.scale)
    rulings = {r.attack: r for r in audit.rulings}
    harmful = [(e, e.false_accept) for e in audit.effects if e.false_accept]
    harmful.sort(key=lambda pair: (-pair[1].difference.est, pair[0].attack))
    gaps = sorted((e for e in audit.effects if e.n_unscored), key=lambda e: -e.n_unscored)
    return Evidence(
        position=position(audit),
        false_accepts=folded(
            [_false_accept(e, rates, rulings.get(e.attack)) for e, rates in harmful],
            "more attacks, none with a larger difference",
        ),
        controls=_controls(audit, places),
        noise=_noise(audit.noise, places),
        neutral=_neutrals(audit, places),
        agreement=_agreement(audit),
        reasons=folded(_reasons(audit), "more reasons, none more frequent"),
        gaps=folded([_gap(e, places) for e in gaps], "more attacks, none with more missing"),
        took=took(audit.manifest),
    )


def _false_accept(e: Effect, rates: Rates, ruling: Ruling | None) -> FalseAccept:
    return FalseAccept(
        attack=short(e.attack),
        row=anchor("attack", e.attack),
        n=numbers.count(rates.n),
        clean=percent(rates.clean),
        placebo=percent(rates.placebo),
        attacked=percent(rates.attacked),
        difference=percentage_points(rates.difference),
        mark=mark_of(ruling),
        drawing=charts.scores_row(_SHARES, start=rates.placebo, end=rates.attacked),
    )


def _controls(audit: Audit, places: int) -> Drawn[Control]:
    ends = [end for s in audit.sensitivity if s.shift for end in (s.shift.lo, s.shift.hi)]
    axis = charts.axis(ends, about=4)
    return Drawn(
        tuple(_control(s, axis, places) for s in audit.sensitivity),
        charts.axis_row(axis, numbers.ticks(axis.ticks), band=0),
    )


def _control(s: Sensitivity, axis: charts.Axis, places: int) -> Control:
    return Control(
        id=short(s.control),
        title=short(s.title),
        n=numbers.count(s.n),
        unscored=numbers.count(s.n_unscored),
        fell=numbers.count(s.fell),
        rose=numbers.count(s.rose),
        shift=estimate(s.shift, places),
        p_adjusted=numbers.probability(s.p_adjusted),
        outcome="noticed" if s.proven else "not shown",
        drawing=charts.forest_row(
            axis,
            band=0,
            mark="within" if s.proven else "inconclusive",
            at=s.shift.est if s.shift else None,
            ends=Interval(s.shift.lo, s.shift.hi) if s.shift else None,
        ),
    )


def _noise(noise: Noise, places: int) -> str:
    if noise.variance is None:
        return "No identical request was scored twice, so the judge's noise is unknown."
    deviation = math.sqrt(max(noise.variance.est, 0.0))
    limits = (math.sqrt(max(x, 0.0)) for x in (noise.variance.lo, noise.variance.hi))
    spread = ", ".join(numbers.fixed(x, places) for x in limits)
    sentence = (
        f"Asked the same thing twice, the judge differs from itself by a standard deviation of "
        f"{numbers.fixed(deviation, places)} [{spread}] points over {counted(noise.n, 'item')}"
    )
    if noise.flip_rate is None:
        return f"{sentence}; whether its acceptance flips is unknown."
    f = noise.flip_rate
    ends = f"[{percent(f.lo)}, {percent(f.hi)}]"
    return f"{sentence}, and its acceptance flips on {percent(f.est)} {ends} of them."


def _neutrals(audit: Audit, places: int) -> Drawn[Neutral]:
    on = ground(audit, audit.placebo, ticks=4)
    return Drawn(tuple(_neutral(e, on, places) for e in audit.placebo), axis_of(on))


def _neutral(e: Effect, on: Ground, places: int) -> Neutral:
    return Neutral(
        id=short(e.attack),
        title=short(e.title),
        n=numbers.count(e.n),
        shift=estimate(e.shift, places),
        flip=percent(e.flip_rate),
        drawing=drawing(e, "control", on),
    )


def _agreement(audit: Audit) -> AgreementTable | None:
    a = audit.agreement
    if a is None:
        return None
    kappa = "undefined" if a.kappa is None else numbers.fixed(a.kappa, 2)
    return AgreementTable(
        kappa=kappa,
        accuracy="undefined" if a.accuracy is None else percent(a.accuracy),
        rows=(
            ("right", numbers.count(a.accepted_right), numbers.count(a.rejected_right)),
            ("wrong", numbers.count(a.accepted_wrong), numbers.count(a.rejected_wrong)),
        ),
        sentence=(
            f"{counted(a.n, 'clean answer')} that a verifier calls right or wrong and the judge "
            f"scored. It left {a.n_unscored:,} more unscored; the verifiers abstained on "
            f"{a.n_abstained:,}."
        ),
    )


def _reasons(audit: Audit) -> tuple[Reason, ...]:
    by_count = sorted(audit.manifest.unscored.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Reason(short(name), numbers.count(n), REASONS.get(name, "No further word on it."))
        for name, n in by_count
        if n
    )


def _gap(e: Effect, places: int) -> Gap:
    reasons = ", ".join(f"{short(reason)} {n:,}" for reason, n in sorted(e.unscored.items()))
    return Gap(
        attack=short(e.attack),
        row=anchor("attack", e.attack),
        n=numbers.count(e.n_unscored),
        reasons=short(reasons, _REASONS) or "the placebo's score is missing",
        refusal_shift=percentage_points(e.refusal_shift),
        mean_range=numbers.interval(e.mean_range, places) if e.mean_range else numbers.NONE,
        worst_case=numbers.interval(e.worst_case, places) if e.worst_case else numbers.NONE,
    )
