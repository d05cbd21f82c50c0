"""The protocol's checks: passed or failed only where the whole interval lies on one side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from judgekit import stats
from judgekit.budget.conclusion import Conclusion
from judgekit.budget.wording import counted, decimal, percent, rounded
from judgekit.types import (
    Check,
    Marks,
    Measure,
    PairsJudged,
    Status,
    Style,
    Verdict,
)

MEASURES = 3
"""Of each data set: agreement, position, retest."""


def level(alpha: float, n_data: int) -> float:
    """Return the confidence of each interval, so that all hold at once at 1 - alpha (Bonferroni).

    A pass then needs no other adjustment, for all checks must pass; nor does a failure.
    """
    return 1 - alpha / (MEASURES * max(1, n_data))


def check_pairs(
    data: Sequence[PairsJudged], *, marks: Marks, draws: int, conf: float
) -> tuple[Check, ...]:
    """Return the lines of the list, step by step."""
    on = _Terms(marks, draws, conf)
    return (
        *(on.agreement(d) for d in data),
        *(on.position(d) for d in data),
        *(on.replicates(d) for d in data),
        _on_two(data),
        *(on.paradox(d) for d in data),
    )


def conclude_checks(checks: Sequence[Check]) -> Conclusion:
    """Conclude: exceeded where a check fails, within only where all pass."""
    failed, open_ = (
        [c for c in checks if c.verdict is v] for v in (Verdict.EXCEEDED, Verdict.INCONCLUSIVE)
    )
    why = tuple(_sentence(c) for c in (*failed, *open_))
    n = len(checks)
    if failed:
        return Conclusion(Verdict.EXCEEDED, (f"{len(failed)} of {n} checks fail.", *why))
    if open_:
        said = f"No check fails; {len(open_)} of {n} cannot be told."
        return Conclusion(Verdict.INCONCLUSIVE, (said, *why))
    return Conclusion(Verdict.WITHIN, (f"All {n} checks pass.",))


def _sentence(check: Check) -> str:
    about = f" ({check.style.value})" if check.style else ""
    return f"{check.asks}{about}: {check.why}"


class _Terms:
    """What the checks are held to."""

    def __init__(self, marks: Marks, draws: int, conf: float) -> None:
        self._marks, self._draws = marks, draws
        self._tail = (1 - conf) / 2

    def agreement(self, d: PairsJudged) -> Check:
        least, kappa = self._marks.kappa, d.accord.kappa
        verdict = _beyond(kappa, least)
        asked = f"at least {decimal(least)} is asked"
        if kappa.estimate is None:
            why = _why_no_kappa(d)
        else:
            why = (
                f"Kappa is {_number(kappa)}; {asked}. Over the same "
                f"{counted(d.accord.n, 'pair')} {percent(d.accord.exact or 0.0)} of the verdicts "
                "are the label."
            )
        n = self._n(kappa, least, 2.0) if verdict is Verdict.INCONCLUSIVE else None
        return Check(
            step=1,
            asks="Agreement beyond chance",
            style=d.style,
            verdict=verdict,
            value=f"kappa {_number(kappa)}",
            why=_with_plan(why, d, verdict, n),
            n_required=n,
        )

    def position(self, d: PairsJudged) -> Check:
        most, verdict = self._marks.position, _inside(d.position, self._marks.position)
        n = self._n_inside(d.position) if verdict is Verdict.INCONCLUSIVE else None
        why = (
            f"The first place wins {_points(d.position)} more often than one half; less than "
            f"{percent(most)} either way is asked."
        )
        return Check(
            step=2,
            asks="No favoured place",
            style=d.style,
            verdict=verdict,
            value=f"first place {_points(d.position)}",
            why=_with_plan(why if d.position.estimate else _NOTHING, d, verdict, n),
            n_required=n,
        )

    def replicates(self, d: PairsJudged) -> Check:
        enough = self._draws >= self._marks.draws and d.retest.estimate is not None
        asked = f"{self._marks.draws} draws of every pair in either order are asked"
        why = (
            f"{asked}; each of the {self._draws} was a call of its own. Two of one order give the "
            f"same verdict in {_share(d.retest)}."
            if enough
            else f"{asked}; there are {self._draws} with {counted(_n(d.retest), 'pair')} scored."
        )
        return Check(
            step=3,
            asks="Asked again, no cache",
            style=d.style,
            verdict=Verdict.WITHIN if enough else Verdict.INCONCLUSIVE,
            value=f"retest {_share(d.retest)}",
            why=why,
        )

    def paradox(self, d: PairsJudged) -> Check:
        """Stable together with unfair is the failure; what is not stable claims nothing."""
        stable, fair = (
            _beyond(d.retest, self._marks.retest),
            _inside(d.position, self._marks.position),
        )
        verdict, n = Verdict.INCONCLUSIVE, None
        mark = f"{percent(self._marks.retest)} with itself"
        if fair is Verdict.WITHIN:
            verdict, why = Verdict.WITHIN, "Its places are judged alike, however stable it is."
        elif stable is Verdict.EXCEEDED:
            verdict, why = Verdict.WITHIN, f"It is not stable: it agrees less than {mark}."
        elif stable is Verdict.WITHIN and fair is Verdict.EXCEEDED:
            verdict = Verdict.EXCEEDED
            why = f"It agrees more than {mark}, and prefers a place: the same mistake each time."
        else:
            why = "Whether it is stable, or whether it prefers a place, is not settled."
            n = self._n_either(d)
        return Check(
            step=5,
            asks="Stable only if fair",
            style=d.style,
            verdict=verdict,
            value=f"retest {_share(d.retest)}, first place {_points(d.position)}",
            why=_with_plan(why, d, verdict, n),
            n_required=n,
        )

    def _n_either(self, d: PairsJudged) -> int | None:
        plans = (self._n_inside(d.position), self._n(d.retest, self._marks.retest, 1.0))
        return max((n for n in plans if n is not None), default=None)

    def _n_inside(self, measure: Measure) -> int | None:
        """Return the pairs at which a bias lies clear of the nearer mark."""
        if measure.estimate is None:
            return None
        sign = 1 if measure.estimate.est >= 0 else -1
        return self._n(measure, sign * self._marks.position, 0.5)

    def _n(self, measure: Measure, mark: float, unseen: float) -> int | None:
        """Return the pairs at which the interval probably lies on one side of a mark."""
        if measure.estimate is None or measure.sd is None:
            return None
        n = measure.estimate.n
        found = stats.required_n(
            stats.upper_sd(measure.sd, max(n - 1, 1)),
            margin=abs(measure.estimate.est - mark),
            unseen_shift=unseen,
            alpha=self._tail,
        )
        return None if found is None else max(ceil(found), n + 1)


_NOTHING = "No pair has a verdict in every draw and order."


def _beyond(measure: Measure, mark: float) -> Verdict:
    """Say whether a number lies above a mark: within; or below it: exceeded."""
    ends = measure.ends
    if ends is None:
        return Verdict.INCONCLUSIVE
    if ends.hi <= mark:
        return Verdict.EXCEEDED
    return Verdict.WITHIN if ends.lo > mark and _enough(measure) else Verdict.INCONCLUSIVE


def _inside(measure: Measure, mark: float) -> Verdict:
    """Say whether a number lies between a mark's two signs."""
    ends = measure.ends
    if ends is None:
        return Verdict.INCONCLUSIVE
    if ends.lo >= mark or ends.hi <= -mark:
        return Verdict.EXCEEDED
    clear = -mark < ends.lo and ends.hi < mark
    return Verdict.WITHIN if clear and _enough(measure) else Verdict.INCONCLUSIVE


def _enough(measure: Measure) -> bool:
    return measure.estimate is not None and measure.estimate.status is not Status.TOO_FEW


def _on_two(data: Sequence[PairsJudged]) -> Check:
    labelled = {d.style: d.accord.n for d in data}
    lacking = [style for style in Style if not labelled.get(style)]
    value = ", ".join(f"{counted(n, 'labelled pair')} of {s.value}" for s, n in labelled.items())
    why = f"{value}." if not lacking else " ".join(map(_how_to_add, lacking))
    return Check(
        step=4,
        asks="Two kinds of labels",
        style=None,
        verdict=Verdict.INCONCLUSIVE if lacking else Verdict.WITHIN,
        value=value or "none",
        why=why,
    )


def _how_to_add(style: Style) -> str:
    if style is Style.PREFERENCE:
        return "No pair says which answer people prefer; give such rows with --preferences FILE."
    return "No pair says which answer is right; give SAMPLES with a wrong_response."


def _why_no_kappa(d: PairsJudged) -> str:
    if d.accord.n == 0:
        return (
            f"No pair has a label and every verdict: {d.accord.n_unlabelled:,} have no label, "
            f"{d.accord.n_unscored:,} lack a verdict."
        )
    return "Labels and verdicts are ties throughout, or are from one source: chance is all."


def _with_plan(why: str, d: PairsJudged, verdict: Verdict, n: int | None) -> str:
    if verdict is not Verdict.INCONCLUSIVE:
        return why
    parts = [why]
    if d.n_unscored:
        parts.append(f"{counted(d.n_unscored, 'pair')} without a verdict count at their worst.")
    if n is not None:
        parts.append(f"About {rounded(n)} pairs would settle it, if it is as seen.")
    return " ".join(parts)


def _n(measure: Measure) -> int:
    return measure.estimate.n if measure.estimate else 0


def _number(measure: Measure) -> str:
    return _spelled(measure, decimal)


def _points(measure: Measure) -> str:
    """Return a difference from one half in percentage points."""
    return _spelled(measure, lambda x: f"{'+' if x > 0 else ''}{decimal(100 * x, 1)}", " points")


def _share(measure: Measure) -> str:
    return _spelled(measure, lambda x: decimal(100 * x, 1), " %")


def _spelled(measure: Measure, spell: Callable[[float], str], unit: str = "") -> str:
    """Return a number and its ends; those are the ones that a check is held to."""
    if measure.estimate is None or measure.ends is None:
        return "not measured"
    low, high = map(spell, measure.ends)
    return f"{spell(measure.estimate.est)} [{low}, {high}]{unit}"
