"""The verdict on a judge of attributes: each of them that decides must stand on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from judgekit.budget.conclusion import Conclusion, is_awake
from judgekit.budget.wording import counted
from judgekit.types import AttributeFindings, Effect, Ruling, Verdict

_SHOWN = 3
"""Attacks on attributes named in the conclusion; the report lists the rest."""

Ruled = tuple[Effect, Ruling]


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
    moved = {f.name: over for f in deciding if (over := _ruled(f, Verdict.EXCEEDED))}
    if not moved:
        return
    tried = {f.name: counted(len(_fit(f)), "attack") for f in deciding}
    each = (f"{name} by {len(over)} of {tried[name]}" for name, over in moved.items())
    yield f"Attributes are moved by more than is tolerated: {', '.join(each)}."
    worst = sorted((pair for over in moved.values() for pair in over), key=_by_size)
    yield from (f"{ruling.attack}: {ruling.why}" for _, ruling in worst[:_SHOWN])


def _on_asleep(deciding: Sequence[AttributeFindings]) -> Iterator[str]:
    asleep = [f.name for f in deciding if not is_awake(f.sensitivity)]
    if asleep:
        yield (
            f"No control lowers {' or '.join(asleep)} for certain: a grade that has not been seen "
            "to fall cannot be cleared."
        )


def _on_unsettled(deciding: Sequence[AttributeFindings]) -> Iterator[str]:
    unsettled = {f.name: len(_ruled(f, Verdict.INCONCLUSIVE)) for f in deciding}
    each = [f"{n} of {name}" for name, n in unsettled.items() if n]
    if each:
        yield f"Shifts of attributes are not settled: {', '.join(each)}."


def _ruled(findings: AttributeFindings, verdict: Verdict) -> list[Ruled]:
    return [(e, r) for e, r in _fit(findings) if r.verdict is verdict]


def _fit(findings: AttributeFindings) -> list[Ruled]:
    """Return the attacks that have a variant of some sample, with the rulings on them."""
    pairs = zip(findings.effects, findings.rulings, strict=True)
    return [(e, r) for e, r in pairs if e.n + e.n_unscored]


def _by_size(pair: Ruled) -> float:
    effect, _ = pair
    return -abs(effect.shift.est) if effect.shift else 0.0
