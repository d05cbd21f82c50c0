"""The third pass: the judge is asked, certified on settled rows first, then about the open ones."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from typing import NamedTuple

from judgekit.auditing import Progress
from judgekit.filtering.asking import Heard, hear, in_order, spell, unspell
from judgekit.filtering.certifying import Labelled, certify, thresholds_of
from judgekit.filtering.examining import Marked, mark
from judgekit.filtering.findings import Findings, Found, Overview
from judgekit.filtering.rows import stratum_of
from judgekit.filtering.shelves import Appending, Shelves
from judgekit.filtering.weighing import Bench, Listened
from judgekit.gating import Watch, is_drawn, sentinel_beside
from judgekit.types import (
    Allowed,
    Certified,
    GateTerms,
    Judge,
    Judgment,
    Mark,
    Outcome,
    Sample,
    settles,
)


class Session(NamedTuple):
    """What the judge's stream came to."""

    bench: Bench
    strata: tuple[Certified, ...]
    watch: Watch


class Judges(NamedTuple):
    """Who is asked."""

    first: Judge
    second: Judge | None = None
    """A model of another base, heard where the first decides only with support."""


class Spent:
    """A judge whose judgments are counted, and told to whoever watches."""

    def __init__(self, judge: Judge, watch: Progress) -> None:
        self.identity = judge.identity
        self.n = 0
        self.unscored: Counter[str] = Counter()
        self.cost_usd: float | None = 0.0
        self._judge = judge
        self._watch = watch

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        judgment = await self._judge(sample, response, repeat=repeat)
        self.n += 1
        if judgment.unscored is not None:
            self.unscored[judgment.unscored.value] += 1
        if self.cost_usd is not None:
            known = judgment.cost_usd is not None
            self.cost_usd = self.cost_usd + (judgment.cost_usd or 0.0) if known else None
        self._watch(judgment)
        return judgment


class Listening:
    """A judge's stream over the rows on their shelves; what is heard is kept beside them."""

    def __init__(
        self,
        findings: Findings,
        overview: Overview,
        judges: Judges,
        bench: Bench,
        terms: GateTerms,
        *,
        seed: int,
        workers: int,
        watch: Progress,
    ) -> None:
        self._findings = findings
        self._shelves = findings.shelves
        self._overview = overview
        self._judge, self._second = judges
        self._bench = bench
        self._terms = terms
        self._seed = seed
        self._workers = workers
        self._watch = watch
        self._share = min(1.0, terms.calibrate / max(1, overview.settled))
        self._share_of_pool = min(1.0, terms.calibrate / max(1, overview.open))

    async def run(self) -> Session:
        """Ask, certify, ask on; the judge is stopped where it keeps too many sentinels."""
        self._shelves.clear("heard")
        strata = certify(await self._calibrate(), self._terms, seed=self._seed)
        self._bench = self._bench._replace(thresholds=thresholds_of(strata))
        watch = await self._ask_on()
        if watch.breached:
            stopped = f"the judge kept {watch.kept} of {watch.n} rows known to be wrong"
            self._bench = self._bench._replace(stopped=stopped)
        return Session(self._bench, strata, watch)

    async def _calibrate(self) -> list[Labelled]:
        """Ask about settled rows of prompts drawn; return those like what the judge may keep."""
        labelled = []
        drawn = list(self._calibrating())
        self._watch.begin(len(drawn), "settled rows")
        with Appending(self._shelves, "heard") as keep:
            async with aclosing(in_order(self._hear, drawn, workers=self._workers)) as stream:
                async for (shelf, found), heard in stream:
                    assert found.row.sample is not None
                    marks = mark(found.row.sample)
                    keep(shelf, _spelled(found.row.id, Listened(heard, marks)))
                    if heard.least is not None and not marks.added:
                        labelled.append(self._label(found, heard))
                    self._watch.step()
        return labelled

    def _calibrating(self) -> Iterator[tuple[int, Found]]:
        for shelf, all_found in self._findings:
            for found in all_found:
                if found.is_settled and self._is_drawn("calibrate", found, self._share):
                    yield shelf, found

    def _label(self, found: Found, heard: Heard) -> Labelled:
        assert found.row.sample is not None
        assert found.examined is not None
        assert heard.least is not None
        assert heard.plain.score is not None
        return Labelled(
            prompt=found.row.prompt,
            stratum=stratum_of(found.row.sample, self._terms.stratum),
            score=heard.least,
            accepted=heard.plain.score >= self._judge.identity.scale.accept,
            right=settles(found.examined.verification, Outcome.PASS),
        )

    async def _ask_on(self) -> Watch:
        """Ask about open rows, a sentinel after some, until the end or until it keeps too many."""
        watch = Watch(limit=self._terms.sentinel_limit)
        self._watch.begin(self._overview.open, "open rows, at most")
        with Appending(self._shelves, "heard") as keep:
            stream = in_order(self._hear_open, self._open(), workers=self._workers)
            async with aclosing(stream) as answers:
                async for (shelf, found), heard, kept in answers:
                    keep(shelf, _spelled(found.row.id, Listened(heard)))
                    self._watch.step()
                    if kept is not None:
                        watch = watch.saw(kept=kept)
                    if watch.breached:
                        break
        return watch

    def _open(self) -> Iterator[tuple[int, Found]]:
        """Yield the open rows that the judge's word could decide, and a draw of the others."""
        for shelf, all_found in self._findings:
            for found in all_found:
                sample = found.row.sample
                if sample is None or found.is_settled:
                    continue
                stratum = stratum_of(sample, self._terms.stratum)
                if self._bench.may_decide(sample, stratum) or self._is_drawn(
                    "pool", found, self._share_of_pool
                ):
                    yield shelf, found

    def _is_drawn(self, purpose: str, found: Found, share: float) -> bool:
        return share >= 1 or is_drawn(self._seed, purpose, found.row.prompt, share=share)

    async def _hear(self, asked: tuple[int, Found]) -> tuple[tuple[int, Found], Heard]:
        sample = asked[1].row.sample
        assert sample is not None
        return asked, await hear(self._judge, sample)

    async def _hear_open(
        self, asked: tuple[int, Found]
    ) -> tuple[tuple[int, Found], Heard, bool | None]:
        _, found = asked
        assert found.row.sample is not None
        heard = await hear(self._judge, found.row.sample)
        if self._second is not None and self._needs_second(found, heard):
            heard = heard._replace(second=await self._accepts(self._second, found.row.sample))
        return asked, heard, await self._sentinel(found)

    def _needs_second(self, found: Found, heard: Heard) -> bool:
        sample, examined = found.row.sample, found.examined
        assert sample is not None
        assert examined is not None
        assert examined.marks is not None
        permission = self._bench.permission(sample, examined.marks)
        passed = examined.verification.outcome is Outcome.PASS
        return permission.allowed is Allowed.SUPPORTED and passed and self._keeps(heard, sample)

    def _keeps(self, heard: Heard, sample: Sample) -> bool:
        threshold = self._bench.thresholds.get(stratum_of(sample, self._terms.stratum))
        return threshold is not None and heard.least is not None and heard.least >= threshold

    async def _accepts(self, judge: Judge, sample: Sample) -> bool | None:
        judgment = await judge(sample, sample.response)
        if judgment.score is None:
            return None
        return judgment.score >= judge.identity.scale.accept

    async def _sentinel(self, found: Found) -> bool | None:
        """Show the judge a row known to be wrong, after some; say whether its word would keep it.

        Not asked, and not scored, is None.
        """
        known = self._overview.known_bad
        place = sentinel_beside(
            found.row.id, len(known), share=self._terms.sentinels, seed=self._seed
        )
        if place is None:
            return None
        heard = await hear(self._judge, known[place])
        return None if heard.least is None else self._keeps(heard, known[place])


def read_heard(shelves: Shelves, shelf: int) -> dict[str, Listened]:
    """Return what was heard of the rows of a shelf, by id."""
    return dict(map(_unspelled, shelves.read("heard", shelf)))


def _spelled(name: str, listened: Listened) -> str:
    marks = listened.marks
    told = None if marks is None else [[list(m[:5]) for m in marks.added], list(marks.carried)]
    return json.dumps([name, spell(listened.heard), told])


def _unspelled(line: Sequence[object]) -> tuple[str, Listened]:
    name, heard, marks = line
    assert isinstance(name, str)
    assert isinstance(heard, list)
    told = None
    if isinstance(marks, list):
        told = Marked(tuple(Mark(*m) for m in marks[0]), tuple(marks[1]))
    return name, Listened(unspell(heard), told)
