"""The same rows decided again without each party, and by each alone, as they pass by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal, NamedTuple

from judgekit.filtering.rooms import Rooms
from judgekit.gating import decide
from judgekit.stats import prop_ci
from judgekit.types import (
    Ablated,
    Action,
    Allowed,
    Basis,
    Decision,
    Evidence,
    Opinion,
    Permission,
)

VERIFIERS, JUDGE = "verifiers", "judge"


class Ablation:
    """What every part of the gate would have kept, counted row by row.

    Decisions are pure, so each arm decides anew from what is known, within room of its own. There
    are none where verifiers decide with nobody beside them.
    """

    def __init__(
        self, criteria: Sequence[str], rooms: Callable[[], Rooms], *, judged: bool
    ) -> None:
        parties = (*criteria, *([JUDGE] if judged else []))
        self._arms: list[_Arm] = []
        if parties:
            self._arms = [_Arm(*arm, rooms()) for arm in _arms(criteria, judged=judged)]
            self._arms.insert(0, _Arm("together", "", _together, rooms()))

    def add(self, decision: Decision, stratum: str) -> None:
        """Count one row, as all together decided it before a person saw it."""
        if decision.evidence.fault is None:
            for arm in self._arms:
                arm.add(decision, stratum)

    def found(self) -> tuple[Ablated, ...]:
        """Return what each arm kept, all together first."""
        return tuple(arm.found() for arm in self._arms)


_How = Literal["together", "without", "alone"]
_Keeps = Callable[[Decision, str, Rooms], "_Verdict"]


class _Verdict(NamedTuple):
    """Whether an arm keeps a row, None where it says nothing of it; and whether that is right."""

    keeps: bool | None
    right: bool | None


def _arms(criteria: Sequence[str], *, judged: bool) -> Iterator[tuple[_How, str, _Keeps]]:
    yield "without", VERIFIERS, partial(_unverified, judged=judged)
    if judged:
        yield "without", JUDGE, partial(_decided, judged=False, criteria=criteria)
    for name in criteria:
        rest = [c for c in criteria if c != name]
        yield "without", name, partial(_decided, judged=judged, criteria=rest)
    yield "alone", VERIFIERS, partial(_decided, judged=False, criteria=())
    if judged:
        yield "alone", JUDGE, _accepted
    for name in criteria:
        yield "alone", name, partial(_unopposed, name)


def _together(decision: Decision, stratum: str, rooms: Rooms) -> _Verdict:
    return _verdict(decision)


def _decided(
    decision: Decision, stratum: str, rooms: Rooms, *, judged: bool, criteria: Sequence[str]
) -> _Verdict:
    """Decide by the same table, without the judge or some of the criteria."""
    e = decision.evidence
    left = tuple(m for m in e.measurements if m.criterion in criteria)
    e = e.model_copy(update={"measurements": left, **({} if judged else _NOT_ASKED)})
    again = decide(e, rooms.of(e, stratum))
    rooms.count(again, again, stratum)
    return _verdict(again)


def _unverified(decision: Decision, stratum: str, rooms: Rooms, *, judged: bool) -> _Verdict:
    """Keep what the judge accepts, where one is asked, and no criterion objects to."""
    e = decision.evidence
    if judged and e.opinion.accepted is None:
        return _Verdict(None, e.verification.right)
    objected = any(m.objection for m in e.measurements)
    return _held(e, stratum, rooms, wanted=not objected and e.opinion.accepted is not False)


def _accepted(decision: Decision, stratum: str, rooms: Rooms) -> _Verdict:
    return _Verdict(decision.evidence.opinion.accepted, decision.evidence.verification.right)


def _unopposed(criterion: str, decision: Decision, stratum: str, rooms: Rooms) -> _Verdict:
    """Keep what one criterion measures and does not object to, within its quota."""
    e = decision.evidence
    own = tuple(m for m in e.measurements if m.criterion == criterion)
    if all(m.value is None for m in own):
        return _Verdict(None, e.verification.right)
    alone = e.model_copy(update={"measurements": own})
    return _held(alone, stratum, rooms, wanted=not any(m.objection for m in own))


def _held(e: Evidence, stratum: str, rooms: Rooms, *, wanted: bool) -> _Verdict:
    keeps = wanted and not rooms.of(e, stratum).full_of
    if keeps:
        rooms.keep(e, stratum, Basis.NONE)
    return _Verdict(keeps, e.verification.right)


def _verdict(decision: Decision) -> _Verdict:
    e = decision.evidence
    kept = e.verification if decision.text == "response" else e.original
    return _Verdict(decision.action is Action.KEEP, kept.right if kept else None)


_NOT_ASKED = {
    "opinion": Opinion(),
    "permission": Permission(allowed=Allowed.ADVISORY, why="no judge was asked"),
    "marks": (),
}


class _Arm:
    """One part of the gate, its room, and what it kept so far."""

    def __init__(self, how: _How, party: str, keeps: _Keeps, rooms: Rooms) -> None:
        self._how = how
        self._party = party
        self._keeps = keeps
        self._rooms = rooms
        self._kept: Counter[bool | None] = Counter()
        self._families: Counter[str] = Counter()
        self._silent = self._gained = self._lost = 0

    def add(self, decision: Decision, stratum: str) -> None:
        keeps, right = self._keeps(decision, stratum, self._rooms)
        together = decision.action is Action.KEEP
        self._silent += keeps is None
        self._gained += bool(keeps) and not together
        self._lost += together and not keeps
        if keeps:
            self._kept[right] += 1
            self._families[stratum] += 1

    def found(self) -> Ablated:
        right, wrong = self._kept[True], self._kept[False]
        return Ablated(
            how=self._how,
            party=self._party,
            kept=self._kept.total(),
            right=right,
            wrong=wrong,
            unsettled=self._kept[None],
            silent=self._silent,
            gained=self._gained,
            lost=self._lost,
            right_share=prop_ci([1.0] * right + [0.0] * wrong),
            families=dict(sorted(self._families.items())),
        )
