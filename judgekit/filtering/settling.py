"""The last pass: every row decided in order, within the room there is, and written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from judgekit.criteria import Criterion
from judgekit.filtering.findings import Findings, Found
from judgekit.filtering.listening import read_heard
from judgekit.filtering.measures import Measures
from judgekit.filtering.opinions import Opinions
from judgekit.filtering.reviewing import Review
from judgekit.filtering.rows import UNSTATED
from judgekit.filtering.spelling import (
    JsonRow,
    Settled,
    control_row,
    decision_row,
    escalated_row,
    pair_row,
    quarantined_row,
    stratum,
    training_row,
)
from judgekit.filtering.tallying import Tally
from judgekit.filtering.weighing import Bench, weigh
from judgekit.filtering.writing import Files
from judgekit.gating import Candidate, Drawing, Drawn, decide, is_drawn, judge_quota, pair
from judgekit.types import (
    Action,
    Basis,
    ControlDrawn,
    Decision,
    Evidence,
    GateTerms,
    Outcome,
    PairsMade,
    Room,
    settles,
)


class Account(NamedTuple):
    """Everything that was counted while rows were settled."""

    tally: Tally
    opinions: Opinions | None
    measures: Measures
    pairs: PairsMade
    control: ControlDrawn


class Settling:
    """Rows decided one after the other, each within the room that those before it left."""

    def __init__(
        self,
        findings: Findings,
        files: Files,
        terms: GateTerms,
        *,
        right: Counter[str],
        bench: Bench | None,
        criteria: Sequence[Criterion],
        review: Review,
        seed: int,
    ) -> None:
        self._findings = findings
        self._files = files
        self._terms = terms
        self._bench = bench
        self._criteria = criteria
        self._review = review
        self._seed = seed
        self._rooms = Rooms(terms, right, seed=seed)
        self._tally = Tally()
        self._opinions = None if bench is None else Opinions(bench.identity)
        self._measures = Measures(tuple(c.name for c in criteria))
        self._drawing = Drawing(seed=seed)
        self._unpaired: Counter[str] = Counter()
        self._n_pairs = self._n_prompts = 0

    def run(self) -> Account:
        """Decide and write every row, the pairs of each prompt, and the control."""
        for _, of_prompt in groupby(self._settled(), key=lambda settled: settled.row.prompt):
            self._pair(list(map(self._written, of_prompt)))
        return Account(
            self._tally,
            self._opinions,
            self._measures,
            PairsMade(
                n=self._n_pairs,
                prompts=self._n_prompts,
                unpaired=dict(sorted(self._unpaired.items())),
            ),
            self._draw_control(),
        )

    def _settled(self) -> Iterator[Settled]:
        for shelf, rows in self._findings:
            heard = read_heard(self._findings.shelves, shelf)
            for found in rows:
                listened = heard.get(found.row.id)
                evidence = weigh(
                    found,
                    listened,
                    self._bench,
                    stratum=self._terms.stratum,
                    criteria=self._criteria,
                )
                yield Settled(
                    found.row,
                    self._decided(found, evidence),
                    stratum(found.row, self._terms.stratum),
                    listened.heard if listened else None,
                )

    def _decided(self, found: Found, evidence: Evidence) -> Decision:
        where = stratum(found.row, self._terms.stratum)
        decision = decide(evidence, self._rooms.of(evidence, where))
        reviewed = self._review(decision, found.row.sample)
        self._rooms.count(decision, reviewed, where)
        return reviewed

    def _written(self, settled: Settled) -> Settled:
        """Count a row, and write it where it belongs."""
        self._tally.add(settled)
        self._measures.add(settled)
        if self._opinions is not None:
            self._opinions.add(settled)
        if settled.row.sample is not None:
            kept = settled.decision.action is Action.KEEP
            length = len(settled.row.sample.response)
            self._drawing.add(Drawn(settled.row.id, length, settled.stratum, kept))
        self._files("decisions", decision_row(settled))
        self._files(*_place(settled))
        return settled

    def _pair(self, of_prompt: Sequence[Settled]) -> None:
        """Pair the right and the wrong responses to one prompt."""
        whole = [s for s in of_prompt if s.row.sample is not None]
        if not whole or not self._terms.pairs:
            return
        by_id = {s.row.id: s for s in whole}
        made = pair(map(_candidate, whole), most=self._terms.pairs)
        for one in made:
            chosen = by_id[one.chosen.decision.sample]
            assert chosen.row.sample is not None
            self._files("pairs", pair_row(one, chosen.row.sample, chosen))
        self._n_pairs += len(made)
        lacking = _lacking(whole)
        self._n_prompts += lacking is None
        if not made:
            self._unpaired[lacking or "no wrong response of like length"] += 1

    def _draw_control(self) -> ControlDrawn:
        """Write the rows drawn, which are read once more for it."""
        rows = chain.from_iterable(rows for _, rows in self._findings.shelves)
        whole = (row for row in rows if row.sample is not None)
        drawn: Counter[str] = Counter()
        for row, is_chosen in zip(whole, self._drawing.chosen(), strict=True):
            if is_chosen:
                where = stratum(row, self._terms.stratum)
                self._files("control", control_row(row, where))
                drawn[where] += 1
        return ControlDrawn(n=drawn.total(), strata=dict(sorted(drawn.items())))


class Rooms:
    """What there is room for, as rows are decided."""

    def __init__(self, terms: GateTerms, right: Counter[str], *, seed: int) -> None:
        self._terms = terms
        self._right = right
        self._seed = seed
        self._kept: Counter[str] = Counter()
        self._by_basis: Counter[Basis] = Counter()
        self._escalated: Counter[str] = Counter()
        self._shown: Counter[str] = Counter()

    def of(self, evidence: Evidence, stratum: str) -> Room:
        """Return the room for a row."""
        t = self._terms
        quota = judge_quota(self._by_basis[Basis.VERIFIER], share=t.judge_share)
        source_full = self._escalated[_source(evidence)] >= t.source_cap
        return Room(
            scarce=self._right[stratum] < t.scarce,
            full=t.quota is not None and self._kept[stratum] >= t.quota,
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
            self._kept[stratum] += 1
            self._by_basis[reviewed.basis] += 1

    def _is_empty(self, stratum: str) -> bool:
        return self._kept[stratum] + self._shown[stratum] == 0

    def _is_drawn(self, row: str) -> bool:
        share = self._terms.review
        return share >= 1 or is_drawn(self._seed, "review", row, share=share)


def _source(evidence: Evidence) -> str:
    return evidence.origin.source or UNSTATED


_FILES = {
    Action.KEEP: "kept",
    Action.DROP: "dropped",
    Action.HOLD: "held",
}


def _place(settled: Settled) -> tuple[str, JsonRow]:
    """Return the file that a row goes to, and its form there."""
    match settled.decision.action:
        case Action.ESCALATE:
            return "escalated", escalated_row(settled)
        case Action.QUARANTINE:
            return "quarantined", quarantined_row(settled)
        case action:
            return _FILES[action], training_row(settled)


def _candidate(settled: Settled) -> Candidate:
    assert settled.row.sample is not None
    ranks = (m.rank for m in settled.decision.evidence.measurements if m.rank is not None)
    return Candidate(settled.row.sample.response, settled.decision, next(ranks, None))


def _lacking(rows: Sequence[Settled]) -> str | None:
    """Say what a prompt lacks for a pair; None where it has a right and a wrong response."""
    found = [s.decision.evidence.verification for s in rows]
    if not any(settles(v, Outcome.PASS) for v in found):
        return "no right response"
    return None if any(settles(v, Outcome.FAIL) for v in found) else "no wrong response"
