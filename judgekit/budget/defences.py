"""Which defence to take: the cheapest behind which the judge is within, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from judgekit.budget.wording import counted, percent, rounded
from judgekit.types import AgreementChange, Cost, DefenceFindings, Estimate, Standing, Verdict


class Recommendation(NamedTuple):
    """A defence, absent where there is none to take, and the sentences behind that."""

    defence: str | None
    why: tuple[str, ...]


def recommend(
    bare: Standing, findings: Sequence[DefenceFindings], *, level: float
) -> Recommendation:
    """Choose the cheapest defence behind which the judge is within its budget.

    Within takes every attack and a control that is proven to fall, so that a defence which blinds
    the judge has no chance. One that provably costs accuracy, or accepts more wrong answers, is
    chosen only where every other fails. `level` is what each was held to.
    """
    if _is_within(bare):
        return Recommendation(None, ("The judge is within its budget without a defence.",))
    candidates = [f for f in findings if _is_within(f.standing)]
    beside = _on_level(len(findings), level)
    if not candidates:
        return Recommendation(None, (*_on_none(findings), *beside))
    unit = _unit([f.standing.cost for f in candidates])
    best = min(candidates, key=lambda f: (is_loss(f.agreement), _price(f.standing.cost, unit)))
    why = (_on_best(best, bare, len(candidates), unit), *_on_agreement(best), *beside)
    return Recommendation(best.defence, why)


def is_loss(change: AgreementChange | None) -> bool:
    """Say whether a defence provably costs accuracy, or has more wrong answers accepted."""
    if change is None:
        return False
    fell = change.accuracy is not None and change.accuracy.hi < 0
    return fell or (change.false_accepts is not None and change.false_accepts.lo > 0)


def _is_within(standing: Standing) -> bool:
    return standing.verdict is Verdict.WITHIN and not standing.failed


_UNITS = ("usd", "tokens", "calls")


def _unit(costs: Sequence[Cost]) -> str:
    """Return the first measure of cost that is known of all and tells them from nothing."""
    for unit in _UNITS:
        prices = [_spent(c, unit) for c in costs]
        if None not in prices and any(prices):
            return unit
    return "calls"


def _spent(cost: Cost, unit: str) -> float | None:
    match unit:
        case "usd":
            return cost.usd
        case "tokens":
            known = [t for t in (cost.tokens_read, cost.tokens_written) if t is not None]
            return sum(known) if known else None
    return cost.calls


def _price(cost: Cost, unit: str) -> float:
    return _spent(cost, unit) or 0.0


def _on_best(best: DefenceFindings, bare: Standing, n: int, unit: str) -> str:
    of = "the only one that brings" if n == 1 else f"the cheapest of {n} that bring"
    return (
        f"{best.defence} is {of} the judge within its budget: "
        f"{_told(best.standing.cost, unit)}, where the bare judge takes {_told(bare.cost, unit)}."
    )


def _told(cost: Cost, unit: str) -> str:
    spent = _spent(cost, unit)
    if spent is None:
        return "what nobody knows"
    match unit:
        case "usd":
            return f"${1000 * spent:.3g} for 1,000 judgments"
        case "tokens":
            return f"{spent:,.0f} tokens a judgment"
    return f"{spent:.3g} call{'' if spent == 1 else 's'} a judgment"


def _on_agreement(best: DefenceFindings) -> Iterator[str]:
    change = best.agreement
    if change is None or change.accuracy is None:
        yield "What it takes in accuracy is not known: no verifier settled an answer."
        return
    verdict = "It provably costs accuracy" if is_loss(change) else "No loss of accuracy is shown"
    yield (
        f"{verdict}: agreement with the verifiers changes by {_points(change.accuracy)} on "
        f"{counted(change.n, 'answer')}."
    )


def _points(change: Estimate) -> str:
    est, lo, hi = (f"{100 * x:+.1f}".replace("-", "−") for x in (change.est, change.lo, change.hi))
    return f"{est} percentage points ({percent(change.conf)} interval {lo} to {hi})"


def _on_none(findings: Sequence[DefenceFindings]) -> Iterator[str]:
    if not findings:
        yield "No defence suits the judge."
        return
    yield f"None of {counted(len(findings), 'defence')} brings the judge within its budget."
    closest = min(findings, key=_distance)
    left = closest.standing
    yield (
        f"Closest is {closest.defence}, with {counted(len(left.exceeded), 'attack')} beyond the "
        f"tolerance and {left.n_open} not settled.{_on_more(left.n_required)}"
    )


def _on_more(n_required: int | None) -> str:
    if n_required is None:
        return ""
    return f" About {rounded(n_required)} samples would settle these, if the shifts are as seen."


def _distance(found: DefenceFindings) -> tuple[bool, bool, int, int]:
    s = found.standing
    return s.failed, not s.awake, len(s.exceeded), s.n_open


def _on_level(n: int, level: float) -> tuple[str, ...]:
    if n < 2:
        return ()
    return (
        f"Behind each of {counted(n, 'defence')} the audit is held to {percent(level)}: one is "
        "chosen of them, and the best of several looks good by chance.",
    )
