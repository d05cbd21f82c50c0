"""Counts of what became of the rows, by every way to look at them; they add up to the input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from judgekit.filtering.spelling import Settled
from judgekit.types import (
    Action,
    Basis,
    Counts,
    Left,
    Outcome,
    Reason,
    Rule,
    Stage,
    Stratum,
    settles,
)

_STAGES: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("whole rows", (Rule.FAULT,)),
    ("verifiers", (Rule.FAILED,)),
    ("the student and the criteria", (Rule.BEYOND_FRONTIER, Rule.TOO_SMOOTH)),
    ("quota", (Rule.SURPLUS,)),
    ("kept as right", (Rule.JUDGE_DISAGREES, Rule.PASSED)),
    ("open rows: the judge", (Rule.JUDGE_ALLOWED, Rule.JUDGE_REJECTS)),
    ("open rows: nobody decides", (Rule.UNVERIFIABLE,)),
)
"""The rules in the order in which a reader asks about them."""


class _End(NamedTuple):
    rule: Rule
    action: Action
    reason: Reason
    basis: Basis


class Tally:
    """Counts under way."""

    def __init__(self) -> None:
        self._ends: Counter[_End] = Counter()
        self._strata: dict[str, Counter[str]] = {}

    def add(self, settled: Settled) -> None:
        """Count one row."""
        d = settled.decision
        self._ends[_End(d.rule, d.action, d.reason, d.basis)] += 1
        if settled.row.sample is not None:
            in_stratum = self._strata.setdefault(settled.stratum, Counter())
            in_stratum["before"] += 1
            in_stratum["right"] += settles(d.evidence.verification, Outcome.PASS)
            in_stratum[d.action.value] += 1

    def counts(self) -> Counts:
        """Return the tables."""
        return Counts(
            input=self._ends.total(),
            actions=self._by("action"),
            rules=self._by("rule"),
            reasons=self._by("reason"),
            bases=self._by("basis"),
            kept=_sorted(
                Counter(
                    {
                        basis: sum(n for end, n in self._ends.items() if _is_kept(end, basis))
                        for basis in Basis
                    }
                )
            ),
        )

    def funnel(self) -> tuple[Stage, ...]:
        """Return the stages that rows pass, each with those that leave there."""
        entered, stages = self._ends.total(), []
        for title, rules in _STAGES:
            left = tuple(self._left(rules))
            went_on = entered - sum(one.n for one in left)
            stages.append(Stage(title=title, entered=entered, left=left, went_on=went_on))
            entered = went_on
        return tuple(stages)

    def coverage(self) -> tuple[Stratum, ...]:
        """Return the strata before and after."""
        return tuple(
            Stratum(
                name=name,
                before=n["before"],
                right=n["right"],
                kept=n[Action.KEEP.value],
                escalated=n[Action.ESCALATE.value],
                emptied=n[Action.KEEP.value] == 0,
            )
            for name, n in sorted(self._strata.items())
        )

    def _by(self, field: str) -> dict[str, int]:
        counted: Counter[str] = Counter()
        for end, n in self._ends.items():
            counted[getattr(end, field)] += n
        return _sorted(counted)

    def _left(self, rules: tuple[Rule, ...]) -> Iterator[Left]:
        counted: Counter[tuple[Action, Reason]] = Counter()
        for end, n in self._ends.items():
            if end.rule in rules:
                counted[end.action, end.reason] += n
        for (action, reason), n in sorted(counted.items()):
            yield Left(action=action, reason=reason, n=n)


def _is_kept(end: _End, basis: Basis) -> bool:
    return end.action is Action.KEEP and end.basis is basis


def _sorted(counted: Counter[str]) -> dict[str, int]:
    return {key: n for key, n in sorted(counted.items()) if n}
