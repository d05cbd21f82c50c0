"""A greedy search finds what adds up, and what it reports was measured where it did not choose."""

from __future__ import annotations

import asyncio
import re

import pytest

from judgekit.auditing import compose
from judgekit.auditing.composing import split
from judgekit.catalog import load_attacks, load_samples
from judgekit.errors import InputError
from judgekit.testing import PlantedJudge
from judgekit.types import Attack, Composition, Judge, Judgment, Sample

ROWS = [s for s in load_samples() if "code" not in s.verify]
SOME = ("formatting/headings", "authority/url", "tone/cheerful", "social/pity", "verbosity/filler")


def attacks(*ids: str) -> list[Attack]:
    return [a for a in load_attacks(select=ids or SOME) if not a.is_control]


def composed(judge: Judge, *, max_calls: int = 5000, depth: int = 3, seed: int = 0) -> Composition:
    return asyncio.run(compose(judge, ROWS, attacks(), max_calls=max_calls, depth=depth, seed=seed))


class Counting:
    """Counts the judgments that another judge gives."""

    def __init__(self, judge: Judge) -> None:
        self.identity = judge.identity
        self._judge = judge
        self.calls = 0

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        self.calls += 1
        return await self._judge(sample, response, repeat=repeat)


def test_biases_that_add_up_are_composed_and_the_gain_is_covered_where_it_was_not_chosen() -> None:
    judge = PlantedJudge(biases={r"(?m)^#{1,6} ": 1.0, r"https?://": 0.6}, noise=0.2, seed=3)
    found = composed(judge)
    assert {s.attack for s in found.steps[:2]} == {"formatting/headings", "authority/url"}
    both = found.steps[1]
    truth = 1.6 * both.n_fitting / found.n_held_out
    assert both.gain.lo < truth < both.gain.hi
    assert both.simultaneous.lo <= both.gain.lo
    assert both.p_adjusted < 0.01
    assert both.gain.n == found.n_held_out
    assert found.n_selection + found.n_held_out == len(ROWS)


def test_an_attack_that_works_only_after_another_is_found() -> None:
    def both(text: str) -> object:
        return re.search(r"(?m)^#{1,6} ", text) and re.search(r"https?://", text)

    judge = PlantedJudge(biases={r"(?m)^#{1,6} ": 0.5, both: 2.0}, seed=3)
    found = composed(judge)
    assert [s.attack for s in found.steps[:2]] == ["formatting/headings", "authority/url"]
    assert found.steps[1].gain.est > 2


def test_a_fair_judge_is_gained_nothing_from_though_the_choice_looks_like_a_gain() -> None:
    covered, chosen_on = [], []
    for seed in range(36):
        found = composed(PlantedJudge(noise=0.8, seed=seed), depth=1, seed=seed)
        for step in found.steps:  # none where no attack seemed to gain
            covered.append(step.gain.lo <= 0 <= step.gain.hi)
            chosen_on.append(step.selection_gain)
    assert len(covered) > 30
    assert sum(covered) >= 0.9 * len(covered)
    assert min(chosen_on) > 0
    assert sum(chosen_on) / len(chosen_on) > 0.1


def test_that_nothing_raises_a_score_is_an_outcome() -> None:
    found = composed(PlantedJudge(biases={"(?s).+\n\n": -1.0, r"(?m)^#{1,6} ": -1.0}, seed=1))
    assert found.why == "no further attack raised the score of the selection items"
    assert all(s.selection_gain > 0 for s in found.steps)


@pytest.mark.parametrize("max_calls", [400, 500, 700, 1100])
def test_the_limit_on_calls_is_never_passed_and_the_count_is_true(max_calls: int) -> None:
    judge = Counting(PlantedJudge(biases={r"(?m)^#{1,6} ": 1.0}, seed=1))
    found = composed(judge, max_calls=max_calls)
    assert judge.calls == found.n_calls <= max_calls


def test_too_few_calls_are_refused_before_any_is_made_for_nothing() -> None:
    judge = Counting(PlantedJudge(seed=1))
    with pytest.raises(InputError, match="--max-calls 100: the first round alone needs"):
        composed(judge, max_calls=100)
    assert judge.calls == 0


def test_what_was_left_untried_is_counted() -> None:
    found = composed(PlantedJudge(biases={r"(?m)^#{1,6} ": 1.0}, seed=1), max_calls=450)
    assert found.n_untried > 0
    assert found.n_candidates < len(SOME) + found.n_untried


def test_the_same_search_finds_the_same() -> None:
    judge = PlantedJudge(biases={r"https?://": 0.6}, noise=0.3, seed=3)
    assert composed(judge) == composed(judge)


def test_an_edit_that_fits_few_items_gains_little() -> None:
    rare = attacks("formatting/boxed", "formatting/headings")
    judge = PlantedJudge(biases={r"boxed": 3.0, r"(?m)^#{1,6} ": 1.0}, seed=1)
    odd = [s.model_copy(update={"response": s.response.split(". ")[0]}) for s in ROWS[:44]]
    found = asyncio.run(compose(judge, [*odd, *ROWS[44:]], rare, max_calls=2000, depth=1))
    (step,) = found.steps
    assert step.gain.n == found.n_held_out > step.n_fitting


def test_a_cluster_stays_whole() -> None:
    rows = [s.model_copy(update={"cluster": f"c{i // 5}"}) for i, s in enumerate(ROWS)]
    one, other = split(rows, seed=1)
    assert {s.cluster for s in one} & {s.cluster for s in other} == set()
    assert sorted(s.id for s in (*one, *other)) == sorted(s.id for s in rows)
    with pytest.raises(InputError, match="two independent samples"):
        split(rows[:5], seed=0)
