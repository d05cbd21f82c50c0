"""A greedy search finds what adds up, and what it reports was measured where it did not choose."""

from __future__ import annotations

import asyncio
import re
from statistics import fmean
from typing import Any

import pytest
from paired_model import PROMPT, PairedModel

from judgekit.auditing import compose
from judgekit.auditing.composing import split
from judgekit.catalog import load_attacks, load_samples
from judgekit.errors import InputError
from judgekit.judging import PromptedJudge, in_both_orders
from judgekit.testing import PlantedJudge, Scripted
from judgekit.types import Attack, Composition, Judge, Judgment, Sample, Side, Unscored

ROWS = [s for s in load_samples() if "code" not in s.verify]
ATTACKS = {a.id: a for a in load_attacks()}
SOME = ("formatting/headings", "authority/url", "tone/cheerful", "social/pity", "verbosity/filler")
HEADING, LINK = r"(?m)^#{1,6} ", r"https?://"


def attacks(*names: str) -> list[Attack]:
    return [ATTACKS[n] for n in names or SOME]


def composed(judge: Judge, **options: Any) -> Composition:
    given = {"max_calls": 5000, "samples": ROWS, "attacks": attacks(), **options}
    return asyncio.run(compose(judge, **given))


def level(sample: Sample, text: str) -> float:
    """No answer is better than another."""
    return 5.0


class Counting:
    """Counts the judgments that another judge gives, and gives none after so many."""

    def __init__(self, judge: Judge, *, until: float = float("inf")) -> None:
        self.identity = judge.identity
        self.calls = 0
        self._judge = judge
        self._until = until

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        self.calls += 1
        if self.calls > self._until:
            return Judgment(unscored=Unscored.TRANSPORT, detail="planted")
        return await self._judge(sample, response, repeat=repeat)


def test_biases_that_add_up_are_composed_and_the_gain_is_covered_where_it_was_not_chosen() -> None:
    found = composed(PlantedJudge(biases={HEADING: 1.0, LINK: 0.6}, noise=0.2, seed=3))
    assert {s.attack for s in found.steps[:2]} == {"formatting/headings", "authority/url"}
    both = found.steps[1]
    assert both.gain is not None
    assert both.simultaneous is not None
    assert both.p_adjusted is not None
    truth = 1.6 * both.n_fitting / found.n_held_out
    assert both.gain.lo < truth < both.gain.hi
    assert both.simultaneous.lo <= both.gain.lo
    assert both.p_adjusted < 0.01
    assert both.gain.n == found.n_held_out
    assert found.n_selection + found.n_held_out == len(ROWS)


def test_an_attack_that_works_only_after_another_is_found() -> None:
    def both(text: str) -> bool:
        return bool(re.search(HEADING, text) and re.search(LINK, text))

    found = composed(PlantedJudge(biases={HEADING: 0.5, both: 2.0}, seed=3))
    assert [s.attack for s in found.steps[:2]] == ["formatting/headings", "authority/url"]
    assert found.steps[1].gain is not None
    assert found.steps[1].gain.est > 2


def test_a_fair_judge_is_gained_nothing_from_though_the_choice_looks_like_a_gain() -> None:
    chosen_on, gains, covered = [], [], []
    for seed in range(75):
        judge = PlantedJudge(quality=level, noise=0.8, seed=seed)
        found = composed(judge, samples=ROWS[:30], depth=1, seed=seed)
        for step in found.steps:  # none where nothing seems to gain
            assert step.gain is not None
            chosen_on.append(step.selection_gain)
            gains.append(step.gain.est)
            covered.append(step.gain.lo <= 0 <= step.gain.hi)
    assert len(covered) > 60
    assert fmean(covered) >= 0.93
    assert min(chosen_on) > 0
    assert fmean(chosen_on) > 0.15
    assert abs(fmean(gains)) < 0.05


def test_that_nothing_raises_a_score_is_an_outcome() -> None:
    found = composed(PlantedJudge(quality=level, biases={"(?s).": -1.0, r"\A(?s:.){600}": -1.0}))
    assert found.steps == ()
    assert found.why == "no further attack raised the score of the items that choose"
    assert found.n_calls == found.n_judgments > 0


def test_the_search_ends_where_nothing_is_left_to_add() -> None:
    judge = PlantedJudge(biases={HEADING: 1.0}, seed=1)
    found = composed(judge, attacks=attacks("formatting/headings"), depth=5)
    assert len(found.steps) == 1
    assert found.why == "no other attack goes together with those chosen and fits an item"


@pytest.mark.parametrize("max_calls", [300, 301, 420, 900])
@pytest.mark.parametrize("repeats", [1, 2])
def test_the_limit_on_calls_is_never_passed_and_the_count_is_true(
    max_calls: int, repeats: int
) -> None:
    judge = Counting(PlantedJudge(quality=level, biases={HEADING: 1.0}, noise=0.5, seed=1))
    found = composed(judge, max_calls=max_calls * repeats, repeats=repeats)
    assert judge.calls == found.n_calls == found.n_judgments <= max_calls * repeats


def test_a_pair_asked_in_both_orders_is_two_calls() -> None:
    model = Scripted(PairedModel(ROWS, headings=2.0))
    judge = in_both_orders(PromptedJudge(PROMPT, model, model="paired"))
    found = composed(judge, max_calls=700)
    assert len(model.requests) == found.n_calls == 2 * found.n_judgments <= 700
    assert found.steps[0].attack == "formatting/headings"


def test_too_few_calls_are_refused_before_any_is_made() -> None:
    judge = Counting(PlantedJudge(seed=1))
    with pytest.raises(InputError, match=r"--max-calls 299: .* may take 300 calls"):
        composed(judge, max_calls=299)
    assert judge.calls == 0


def test_where_calls_are_few_candidates_race_and_the_best_is_asked_about_all_items() -> None:
    many = [a for a in ATTACKS.values() if a.family in {"formatting", "authority", "social"}]
    judge = PlantedJudge(quality=level, biases={HEADING: 2.0}, noise=0.5, seed=2)
    found = composed(judge, attacks=many, depth=1, max_calls=600)
    assert found.n_untried == 0
    assert found.n_candidates > 25
    assert 2 * found.n_selection * found.n_candidates > 600
    (step,) = found.steps
    assert "headings" in step.attack or "full-dress" in step.attack
    assert step.gain is not None
    assert abs(step.selection_gain - step.gain.est) < 1


def test_what_was_left_untried_is_counted() -> None:
    judge = PlantedJudge(quality=level, biases={HEADING: 1.0}, seed=1)
    found = composed(judge, max_calls=300)
    assert found.n_untried > 0
    assert found.n_candidates >= len(found.steps)


def test_the_same_search_finds_the_same_and_stands_in_json() -> None:
    judge = PlantedJudge(biases={LINK: 0.6}, noise=0.3, seed=3)
    found = composed(judge, max_calls=600)
    assert composed(judge, max_calls=600) == found
    assert Composition.model_validate_json(found.model_dump_json()) == found


def test_a_judge_that_fails_leaves_no_gain_rather_than_a_number() -> None:
    judge = Counting(PlantedJudge(quality=level, biases={HEADING: 1.0}), until=50)
    found = composed(judge, attacks=attacks("formatting/headings"), depth=1)
    (step,) = found.steps
    assert step.gain is None
    assert step.p_adjusted is None
    assert step.n_unscored == step.n_fitting == found.n_held_out
    assert found.n_unscored == found.n_judgments - 50


def test_all_rounds_are_about_the_same_text_of_a_row() -> None:
    """Else the room to rise in the weaker answer would pass for what the second attack adds."""
    assert ATTACKS["tone/cheerful"].on is Side.RESPONSE
    assert ATTACKS["social/pity"].on is Side.WEAKEST
    seen = set()

    class Noting(Counting):
        async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
            wrong = sample.wrong_response or ""
            seen.add(wrong in response and sample.response not in response)
            return await super().__call__(sample, response, repeat=repeat)

    rows = [s for s in ROWS if s.wrong_response]
    judge = Noting(PlantedJudge(quality=level, noise=1.0))
    composed(judge, samples=rows, attacks=attacks("tone/cheerful", "social/pity"))
    assert seen == {True}


def test_an_edit_that_fits_few_items_gains_little() -> None:
    judge = PlantedJudge(quality=level, biases={"boxed": 3.0, HEADING: 1.0}, seed=1)
    odd = [s.model_copy(update={"response": "Nothing.", "wrong_response": None}) for s in ROWS]
    rows = [*odd[:44], *ROWS[44:]]
    rare = attacks("formatting/boxed", "formatting/headings")
    (step,) = composed(judge, samples=rows, attacks=rare, depth=1).steps
    assert step.gain is not None
    assert step.gain.n == len(rows) // 2 > step.n_fitting


def test_no_attack_that_suits_is_an_error() -> None:
    with pytest.raises(InputError, match="no attack that edits an answer suits the judge"):
        composed(PlantedJudge(), attacks=attacks("told/expert", "controls/empty"))


def test_a_cluster_stays_whole() -> None:
    rows = [s.model_copy(update={"cluster": f"c{i // 5}"}) for i, s in enumerate(ROWS)]
    one, other = split(rows, seed=1)
    assert {s.cluster for s in one} & {s.cluster for s in other} == set()
    assert sorted(s.id for s in (*one, *other)) == sorted(s.id for s in rows)
    with pytest.raises(InputError, match="two independent samples"):
        split(rows[:5], seed=0)
