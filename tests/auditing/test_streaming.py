"""An audit is a stream: items are made when they are wanted, and dropped when they are answered."""

from __future__ import annotations

import asyncio
import random
import weakref
from collections.abc import Iterator, Sequence

import pytest

from judgekit.auditing import audit_judge, to_json
from judgekit.auditing.asking import ask_rows
from judgekit.auditing.planning import Plan, plan
from judgekit.auditing.reading import Answers
from judgekit.auditing.trials import Case, Row, draw_donors
from judgekit.catalog import load_attacks, load_samples
from judgekit.testing import ConstantJudge, PlantedJudge
from judgekit.text import seeded
from judgekit.types import Budget, Judge, Judgment, Protocol, Sample, Usage, Variant

SAMPLES = [s for s in load_samples() if "code" not in s.verify][:12]
ATTACKS = load_attacks(select=("authority/url", "formatting/headings", "controls/wrong-response"))


def planned(samples: Sequence[Sample] = SAMPLES) -> Plan:
    return plan(samples, ATTACKS, protocol=Protocol.POINTWISE, budget=Budget())


def ask(judge: Judge, rows: Iterator[Row], *, workers: int = 3) -> list[int]:
    """Return the items in the order in which they were settled."""
    settled: list[int] = []

    def settle(row: Row, answers: Answers) -> None:
        assert set(answers) == set(row.questions)
        settled.append(row.item)

    asking = ask_rows(
        rows, SAMPLES, judge, workers=workers, observe=lambda judgment: None, settle=settle
    )
    asyncio.run(asking)
    return settled


class Delayed:
    """Another judge, some of whose answers come later, and some unscored or at a price."""

    def __init__(self, judge: Judge, *, seed: int, most: int) -> None:
        self.identity = judge.identity
        self._judge = judge
        self._rng = random.Random(seed)
        self._most = most

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        for _ in range(self._rng.randint(0, self._most)):
            await asyncio.sleep(0)
        given = await self._judge(sample, response, repeat=repeat)
        spent = seeded(sample.id, response, repeat)
        costs = {"cost_usd": spent.random() / 3, "usage": Usage(prompt_tokens=spent.randint(1, 9))}
        return given.model_copy(update=costs)


class Holding:
    """A judge that does not answer about one item before all the others are answered."""

    def __init__(self, held: Sample, calls: int) -> None:
        self.identity = ConstantJudge().identity
        self._held = held
        self._left = calls
        self._free = asyncio.Event()

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        if sample is self._held:
            await self._free.wait()
        else:
            self._left -= 1
        if not self._left:
            self._free.set()
        return Judgment(score=5)


def test_a_second_pass_makes_the_same_rows() -> None:
    assert list(planned().rows()) == list(planned().rows())


def test_an_item_is_made_when_a_worker_is_free_for_it() -> None:
    made: list[int] = []
    most_open = 0

    def rows() -> Iterator[Row]:
        for row in planned().rows():
            made.append(row.item)
            yield row

    class Watching(ConstantJudge):
        async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
            nonlocal most_open
            await asyncio.sleep(0)
            most_open = max(most_open, len(made) - SAMPLES.index(sample))
            return await super().__call__(sample, response, repeat=repeat)

    assert ask(Watching(), rows(), workers=3) == made == list(range(len(SAMPLES)))
    assert most_open == 2


def test_no_item_waits_for_a_slow_one() -> None:
    calls = sum(len(row.questions) for row in planned().rows() if row.item != 0)
    workers = len(next(planned().rows()).questions) + 1
    held = Holding(SAMPLES[0], calls)
    assert ask(held, planned().rows(), workers=workers) == [*range(1, len(SAMPLES)), 0]


def test_what_is_settled_is_dropped() -> None:
    alive: weakref.WeakSet[Variant] = weakref.WeakSet()
    of_one = sum(isinstance(case, Case) for case in next(planned().rows()).cases)
    most = 0

    def rows() -> Iterator[Row]:
        nonlocal most
        for row in planned().rows():
            alive.update(case.variant for case in row.cases if isinstance(case, Case))
            most = max(most, len(alive))
            yield row

    assert len(ask(Delayed(ConstantJudge(), seed=1, most=3), rows(), workers=2)) == len(SAMPLES)
    assert most <= 3 * of_one < len(SAMPLES) * of_one


def test_the_order_of_the_answers_changes_no_byte() -> None:
    def audited(workers: int, seed: int) -> str:
        judge = Delayed(PlantedJudge(noise=0.5), seed=seed, most=6)
        return to_json(asyncio.run(audit_judge(judge, SAMPLES, ATTACKS, workers=workers)))

    assert audited(1, 0) == audited(5, 1) == audited(40, 2)


def test_a_donor_is_the_next_that_answers_otherwise_from_a_drawn_place_on() -> None:
    answers = random.Random(5).choices("aab", k=60)
    samples = [Sample(id=str(i), prompt="p", response=a) for i, a in enumerate(answers)]
    for sample, donor in zip(samples, draw_donors(samples, seed=7), strict=True):
        at = seeded(7, "donor", sample.id).randrange(60)
        walk = samples[at:] + samples[:at]
        assert donor is next(s for s in walk if s.response != sample.response)


@pytest.mark.parametrize("n", [1, 3])
def test_samples_that_all_answer_alike_have_no_donor(n: int) -> None:
    samples = [Sample(id=str(i), prompt="p", response="same") for i in range(n)]
    assert draw_donors(samples, seed=0) == (None,) * n
