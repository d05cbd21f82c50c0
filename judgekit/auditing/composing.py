"""Greedy search: single attacks composed by measured rise, judged on items not chosen on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import NamedTuple

from judgekit import estimating
from judgekit.auditing.asking import ask_all
from judgekit.auditing.pipeline import Progress
from judgekit.auditing.planning import Plan, plan
from judgekit.auditing.reading import measure
from judgekit.auditing.trials import Case, Question, draws
from judgekit.errors import InputError
from judgekit.estimating import Measured
from judgekit.perturb import combine, misfit
from judgekit.text import seeded
from judgekit.types import Against, Attack, Budget, Framed, Judge, Judgment, Order, Sample
from judgekit.types.composition import Composition, Step


async def compose(
    judge: Judge,
    samples: Sequence[Sample],
    attacks: Sequence[Attack],
    *,
    max_calls: int,
    depth: int = 3,
    against: Against | None = None,
    budget: Budget | None = None,
    seed: int = 0,
    workers: int = 16,
    progress: Progress | None = None,
) -> Composition:
    """Add attack after attack, each time the one with the greatest mean rise over its placebo.

    Half of the items (whole clusters) choose; the other half, asked last and once, gives the
    result. No question is asked whose calls would pass `max_calls`; those of the held-out half
    are set aside first. It ends when nothing adds, at `depth` attacks, or at the limit.
    """
    singles = [a for a in attacks if not a.is_control and not misfit(a) and _suits(judge, a)]
    if not singles:
        raise InputError("no attack that edits an answer suits the judge; choose others")
    selection, held_out = split(samples, seed=seed)
    asker = _Asker(judge, against, budget or Budget(), seed, workers, progress, left=max_calls)
    if progress is not None:
        progress.begin(max_calls)
    search = _Search(asker, selection, singles, depth)
    reserved = (1 + 2 * depth) * len(held_out) * asker.calls_each
    await search.run(reserved=reserved)
    if not search.n_candidates:
        raise InputError(
            f"--max-calls {max_calls}: the first round alone needs "
            f"{search.least + reserved:,} calls; allow them, or give fewer attacks or samples"
        )
    prefixes = [_joined(search.chosen[: n + 1]) for n in range(len(search.chosen))]
    measured = await asker.measure(held_out, prefixes) if prefixes else []
    gains = estimating.estimate_gains(
        [rises(m) for m in measured],
        scale=judge.identity.scale,
        budget=asker.budget,
        seed=seed,
        clusters=_clusters(held_out),
    )
    return Composition(
        steps=tuple(
            Step(
                attack=a.id,
                composed=p.id,
                selection_gain=chosen_on,
                n_fitting=sum(m.variant),
                n_unscored=rises(m).count(None),
                **gain._asdict(),
            )
            for a, p, chosen_on, gain, m in zip(
                search.chosen, prefixes, search.gains, gains, measured, strict=True
            )
        ),
        why=search.why,
        n_selection=len(selection),
        n_held_out=len(held_out),
        n_candidates=search.n_candidates,
        n_untried=search.n_untried,
        n_calls=max_calls - asker.left,
        max_calls=max_calls,
        judge_hash=judge.identity.sha256,
        seed=seed,
    )


def split(samples: Sequence[Sample], *, seed: int) -> tuple[tuple[Sample, ...], tuple[Sample, ...]]:
    """Return two halves drawn by seed, in the order given; a cluster stays whole."""
    clusters = sorted({s.cluster or s.id for s in samples})
    if len(clusters) < 2:
        raise InputError(
            "a search needs two independent samples at least: one to choose on, one to measure on"
        )
    seeded(seed, "halves").shuffle(clusters)
    chosen = set(clusters[: len(clusters) // 2])
    halves = tuple(
        tuple(s for s in samples if ((s.cluster or s.id) in chosen) is first)
        for first in (True, False)
    )
    return halves[0], halves[1]


class _Asker:
    """Measures attacks on samples; knows what was asked, and how many calls are left."""

    def __init__(
        self,
        judge: Judge,
        against: Against | None,
        budget: Budget,
        seed: int,
        workers: int,
        progress: Progress | None,
        *,
        left: int,
    ) -> None:
        self.judge = judge
        self.left = left
        self.budget = budget
        self._against = against
        self._seed = seed
        self._workers = workers
        self._progress = progress
        self._answers: dict[tuple[str, Question], Judgment] = {}
        framing = judge.framing if isinstance(judge, Framed) else None
        self.calls_each = 2 if framing and framing.order is Order.BOTH else 1
        """Calls to the model behind one judgment."""

    def plan(self, samples: Sequence[Sample], attacks: Sequence[Attack]) -> Plan:
        return plan(
            samples,
            attacks,
            protocol=self.judge.identity.protocol,
            budget=self.budget,
            against=self._against,
            seed=self._seed,
        )

    def new_calls(self, samples: Sequence[Sample], attacks: Sequence[Attack]) -> int:
        """Return how many calls it would take to measure attacks, after what was asked."""
        return self.calls_each * len(self._missing(self.plan(samples, attacks)))

    async def measure(self, samples: Sequence[Sample], attacks: Sequence[Attack]) -> list[Measured]:
        """Ask what is missing, and return the arms of every attack."""
        planned = self.plan(samples, attacks)
        missing = self._missing(planned)
        self.left -= self.calls_each * len(missing)
        assert self.left >= 0, "the calls were counted before"
        found = await ask_all(
            missing, planned.samples, self.judge, workers=self._workers, observe=self._progress
        )
        self._answers |= {(samples[q.item].id, q): j for q, j in found.items()}
        known = {q: self._answers[samples[q.item].id, q] for q in _needed(planned)}
        return [measure(t, known, planned.samples, repeats=1) for t in planned.trials]

    def _missing(self, planned: Plan) -> list[Question]:
        asked = self._answers
        return [q for q in _needed(planned) if (planned.samples[q.item].id, q) not in asked]


class _Round(NamedTuple):
    """What one round of candidates came to."""

    best: Attack | None
    gain: float


class _Search:
    """The state of a greedy search on the selection items."""

    def __init__(
        self, asker: _Asker, samples: Sequence[Sample], singles: Sequence[Attack], depth: int
    ) -> None:
        self._asker = asker
        self._samples = samples
        self._singles = singles
        self._depth = depth
        self.chosen: list[Attack] = []
        self.gains: list[float] = []
        self.why = f"{depth} attacks were composed, as many as were asked for"
        self.n_candidates = self.n_untried = self.least = 0

    async def run(self, *, reserved: int) -> None:
        """Choose attacks until nothing adds, the depth is reached or the calls run out."""
        while len(self.chosen) < self._depth:
            found = await self._round(reserved)
            if found.best is None:
                self.why = "the calls that are left do not reach for another attack"
                return
            if found.gain <= max(self.gains, default=0.0):
                self.why = "no further attack raised the score of the selection items"
                return
            self.chosen.append(found.best)
            self.gains.append(found.gain)

    async def _round(self, reserved: int) -> _Round:
        """Measure every candidate that the calls allow, and return the best."""
        best = _Round(None, -math.inf)
        for single in self._candidates():
            candidate = _joined([*self.chosen, single])
            needed = self._asker.new_calls(self._samples, [candidate])
            self.least = self.least or needed
            if needed + reserved > self._asker.left:
                self.n_untried += 1
                continue
            (measured,) = await self._asker.measure(self._samples, [candidate])
            self.n_candidates += 1
            if (gain := mean_rise(measured)) is not None and gain > best.gain:
                best = _Round(single, gain)
        return best

    def _candidates(self) -> Iterator[Attack]:
        for single in self._singles:
            if not self.chosen or misfit(*self.chosen, single) is None:
                yield single


def rises(measured: Measured) -> list[float | None]:
    """Return attacked minus placebo item by item: 0 where the edits do not fit, None unscored."""
    arms = zip(measured.variant, measured.attacked, measured.placebo, strict=True)
    return [(None if a is None or p is None else a - p) if fits else 0.0 for fits, a, p in arms]


def mean_rise(measured: Measured) -> float | None:
    """Return the mean over all items with a score; None where the edits fit none."""
    known = [r for r in rises(measured) if r is not None]
    return fmean(known) if known and any(measured.variant) else None


def _clusters(samples: Sequence[Sample]) -> list[str] | None:
    if all(s.cluster is None for s in samples):
        return None
    return [s.cluster or s.id for s in samples]


def _joined(attacks: Sequence[Attack]) -> Attack:
    return combine(*attacks) if len(attacks) > 1 else attacks[0]


def _suits(judge: Judge, attack: Attack) -> bool:
    return judge.identity.protocol in attack.protocols


def _needed(planned: Plan) -> list[Question]:
    """Return the questions about the attacks alone: a search needs neither noise nor verifiers."""
    arms = (
        (item, arm)
        for trial in planned.trials
        for item, case in enumerate(trial.cases)
        if isinstance(case, Case)
        for arm in (case.clean, case.attacked, case.placebo)
    )
    return [*dict.fromkeys(q for item, arm in arms for q in draws(item, arm, repeats=1))]
