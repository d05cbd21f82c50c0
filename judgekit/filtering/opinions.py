"""What the judge's word was worth: alone, beside the verifiers, and in the pool they leave open."""

from __future__ import annotations

from array import array
from collections import Counter

from judgekit import estimating, stats
from judgekit.filtering.spelling import Settled
from judgekit.marks import carried
from judgekit.types import (
    Budget,
    Disagreement,
    Disagreements,
    Gap,
    Halo,
    Identity,
    JudgeAlone,
    Kept,
    Outcome,
    Pool,
    settles,
)

_EXAMPLES = 5
"""Of each kind."""
_ALL = "all"
_UNMARKED = "none"


class Opinions:
    """A judge's opinions, counted row by row."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._n = self._kept = self._n_pool = 0
        self._by_family: dict[str, Counter[tuple[bool, bool]]] = {_ALL: Counter()}
        self._labels, self._predicted, self._pool = array("b"), array("b"), array("b")
        self._grades = {name: array("d") for name in identity.graded}
        self._prompts = array("Q")
        self._examples: dict[bool, list[Disagreement]] = {True: [], False: []}

    def add(self, settled: Settled) -> None:
        """Count one row."""
        e = settled.decision.evidence
        if e.fault is not None:
            return
        passed, failed = (settles(e.verification, o) for o in (Outcome.PASS, Outcome.FAIL))
        self._n_pool += not (passed or failed)
        accepted = e.opinion.accepted
        if accepted is None:
            return
        self._n += 1
        self._kept += accepted
        self._add_grades(settled)
        if passed or failed:
            self._add_labelled(settled, accepted=accepted, right=passed)
        else:
            self._pool.append(accepted)

    def _add_labelled(self, settled: Settled, *, accepted: bool, right: bool) -> None:
        self._labels.append(right)
        self._predicted.append(accepted)
        families = carried(settled.decision.evidence.marks) or (_UNMARKED,)
        for family in (_ALL, *families):
            self._by_family.setdefault(family, Counter())[accepted, right] += 1
        if accepted != right and len(self._examples[right]) < _EXAMPLES:
            self._examples[right].append(_disagreement(settled, right=right))

    def _add_grades(self, settled: Settled) -> None:
        grades = settled.heard.plain.grades if settled.heard else {}
        for name, column in self._grades.items():
            column.append(grades.get(name, float("nan")))
        if self._grades:
            self._prompts.append(int(settled.row.prompt[:15], 16))

    def alone(self) -> JudgeAlone:
        """Return what the judge would have kept without verifiers."""
        kept = self._by_family[_ALL]
        right, wrong = kept[True, True], kept[True, False]
        return JudgeAlone(
            n=self._n,
            kept=self._kept,
            settled=right + wrong,
            wrong=wrong,
            rate=stats.prop_ci([1.0] * wrong + [0.0] * right),
            gaps=tuple(_gap(family, n) for family, n in sorted(self._by_family.items())),
        )

    def disagreements(self) -> Disagreements:
        """Return how often judge and verifiers disagree."""
        n = self._by_family[_ALL]
        return Disagreements(
            n=n.total(),
            wrong_accepted=n[True, False],
            right_rejected=n[False, True],
            examples=(*self._examples[False], *self._examples[True]),
        )

    def pool(self) -> Pool:
        """Return the pass rate of the rows that no verifier settles."""
        rate = stats.ppi_rate(self._labels, self._predicted, self._pool)
        missing = ""
        if rate is None:
            missing = "no settled row was scored" if self._pool else "no open row was scored"
        return Pool(
            n=self._n_pool,
            n_scored=len(self._pool),
            n_labelled=len(self._labels),
            rate=rate,
            missing=missing,
        )

    def attributes(self) -> tuple[Kept, ...]:
        """Return what a threshold for each attribute keeps against one number for all."""
        i = self._identity
        if not i.thresholds or not self._n:
            return ()
        return estimating.count_kept(self._grades, i.thresholds, i.overall, scale=i.scale)

    def halo(self) -> tuple[Halo, ...]:
        """Return how every two grades go together."""
        if not self._n:
            return ()
        prompts = list(map(str, self._prompts))
        return estimating.estimate_halo(self._grades, budget=Budget(), clusters=prompts)


def _gap(family: str, n: Counter[tuple[bool, bool]]) -> Gap:
    accepted, rejected = (n[a, True] + n[a, False] for a in (True, False))
    return Gap(
        family=family,
        n=accepted + rejected,
        right=n[True, True] + n[False, True],
        accepted=accepted,
        accepted_right=n[True, True],
        gap=stats.lift_ci(n[True, True], accepted, n[False, True], rejected),
    )


def _disagreement(settled: Settled, *, right: bool) -> Disagreement:
    e, sample = settled.decision.evidence, settled.row.sample
    assert sample is not None
    assert e.opinion.score is not None
    return Disagreement(
        id=e.sample,
        prompt=sample.prompt,
        response=sample.response,
        right=right,
        reason=e.verification.reason,
        score=e.opinion.score,
        words=settled.heard.plain.raw if settled.heard else "",
    )
