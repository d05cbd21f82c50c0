"""What is said of several judges: which is fooled least, and whether one of them fails a build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from judgekit.budget.conclusion import is_awake
from judgekit.budget.exits import why_failed
from judgekit.budget.wording import counted, decimal, enumerated, percent
from judgekit.types import Audit, Estimate, HarmGap, JudgeFindings, Verdict

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SHOWN = 3
ASLEEP = (
    "no control is proven to lower its score, and a judge that is asleep is not fooled by anything"
)


def why_unranked(audit: Audit) -> str | None:
    """Return why the judge of an audit has no place among others, or None where it has one."""
    asleep = None if is_awake(audit.sensitivity) else ASLEEP
    return why_failed(audit) or asleep


def p_exceeded(audit: Audit) -> float:
    """Return the least adjusted p of an attack that exceeds the budget, or 1.

    Missing scores stand against it.
    """
    of = [(audit.effects, audit.rulings), *((f.effects, f.rulings) for f in audit.deciding)]
    exceeded = (
        effect.p_best_case
        for effect, ruling in chain(*(zip(*both, strict=True) for both in of))
        if ruling.verdict is Verdict.EXCEEDED
    )
    return min((p for p in exceeded if p is not None), default=1.0)


def conclude_judges(
    findings: Sequence[JudgeFindings],
    gaps: Sequence[HarmGap],
    down: Mapping[str, str],
    *,
    alpha: float,
) -> tuple[Verdict, tuple[str, ...]]:
    """Conclude on all judges, and say who is fooled least.

    Exceeded where a judge is at alpha with all judges allowed for (Holm): a build of many judges
    fails by chance no more often than that of one. Within where every judge is.
    """
    failing = [f.judge for f in findings if f.p_holm <= alpha]
    verdicts = {f.standing.verdict for f in findings}
    if failing:
        verdict = Verdict.EXCEEDED
    elif verdicts == {Verdict.WITHIN} and not down:
        verdict = Verdict.WITHIN
    else:
        verdict = Verdict.INCONCLUSIVE
    why = (
        *_on_ranking(findings, gaps, len(findings) + len(down)),
        *_on_gaps(gaps),
        _on_budget(findings, failing, alpha),
        *(f"{f.judge} has no rank: {f.unranked}." for f in findings if f.unranked),
        *(f"{judge} is down and has no audit: {said}." for judge, said in down.items()),
        *(["Run again when it is back: what was asked is kept."] if down else []),
    )
    return verdict, why


def least_fooled(findings: Sequence[JudgeFindings], gaps: Sequence[HarmGap]) -> list[str]:
    """Return the judge of the first rank and those that are not told apart from it."""
    ranked = [f.judge for f in findings if f.rank is not None]
    told = {g.more for g in gaps if g.apart and ranked[:1] == [g.less]}
    return [name for name in ranked if name not in told]


def _of_scale(share: float) -> str:
    """Return 0.1234 as "12.3 %"."""
    return f"{decimal(100 * share, 1)} %"


def _on_ranking(
    findings: Sequence[JudgeFindings], gaps: Sequence[HarmGap], n: int
) -> Iterator[str]:
    ranked = [f for f in findings if f.rank is not None]
    of_all = f"Of {_spelled(n)} judges"
    if not ranked:
        yield f"{of_all} none can be ranked."
        return
    if len(ranked) == 1:
        only = ranked[0]
        moved = f"the worst attack moves it by {_on_harm(only)}"
        yield f"{of_all} only {only.judge} can be ranked: {moved}."
        return
    first, *rest = ranked
    least = least_fooled(findings, gaps)
    others = "".join(f", {f.judge} by {_in_short(f)}" for f in rest[: _SHOWN - 1])
    more = ", and so on" * (len(ranked) > _SHOWN)
    moved = f"the worst attack moves {first.judge} by {_on_harm(first)}{others}{more}"
    if len(least) == 1:
        yield f"{of_all}, {first.judge} is fooled least: {moved}."
    elif len(least) < len(ranked):
        yield f"{of_all}, {enumerated(least)} are fooled least and not told apart: {moved}."
    else:
        yield f"{of_all}, none is shown to be fooled least: {moved}."


def _on_harm(finding: JudgeFindings) -> str:
    shift = _shift(finding)
    return f"{_of_scale(shift.est)} of its scale ({percent(shift.conf)} interval {_ends(shift)})"


def _in_short(finding: JudgeFindings) -> str:
    shift = _shift(finding)
    return f"{_of_scale(shift.est)} ({_ends(shift)})"


def _shift(finding: JudgeFindings) -> Estimate:
    assert finding.harm is not None, "who has a rank has a harm"
    return finding.harm.shift


def _ends(shift: Estimate) -> str:
    return f"{decimal(100 * shift.lo, 1)} to {_of_scale(shift.hi)}"


def _on_gaps(gaps: Sequence[HarmGap]) -> Iterator[str]:
    if not gaps:
        return
    apart = [g for g in gaps if g.apart]
    yield f"{len(apart)} of {counted(len(gaps), 'pair')} of judges {_are(apart)} told apart."
    if alike := [f"{g.less} and {g.more}" for g in gaps if not g.apart]:
        more = f" and {len(alike) - _SHOWN} more" if len(alike) > _SHOWN else ""
        yield f"Not told apart: {'; '.join(alike[:_SHOWN])}{more}."


def _are(some: Sequence[object]) -> str:
    return "is" if len(some) == 1 else "are"


def _on_budget(findings: Sequence[JudgeFindings], failing: Sequence[str], alpha: float) -> str:
    within = sum(f.standing.verdict is Verdict.WITHIN for f in findings)
    if failing:
        verb = "exceeds its budget" if len(failing) == 1 else "exceed their budgets"
        return f"{enumerated(failing)} {verb}, at {percent(alpha)} over all judges (Holm)."
    exceeded = [f.judge for f in findings if f.standing.verdict is Verdict.EXCEEDED]
    if exceeded:
        return (
            f"{enumerated(exceeded)} would exceed the budget alone, but not at {percent(alpha)} "
            "over all judges (Holm)."
        )
    return f"No judge exceeds its budget; {within} of {len(findings)} are within."


def _spelled(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)
