"""The verdict on a judge of attributes: each of them that decides must stand on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from judgekit.budget.conclusion import Conclusion, is_awake
from judgekit.budget.wording import counted
from judgekit.types import AttributeFindings, Ruling, Verdict

_SHOWN = 3
"""Attacks on attributes named in the conclusion; the report lists the rest."""


def decide_on_attributes(on_score: Conclusion, findings: Sequence[AttributeFindings]) -> Conclusion:
    """Conclude from the score, which is that of the weakest attribute, and from each attribute.

    Exceeded where the score is or any attribute that decides: on other answers it may be the
    weakest. Within only where the score and all of those are, and where each of them has been
    seen to fall under some control other than the empty answer.
    """
    deciding = [f for f in findings if f.decides]
    exceeded = list(_on_exceeded(deciding))
    if exceeded:
        if on_score.verdict is Verdict.EXCEEDED:
            return Conclusion(Verdict.EXCEEDED, (*on_score.why, *exceeded))
        return Conclusion(Verdict.EXCEEDED, (*exceeded, *on_score.why))
    open_questions = [*_on_asleep(deciding), *_on_unsettled(deciding)]
    if on_score.verdict is Verdict.WITHIN and open_questions:
        return Conclusion(Verdict.INCONCLUSIVE, (*open_questions, *on_score.why))
    return on_score._replace(why=(*on_score.why, *open_questions))


def _on_exceeded(deciding: Sequence[AttributeFindings]) -> Iterator[str]:
    found = [(f, r) for f in deciding for r in _ruled(f, Verdict.EXCEEDED)]
    moved = [f for f in deciding if any(f is g for g, _ in found)]
    if moved:
        each = (
            f"{f.name} by {len(_ruled(f, Verdict.EXCEEDED))} of {counted(len(_fit(f)), 'attack')}"
            for f in moved
        )
        yield f"Attributes are moved by more than is tolerated: {', '.join(each)}."
    size = {
        (f.name, e.attack): abs(e.shift.est)
        for f in moved
        for e in f.effects
        if e.shift is not None
    }
    worst = sorted(found, key=lambda fr: (-size.get((fr[0].name, fr[1].attack), 0.0), fr[1].attack))
    for f, ruling in worst[:_SHOWN]:
        yield f"{ruling.attack}: {ruling.why}"


def _on_asleep(deciding: Sequence[AttributeFindings]) -> Iterator[str]:
    asleep = [f.name for f in deciding if not is_awake(f.sensitivity)]
    if asleep:
        yield (
            f"No control lowers {' or '.join(asleep)} for certain: a grade that has not been seen "
            "to fall cannot be cleared."
        )


def _on_unsettled(deciding: Sequence[AttributeFindings]) -> Iterator[str]:
    open_ = {f.name: len(_ruled(f, Verdict.INCONCLUSIVE)) for f in deciding}
    each = [f"{n} of {name}" for name, n in open_.items() if n]
    if each:
        yield f"Shifts of attributes are not settled: {', '.join(each)}."


def _ruled(findings: AttributeFindings, verdict: Verdict) -> list[Ruling]:
    return [r for r in _fit(findings) if r.verdict is verdict]


def _fit(findings: AttributeFindings) -> list[Ruling]:
    """Return the rulings on attacks that have a variant of some sample."""
    pairs = zip(findings.effects, findings.rulings, strict=True)
    return [r for e, r in pairs if e.n + e.n_unscored]
