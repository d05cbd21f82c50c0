"""What there is room for, as rows are decided one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from judgekit.filtering.rows import UNSTATED
from judgekit.gating import is_drawn, judge_quota
from judgekit.types import Action, Basis, Decision, Evidence, GateTerms, Room


class Rooms:
    """What there is room for, as rows are decided; `quotas` are of the groups of a criterion."""

    def __init__(
        self, terms: GateTerms, right: Counter[str], quotas: Mapping[str, int], *, seed: int
    ) -> None:
        self._terms = terms
        self._right = right
        self._quotas = quotas
        self._seed = seed
        self._of_group: Counter[tuple[str, str]] = Counter()
        self._kept: Counter[str] = Counter()
        self._by_basis: Counter[Basis] = Counter()
        self._escalated: Counter[str] = Counter()
        self._shown: Counter[str] = Counter()

    def of(self, evidence: Evidence, stratum: str) -> Room:
        """Return the room for a row."""
        t = self._terms
        quota = judge_quota(self._by_basis[Basis.VERIFIER], share=t.judge_share)
        source_full = self._escalated[_source(evidence)] >= t.source_cap
        full_of = next(self._full(evidence), "")
        return Room(
            scarce=self._right[stratum] < t.scarce,
            full=bool(full_of) or (t.quota is not None and self._kept[stratum] >= t.quota),
            full_of=full_of,
            source_full=source_full,
            judge_keeps=self._by_basis[Basis.JUDGE] < quota,
            # Of what the gate empties a person sees at least one row.
            review=self._is_empty(stratum) or (not source_full and self._is_drawn(evidence.sample)),
        )

    def count(self, decision: Decision, reviewed: Decision, stratum: str) -> None:
        """Take a decision's share of the room; a person's verdict frees no place in the queue."""
        self._escalated[_source(decision.evidence)] += decision.action is Action.ESCALATE
        self._shown[stratum] += decision.action is Action.ESCALATE
        if reviewed.action is Action.KEEP:
            self.keep(decision.evidence, stratum, reviewed.basis)

    def keep(self, evidence: Evidence, stratum: str, basis: Basis) -> None:
        """Take the room of a kept row."""
        self._kept[stratum] += 1
        self._by_basis[basis] += 1
        self._of_group.update(_groups(evidence))

    def _full(self, evidence: Evidence) -> Iterator[str]:
        """Yield the groups of a row that have as many kept rows as their quota."""
        for criterion, group in _groups(evidence):
            quota = self._quotas.get(criterion)
            if quota is not None and self._of_group[criterion, group] >= quota:
                yield group

    def _is_empty(self, stratum: str) -> bool:
        return self._kept[stratum] + self._shown[stratum] == 0

    def _is_drawn(self, row: str) -> bool:
        share = self._terms.review
        return share >= 1 or is_drawn(self._seed, "review", row, share=share)


def _groups(evidence: Evidence) -> list[tuple[str, str]]:
    return [(m.criterion, m.group) for m in evidence.measurements if m.group]


def _source(evidence: Evidence) -> str:
    return evidence.origin.source or UNSTATED
