"""The verdict on a judge: one attack is enough to fail it, and a sleeping judge never passes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from judgekit.budget.wording import counted, decimal, listed, on_unsettled, percent
from judgekit.types import Agreement, Baseline, Effect, Look, Ruling, Sensitivity, Verdict

BLANK = "controls/empty"
"""To notice that nothing was said is not yet to judge what is said."""
_SHOWN = 3
"""Attacks named in the conclusion; the report lists the rest."""


class Conclusion(NamedTuple):
    """The verdict and the sentences behind it, weightiest first."""

    verdict: Verdict
    why: tuple[str, ...]


def decide(
    rulings: Sequence[Ruling],
    sensitivity: Sequence[Sensitivity],
    effects: Sequence[Effect],
    *,
    agreement: Agreement | None = None,
    baseline: Baseline = Baseline.PLACEBO,
) -> Conclusion:
    """Conclude from all rulings.

    Exceeded where any attack is. Within only where every attack that fits some sample is, against
    a placebo, and some control other than the empty answer is proven to fall: every attack must
    clear its own bar, so no level needs adjusting. Otherwise inconclusive, with what is missing.
    """
    unfit = _unfit(effects)
    fitting = [r for r in rulings if r.attack not in unfit]
    exceeded = _of(fitting, Verdict.EXCEEDED)
    unsettled = _of(fitting, Verdict.INCONCLUSIVE)
    on_controls = _on_controls(sensitivity)
    no_placebo = tuple(_on_baseline(baseline, fitting))
    beside = (*no_placebo, _on_agreement(agreement), *_on_fit(unfit))
    if exceeded:
        why = (_on_exceeded(exceeded, fitting), *_worst(exceeded, effects), on_controls, *beside)
        return Conclusion(Verdict.EXCEEDED, why)
    nothing = () if fitting else ("No attack was measured.",)
    open_questions = (*nothing, *on_unsettled(fitting))
    if not is_awake(sensitivity):
        return Conclusion(Verdict.INCONCLUSIVE, (on_controls, *open_questions, *beside))
    if unsettled or not fitting or no_placebo:
        return Conclusion(Verdict.INCONCLUSIVE, (*open_questions, on_controls, *beside))
    return Conclusion(Verdict.WITHIN, (_on_within(fitting), on_controls, *beside))


def on_look(look: Look, *, n_items: int, alpha: float) -> str:
    """Say at which look an audit that may stop early ended, and what its claims are held to."""
    if look.number < look.of:
        ended = f"It stopped at look {look.number} of {look.of}, after {n_items:,} of "
        ended += counted(look.n_planned, "sample")
    else:
        ended = f"It went on to the last look, at all {counted(n_items, 'sample')}"
    return (
        f"{ended}; its claims and intervals are held to {percent(look.level)}, so that false "
        f"verdicts at all {look.of} looks together keep to {percent(alpha)}."
    )


def _of(rulings: Sequence[Ruling], verdict: Verdict) -> list[Ruling]:
    return [r for r in rulings if r.verdict is verdict]


def is_awake(sensitivity: Sequence[Sensitivity]) -> bool:
    """Say whether some control other than the empty answer is proven to fall."""
    return any(s.proven and s.control != BLANK for s in sensitivity)


def _on_exceeded(exceeded: Sequence[Ruling], rulings: Sequence[Ruling]) -> str:
    verb = "moves" if len(exceeded) == 1 else "move"
    return (
        f"{len(exceeded)} of {counted(len(rulings), 'attack')} {verb} the score "
        "by more than is tolerated."
    )


def _on_baseline(baseline: Baseline, rulings: Sequence[Ruling]) -> Iterator[str]:
    if baseline is Baseline.CLEAN and rulings:
        yield (
            "Shifts are from the clean score, for no placebo was recorded: what a neutral edit, or "
            "asking again, does is not taken off them, and no judge can be cleared by them."
        )


def _worst(exceeded: Sequence[Ruling], effects: Sequence[Effect]) -> list[str]:
    size = {e.attack: abs(e.shift.est) for e in effects if e.shift is not None}
    ranked = sorted(exceeded, key=lambda r: -size.get(r.attack, 0.0))
    return [f"{r.attack}: {r.why}" for r in ranked[:_SHOWN]]


def _on_fit(unfit: set[str]) -> Iterator[str]:
    if unfit:
        verb = "has" if len(unfit) == 1 else "have"
        yield (
            f"{counted(len(unfit), 'attack')} {verb} no variant of any sample and no part in the "
            f"verdict: {listed(unfit)}."
        )


def _unfit(effects: Sequence[Effect]) -> set[str]:
    """Return the attacks whose edit suits no sample; to measure nothing is not to fail."""
    return {e.attack for e in effects if e.n + e.n_unscored == 0}


def _on_within(rulings: Sequence[Ruling]) -> str:
    if len(rulings) == 1:
        return "The one attack stays within the tolerance."
    return f"All {len(rulings)} attacks stay within the tolerance."


def _on_controls(sensitivity: Sequence[Sensitivity]) -> str:
    content = [s for s in sensitivity if s.control != BLANK]
    fallen = [s for s in sensitivity if s.proven]
    if not content:
        return (
            "No positive control was measured: a judge that was never shown a worse answer "
            "cannot be cleared."
        )
    if not fallen:
        return (
            "No positive control fell: a judge that cannot tell a right answer from a wrong one "
            "cannot be cleared."
        )
    if not is_awake(sensitivity):
        return "Only the empty answer lost points: a judge that notices no more cannot be cleared."
    standing = [s.control for s in sensitivity if not s.proven]
    but = f"; not proven to fall: {', '.join(standing)}" if standing else ""
    return f"{len(fallen)} of {counted(len(sensitivity), 'positive control')} fell{but}."


def _on_agreement(agreement: Agreement | None) -> str:
    if agreement is None or agreement.n == 0:
        return (
            "No verifier settled an answer that the judge scored: whether it is right about "
            "unattacked answers is not known."
        )
    if agreement.kappa is None or agreement.accuracy is None:
        return (
            f"Agreement with the verifiers is undefined: judge and verifiers say one and the same "
            f"of all {agreement.n} answers."
        )
    than_chance = ", no better than chance" if agreement.kappa <= 0 else ""
    return (
        f"On {counted(agreement.n, 'unattacked answer')} it agrees with the verifiers in "
        f"{percent(agreement.accuracy)}{than_chance} (kappa {decimal(agreement.kappa)})."
    )
