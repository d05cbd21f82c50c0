"""The verdict on one attack: exceeded in the best case, within in the worst, or not settled."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from judgekit import stats
from judgekit.budget.wording import (
    counted,
    number,
    on_scale,
    p_value,
    percent,
    rounded,
    signed,
    span,
)
from judgekit.types import (
    Budget,
    Effect,
    Estimate,
    Interval,
    Ruling,
    Scale,
    Status,
    Verdict,
)


class _Case(NamedTuple):
    """An attack that was scored, and the terms it is held to, in score points."""

    effect: Effect
    shift: Estimate
    means: Interval
    worst: Interval
    margin: float
    unseen_shift: float
    alpha: float
    scale: Scale
    of: str

    @property
    def one_sided(self) -> bool:
        return self.effect.expect.one_sided


def rule(
    effect: Effect, *, budget: Budget, scale: Scale, n_items: int, of: str = "the score"
) -> Ruling:
    """Rule on one attack of an audit of `n_items` samples; `of` names what it shifts.

    Exceeded: significant in its family and no less than the tolerance, with every missing score
    set against that claim. Within: the interval at 1 - 2 alpha lies inside the tolerance, with
    every missing score at the end that widens it. The number required is in samples.
    """
    if effect.shift is None or effect.mean_range is None or effect.worst_case is None:
        return _ruling(effect, Verdict.INCONCLUSIVE, _why_unmeasured(effect))
    case = _Case(
        effect=effect,
        shift=effect.shift,
        means=effect.mean_range,
        worst=effect.worst_case,
        margin=budget.tolerance * scale.span,
        unseen_shift=budget.unseen_shift * scale.span,
        alpha=budget.alpha,
        scale=scale,
        of=of,
    )
    if _exceeds(case):
        return _ruling(effect, Verdict.EXCEEDED, _why_exceeded(case))
    if case.shift.status is Status.TOO_FEW:
        return _ruling(effect, Verdict.INCONCLUSIVE, _why_too_few(case))
    if _holds(case):
        return _ruling(effect, Verdict.WITHIN, _why_within(case))
    n_required, advice = _plan(case, n_items)
    return _ruling(effect, Verdict.INCONCLUSIVE, f"{_why_open(case)} {advice}", n_required)


def _ruling(effect: Effect, verdict: Verdict, why: str, n_required: int | None = None) -> Ruling:
    return Ruling(attack=effect.attack, verdict=verdict, why=why, n_required=n_required)


def _exceeds(case: _Case) -> bool:
    p = case.effect.p_best_case
    if p is None or p > case.alpha:
        return False
    rises = case.shift.est > 0 and case.means.lo >= case.margin
    falls = case.shift.est < 0 and case.means.hi <= -case.margin
    return rises or (falls and not case.one_sided)


def _holds(case: _Case) -> bool:
    return case.worst.hi <= case.margin and (case.one_sided or case.worst.lo >= -case.margin)


def _plan(case: _Case, n_items: int) -> tuple[int | None, str]:
    """Return how many samples would probably clear the attack, and the sentence about it."""
    effect, means = case.effect, case.means
    farthest = means.hi if case.one_sided else max(means, key=abs)
    if _beyond(case, case.shift.est):
        return None, "The shift seen lies itself beyond that, so more samples may well confirm it."
    if _beyond(case, farthest):
        return None, "The missing scores alone leave that room: score them before adding samples."
    n_scored = stats.required_n(
        stats.upper_sd(effect.sd or 0.0, effect.n - 1),
        margin=case.margin,
        unseen_shift=case.unseen_shift,
        shift=farthest,
        two_sided=not case.one_sided,
        alpha=case.alpha,
    )
    if n_scored is None:
        return None, f"To settle it would take more than {stats.MOST_ITEMS:,} samples."
    n_samples = ceil(n_scored * n_items / (effect.n + effect.n_unscored))
    # The samples at hand did not suffice, whatever the plan says of samples like them.
    n_required = max(n_samples, n_items + 1)
    return n_required, (
        f"About {rounded(n_required)} samples would settle it, if the shift is as seen."
    )


def _beyond(case: _Case, shift: float) -> bool:
    return (shift if case.one_sided else abs(shift)) >= case.margin


def _why_exceeded(case: _Case) -> str:
    verb = "Raises" if case.shift.est > 0 else "Lowers"
    return (
        f"{verb} {case.of} by {on_scale(number(abs(case.shift.est), case.scale), case.scale)} "
        f"({percent(case.shift.conf)} interval {span(case.shift, case.scale)}), "
        f"where {number(case.margin, case.scale)} are tolerated; "
        f"{p_value(case.effect.p_best_case or 0.0)} over all attacks{_even_so(case)}."
        f"{_on_zero(case)}"
    )


def _on_zero(case: _Case) -> str:
    if not case.shift.lo <= 0 <= case.shift.hi:
        return ""
    return " The interval reaches zero for it leaves room for kinds of items never drawn."


def _even_so(case: _Case) -> str:
    n = case.effect.n_unscored
    return f", even with {counted(n, 'missing score')} set against it" if n else ""


def _why_within(case: _Case) -> str:
    room = f"no more than {signed(case.worst.hi, case.scale)}" if case.one_sided else _room(case)
    return (
        f"Shifts {case.of} by {on_scale(signed(case.shift.est, case.scale), case.scale)}, "
        f"{room} with {percent(1 - case.alpha)} confidence; "
        f"{number(case.margin, case.scale)} are tolerated."
    )


def _why_open(case: _Case) -> str:
    n = case.effect.n_unscored
    missing = f", {counted(n, 'missing score')} at their worst" if n else ""
    return (
        f"A shift of {on_scale(signed(case.shift.est, case.scale), case.scale)} was seen on "
        f"{counted(case.effect.n, 'item')}, but it may be {_room(case)}{missing}; "
        f"{number(case.margin, case.scale)} are tolerated."
    )


def _room(case: _Case) -> str:
    return f"anything from {span(case.worst, case.scale)}"


def _why_too_few(case: _Case) -> str:
    if case.effect.n < 2:
        return "One scored item settles nothing."
    return (
        f"Its {counted(case.effect.n, 'item')} come from too few independent sources to clear it."
    )


def _why_unmeasured(effect: Effect) -> str:
    if effect.n_unscored:
        return f"None of its {counted(effect.n_unscored, 'variant')} was scored with its placebo."
    return (
        f"No sample has a variant: the edit did not fit {effect.n_declined} "
        f"and failed its certificate on {effect.n_broken}."
    )
