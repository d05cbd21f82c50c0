"""The protocol's checks, each with its verdict and the sentence that justifies it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from judgekit.budget.protocol.sides import (
    above,
    as_percent,
    as_points,
    between,
    n_to_settle,
    spelled,
)
from judgekit.budget.wording import counted, decimal, percent, rounded
from judgekit.types import Check, Marks, Measure, PairsJudged, Style, Verdict

MEASURES = 3
"""Of each data set: agreement, position, retest."""


def level(alpha: float, n_data: int) -> float:
    """Return the confidence of each interval, so that all hold at once at 1 - alpha (Bonferroni).

    Neither the passes, which must all hold, nor the failures need another adjustment then.
    """
    return 1 - alpha / (MEASURES * n_data)


def check_pairs(
    data: Sequence[PairsJudged], *, marks: Marks, draws: int, conf: float
) -> tuple[Check, ...]:
    """Return the lines of the list, step by step."""
    on = _Terms(marks, draws, (1 - conf) / 2)
    return (
        *(_agreement(d, on) for d in data),
        *(_position(d, on) for d in data),
        *(_replicates(d, on) for d in data),
        _two_kinds(data),
        *(_paradox(d, on) for d in data),
    )


class _Terms(NamedTuple):
    marks: Marks
    draws: int
    tail: float

    def n_of_kappa(self, d: PairsJudged) -> int | None:
        return n_to_settle(d.accord.kappa, self.marks.kappa, unseen=2.0, tail=self.tail)

    def n_of_position(self, d: PairsJudged) -> int | None:
        """Plan for the nearer of the two marks."""
        below = d.position.estimate is not None and d.position.estimate.est < 0
        mark = -self.marks.position if below else self.marks.position
        return n_to_settle(d.position, mark, unseen=0.5, tail=self.tail)

    def n_of_paradox(self, d: PairsJudged) -> int | None:
        """Plan for what would rule it out, or else for both that make it up."""
        if d.position.estimate is None or d.retest.estimate is None:
            return None
        on_position = self.n_of_position(d)
        if abs(d.position.estimate.est) < self.marks.position:
            return on_position
        on_retest = n_to_settle(d.retest, self.marks.retest, unseen=1.0, tail=self.tail)
        if d.retest.estimate.est <= self.marks.retest or on_retest is None:
            return on_retest
        return None if on_position is None else max(on_position, on_retest)


def _agreement(d: PairsJudged, on: _Terms) -> Check:
    kappa, least = d.accord.kappa, on.marks.kappa
    why = (
        f"Kappa is {spelled(kappa)}, and at least {decimal(least)} is asked; over the same "
        f"{counted(d.accord.n, 'pair')} {percent(d.accord.exact or 0.0)} of the verdicts are the "
        "label."
    )
    return _check(
        1,
        "Agreement beyond chance",
        d,
        above(kappa, least),
        value=f"kappa {spelled(kappa)}",
        why=_why_no_kappa(d) if kappa.estimate is None else why,
        n_required=on.n_of_kappa(d),
    )


def _position(d: PairsJudged, on: _Terms) -> Check:
    most = on.marks.position
    why = (
        f"The first place wins more often than one half by {as_points(d.position)}; less than "
        f"{decimal(100 * most, 0)} either way is asked."
    )
    return _check(
        2,
        "No favoured place",
        d,
        between(d.position, most),
        value=f"first place {as_points(d.position)}",
        why="No pair has a verdict in every draw and order." if _is_lacking(d.position) else why,
        n_required=on.n_of_position(d),
    )


def _replicates(d: PairsJudged, on: _Terms) -> Check:
    """Replication is measured, and has no mark of its own: step 5 reads it."""
    enough = on.draws >= on.marks.draws and not _is_lacking(d.retest)
    why = (
        f"Each pair was drawn {on.draws} times in either order, each a call of its own; at least "
        f"{on.marks.draws} are asked. Two draws give one verdict in {as_percent(d.retest)}."
    )
    return _check(
        3,
        "Asked again, no cache",
        d,
        Verdict.WITHIN if enough else Verdict.INCONCLUSIVE,
        value=f"retest {as_percent(d.retest)}",
        why=why,
        n_required=None,
    )


def _two_kinds(data: Sequence[PairsJudged]) -> Check:
    labelled = {style: sum(d.accord.n for d in data if d.style is style) for style in Style}
    lacking = [style for style, n in labelled.items() if not n]
    value = ", ".join(f"{n:,} {style.value}" for style, n in labelled.items())
    return Check(
        step=4,
        asks="Two kinds of labels",
        style=None,
        verdict=Verdict.INCONCLUSIVE if lacking else Verdict.WITHIN,
        value=f"{value} pairs",
        why=" ".join(_HOW_TO_ADD[s] for s in lacking) or "Both were scored.",
    )


def _paradox(d: PairsJudged, on: _Terms) -> Check:
    """Stable and unfair at once is the failure; what is not stable claims nothing by it."""
    stable, fair = above(d.retest, on.marks.retest), between(d.position, on.marks.position)
    verdict, why = Verdict.INCONCLUSIVE, "Whether it is stable, or fair to places, is not settled."
    mark = f"{percent(on.marks.retest)} with itself"
    if fair is Verdict.WITHIN:
        verdict, why = Verdict.WITHIN, "It is fair to both places, however stable it is."
    elif stable is Verdict.EXCEEDED:
        verdict, why = Verdict.WITHIN, f"It agrees less than {mark}: it is not called stable."
    elif stable is Verdict.WITHIN and fair is Verdict.EXCEEDED:
        verdict = Verdict.EXCEEDED
        why = f"It agrees more than {mark}, and favours a place: one mistake, made each time."
    return _check(
        5,
        "Stable only if fair",
        d,
        verdict,
        value=f"retest {as_percent(d.retest)}, first place {as_points(d.position)}",
        why=why,
        n_required=on.n_of_paradox(d),
    )


def _check(
    step: int,
    asks: str,
    d: PairsJudged,
    verdict: Verdict,
    *,
    value: str,
    why: str,
    n_required: int | None,
) -> Check:
    """Return a check; one that is open says what is missing, and what it would take."""
    is_open = verdict is Verdict.INCONCLUSIVE
    if is_open and d.n_unscored:
        why += f" Missing verdicts, in {counted(d.n_unscored, 'pair')}, count at their worst."
    if is_open and n_required is not None:
        why += f" About {rounded(n_required)} pairs would settle it, if it is as seen."
    return Check(
        step=step,
        asks=asks,
        style=d.style,
        verdict=verdict,
        value=value,
        why=why,
        n_required=n_required if is_open else None,
    )


_HOW_TO_ADD = {
    Style.PREFERENCE: "No scored pair says which answer people prefer; give --preferences FILE.",
    Style.CORRECTNESS: "No scored pair says which answer is right; give SAMPLES with a "
    "wrong_response.",
}


def _is_lacking(measure: Measure) -> bool:
    return measure.estimate is None


def _why_no_kappa(d: PairsJudged) -> str:
    if d.accord.n == 0:
        return (
            f"No pair has a label and every verdict: {d.accord.n_unlabelled:,} have no label, "
            f"{d.accord.n_unscored:,} lack a verdict."
        )
    return "Kappa is undefined: labels and verdicts are ties throughout, or from one source."
