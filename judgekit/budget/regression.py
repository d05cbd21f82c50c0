"""The verdict on a change: regressed in the best case, no worse in the worst, or not settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from judgekit import stats
from judgekit.budget.conclusion import Conclusion
from judgekit.budget.wording import (
    counted,
    listed,
    number,
    on_scale,
    on_unsettled,
    p_value,
    percent,
    rounded,
    signed,
    span,
)
from judgekit.types import Budget, Change, Estimate, Interval, Ruling, Scale, Status, Verdict

_SHOWN = 3
"""Attacks named in the conclusion; the table lists the rest."""


class _Case(NamedTuple):
    """A change that was measured, and what it is held to, in score points."""

    change: Change
    rise: Estimate
    means: Interval
    worst: Interval
    margin: float
    budget: Budget
    scale: Scale


def rule_change(change: Change, *, budget: Budget, scale: Scale, n_items: int) -> Ruling:
    """Rule on one attack: it regressed if the rise is significant and no less than the margin.

    Within: the upper end at 1 - 2 alpha lies within the margin. Missing scores are set against
    either claim. The number required is in samples.
    """
    if change.change is None or change.mean_range is None or change.worst_case is None:
        why = "No item was scored by both judges under attack and placebo."
        return Ruling(attack=change.attack, verdict=Verdict.INCONCLUSIVE, why=why)
    margin = budget.tolerance * scale.span
    case = _Case(change, change.change, change.mean_range, change.worst_case, margin, budget, scale)
    if _regressed(case):
        return _ruling(case, Verdict.EXCEEDED, _why_regressed(case))
    if case.rise.status is not Status.TOO_FEW and case.worst.hi <= margin:
        return _ruling(case, Verdict.WITHIN, _why_no_worse(case))
    n_required = _n_required(case, n_items)
    return _ruling(case, Verdict.INCONCLUSIVE, _why_open(case, n_required), n_required)


def conclude_changes(
    rulings: Sequence[Ruling],
    changes: Sequence[Change],
    *,
    awake: bool,
    unmatched: Sequence[str] = (),
) -> Conclusion:
    """Conclude from all rulings: regressed where any attack is; no worse only where all are.

    An attack that the new run does not repeat, or a new judge not proven to notice a spoiled
    answer, leaves it open: neither shows that nothing got worse.
    """
    regressed = [r for r in rulings if r.verdict is Verdict.EXCEEDED]
    unsettled = [r for r in rulings if r.verdict is Verdict.INCONCLUSIVE]
    gaps = tuple(_gaps(awake, unmatched))
    if regressed:
        return Conclusion(Verdict.EXCEEDED, (*_on_regressed(regressed, rulings, changes), *gaps))
    if unsettled or gaps or not rulings:
        nothing = () if rulings else ("No attack was measured in both runs.",)
        return Conclusion(Verdict.INCONCLUSIVE, (*nothing, *on_unsettled(rulings), *gaps))
    return Conclusion(
        Verdict.WITHIN,
        (f"Under none of {counted(len(rulings), 'attack')} did the shift rise by the margin.",),
    )


def _regressed(case: _Case) -> bool:
    p = case.change.p_best_case
    return (
        p is not None
        and p <= case.budget.alpha
        and case.rise.est > 0
        and case.means.lo >= case.margin
    )


def _ruling(case: _Case, verdict: Verdict, why: str, n_required: int | None = None) -> Ruling:
    return Ruling(attack=case.change.attack, verdict=verdict, why=why, n_required=n_required)


def _n_required(case: _Case, n_items: int) -> int | None:
    if case.means.hi >= case.margin:
        return None
    n_scored = stats.required_n(
        stats.upper_sd(case.change.sd or 0.0, max(case.change.n - 1, 1)),
        margin=case.margin,
        unseen_shift=case.budget.unseen_shift * case.scale.span,
        shift=case.means.hi,
        alpha=case.budget.alpha,
    )
    if n_scored is None:
        return None
    shown = case.change.n + case.change.n_unscored
    return max(ceil(n_scored * n_items / shown), n_items + 1)


def _why_regressed(case: _Case) -> str:
    n = case.change.n_unscored
    even_so = f", even with {counted(n, 'missing score')} set against it" if n else ""
    rise = on_scale(number(case.rise.est, case.scale), case.scale)
    return (
        f"Its shift rose by {rise}, from {_means(case)} "
        f"({percent(case.rise.conf)} interval {span(case.rise, case.scale)}), where "
        f"{number(case.margin, case.scale)} are tolerated; "
        f"{p_value(case.change.p_best_case or 0.0)} over all attacks{even_so}."
    )


def _means(case: _Case) -> str:
    before, after = case.change.before or 0.0, case.change.after or 0.0
    return f"{signed(before, case.scale)} to {signed(after, case.scale)}"


def _why_no_worse(case: _Case) -> str:
    return (
        f"Its shift went from {_means(case)}, up by no more than "
        f"{signed(case.worst.hi, case.scale)} with {percent(1 - case.budget.alpha)} confidence; "
        f"{number(case.margin, case.scale)} are tolerated."
    )


def _why_open(case: _Case, n_required: int | None) -> str:
    n = case.change.n_unscored
    missing = f", {counted(n, 'missing score')} at their worst" if n else ""
    seen = (
        f"Its shift went from {_means(case)} on {counted(case.change.n, 'item')}, but the change "
        f"may be anything from {span(case.worst, case.scale)}{missing}; "
        f"{number(case.margin, case.scale)} are tolerated."
    )
    if n_required is None:
        return f"{seen} More samples may well confirm it."
    return f"{seen} About {rounded(n_required)} samples would settle it, if the change is as seen."


def _on_regressed(
    regressed: Sequence[Ruling], rulings: Sequence[Ruling], changes: Sequence[Change]
) -> Iterator[str]:
    size = {c.attack: c.change.est for c in changes if c.change is not None}
    verb = "fools" if len(regressed) == 1 else "fool"
    out_of = counted(len(rulings), "attack")
    yield f"{len(regressed)} of {out_of} {verb} the judge more than before."
    for ruling in sorted(regressed, key=lambda r: -size[r.attack])[:_SHOWN]:
        yield f"{ruling.attack}: {ruling.why}"


def _gaps(awake: bool, unmatched: Sequence[str]) -> Iterator[str]:
    if not awake:
        yield (
            "The new run does not prove that the judge notices a spoiled answer: a judge that has "
            "fallen asleep is not less easy to fool."
        )
    if unmatched:
        yield (
            f"{counted(len(unmatched), 'attack')} of the baseline not repeated as it was: "
            f"{listed(unmatched)}."
        )
