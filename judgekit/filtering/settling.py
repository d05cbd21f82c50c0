"""The last pass: every row decided in order, within the room there is, and written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from judgekit.criteria import Fitted
from judgekit.filtering.ablation import Ablation
from judgekit.filtering.findings import Findings, Found
from judgekit.filtering.listening import read_heard
from judgekit.filtering.measures import Measures
from judgekit.filtering.opinions import Opinions
from judgekit.filtering.reviewing import Review
from judgekit.filtering.rooms import Rooms
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
from judgekit.filtering.weighing import Bench, Listened, weigh
from judgekit.filtering.writing import CONFIDENCE_PAIRS, Files
from judgekit.gating import Candidate, Drawing, Drawn, decide, pair, pair_by_rank
from judgekit.types import (
    Ablated,
    Action,
    ControlDrawn,
    Decision,
    Evidence,
    GateTerms,
    Outcome,
    PairsMade,
    settles,
)


class Account(NamedTuple):
    """Everything that was counted while rows were settled."""

    tally: Tally
    opinions: Opinions | None
    measures: Measures
    pairs: PairsMade
    control: ControlDrawn
    ablation: tuple[Ablated, ...]


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
        criteria: Sequence[Fitted],
        review: Review,
        seed: int,
    ) -> None:
        self._findings = findings
        self._files = files
        self._terms = terms
        self._bench = bench
        self._criteria = [fitted.criterion for fitted in criteria]
        self._review = review
        self._seed = seed
        quotas = {f.criterion.name: f.quota for f in criteria if f.quota is not None}
        self._rooms = Rooms(terms, right, quotas, seed=seed)
        self._ablation = Ablation(
            [f.criterion.name for f in criteria],
            lambda: Rooms(terms, right, quotas, seed=seed),
            judged=bench is not None,
        )
        self._tally = Tally()
        self._opinions = None if bench is None else Opinions(bench.identity)
        self._measures = Measures(tuple(c.name for c in self._criteria))
        self._drawing = Drawing(seed=seed)
        self._unpaired: Counter[str] = Counter()
        self._n_pairs = self._n_prompts = self._both_right = 0

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
                both_right=self._both_right if self._terms.confidence_pairs else None,
            ),
            self._draw_control(),
            self._ablation.found(),
        )

    def _settled(self) -> Iterator[Settled]:
        """Decide the rows of each prompt, those that rank best first; they keep their order."""
        for shelf, rows in self._findings:
            heard = read_heard(self._findings.shelves, shelf)
            for _, of_prompt in groupby(rows, key=lambda found: found.row.prompt):
                weighed = [self._weighed(found, heard) for found in of_prompt]
                ranked = sorted(weighed, key=lambda w: _rank(w.evidence))
                decided = {w.found.row.id: self._decided(*w) for w in ranked}
                for found, _ in weighed:
                    listened = heard.get(found.row.id)
                    yield Settled(
                        found.row,
                        decided[found.row.id],
                        stratum(found.row, self._terms.stratum),
                        listened.heard if listened else None,
                    )

    def _weighed(self, found: Found, heard: Mapping[str, Listened]) -> _Weighed:
        evidence = weigh(
            found,
            heard.get(found.row.id),
            self._bench,
            stratum=self._terms.stratum,
            criteria=self._criteria,
        )
        return _Weighed(found, evidence)

    def _decided(self, found: Found, evidence: Evidence) -> Decision:
        where = stratum(found.row, self._terms.stratum)
        decision = decide(evidence, self._rooms.of(evidence, where))
        self._ablation.add(decision, where)
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
        self._pair_by_confidence(whole)
        lacking = _lacking(whole)
        self._n_prompts += lacking is None
        if not made:
            self._unpaired[lacking or "no wrong response of like length"] += 1

    def _pair_by_confidence(self, whole: Sequence[Settled]) -> None:
        """Pair two right answers by how sure their model was, where that is asked for."""
        if self._terms.confidence_pairs and (made := pair_by_rank(map(_by_confidence, whole))):
            chosen = next(s for s in whole if s.row.id == made.chosen.decision.sample)
            assert chosen.row.sample is not None
            self._files(CONFIDENCE_PAIRS, pair_row(made, chosen.row.sample, chosen))
            self._both_right += 1

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


class _Weighed(NamedTuple):
    found: Found
    evidence: Evidence


def _rank(evidence: Evidence) -> tuple[bool, float]:
    """Return a row's place among those of its prompt: of the first criterion that may rank."""
    rank = next((m.rank for m in evidence.measurements if m.rank is not None), None)
    return rank is None, rank or 0.0


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
    unranked, rank = _rank(settled.decision.evidence)
    return Candidate(settled.row.sample.response, settled.decision, None if unranked else rank)


def _by_confidence(settled: Settled) -> Candidate:
    found = (m.rank for m in settled.decision.evidence.measurements if m.criterion == "confidence")
    return _candidate(settled)._replace(rank=next(found, None))


def _lacking(rows: Sequence[Settled]) -> str | None:
    """Say what a prompt lacks for a pair; None where it has a right and a wrong response."""
    found = [s.decision.evidence.verification for s in rows]
    if not any(settles(v, Outcome.PASS) for v in found):
        return "no right response"
    return None if any(settles(v, Outcome.FAIL) for v in found) else "no wrong response"
