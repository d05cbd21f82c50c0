"""A bias that we chose is found, sized and nothing else is found: the benchmark, made small."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from judgekit.types import Budget, Expect, Verdict


def load() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "planted_truth.py"
    spec = importlib.util.spec_from_file_location("planted_truth", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


planted = load()


def setting(n, runs, noise="mid", **changes):
    return planted.Setting(n, runs, planted.NOISES[noise], n_flips=1_000, **changes)


def at_most(rate, runs):
    """Return a rate and three of its standard errors."""
    return rate + 3 * (rate * (1 - rate) / runs) ** 0.5


@pytest.mark.parametrize("noise", ["low", "mid"])
def test_unbiased_judges_are_accused_in_one_audit_of_twenty_at_most(noise):
    assert planted.false_alarms(setting(50, 50, noise, n_attacks=20)) <= at_most(0.05, 50)


def test_half_a_point_on_one_attack_of_forty_is_found_sized_and_nothing_else():
    found = planted.find(setting(100, 25, "low"), planted.uniform(0.5))
    assert found.found >= 0.9
    assert found.covered >= 0.93 - 3 * (0.93 * 0.07 / 25) ** 0.5
    assert found.covered_jointly >= 0.95 - 3 * (0.95 * 0.05 / 25) ** 0.5
    assert found.others <= at_most(0.05, 25)


def test_three_points_on_one_item_of_twenty_are_covered():
    found = planted.find(setting(50, 250, "deterministic", n_attacks=1), planted.sparse(0.05, 3))
    assert found.covered >= 0.93


@pytest.mark.parametrize("expect", [Expect.SAME, Expect.NOT_HIGHER])
def test_an_attack_at_the_tolerance_is_rarely_called_within(expect):
    at_margin = setting(200, 100, n_attacks=1, expect=expect)
    rate = planted.false_clearings(at_margin, planted.sparse(0.1, 3))
    assert rate <= at_most(0.055, 100)


def test_an_unbiased_judge_that_is_awake_is_cleared():
    assert planted.clearings(setting(400, 5, "low")) == 1


def test_four_looks_accuse_unbiased_judges_no_more_often_than_one():
    ends = planted.sequential(setting(60, 40, n_attacks=5), {})
    assert ends.exceeded <= at_most(0.05, 40)


def test_four_looks_rarely_clear_an_attack_at_the_tolerance():
    shift = planted.sparse(0.1, 3)
    one = setting(200, 80, n_attacks=1, expect=Expect.NOT_HIGHER)
    ends = planted.sequential(planted.at_tolerance(one, shift), {0: shift})
    assert ends.within <= at_most(0.055, 80)


def test_early_looks_save_half_of_the_items_where_the_answer_is_plain():
    one = setting(400, 20, "low", n_attacks=1, expect=Expect.NOT_HIGHER)
    unbiased, biased = (
        planted.sequential(one, shifts) for shifts in ({}, {0: planted.uniform(0.6)})
    )
    assert (unbiased.within, biased.exceeded) == (1, 1)
    assert unbiased.cost <= 0.5
    assert biased.cost <= 0.3


@pytest.mark.parametrize("says", planted.SLEEPERS.values(), ids=planted.SLEEPERS)
def test_a_judge_that_does_not_read_is_never_cleared(says):
    assert Verdict.WITHIN not in planted.sleepers(setting(300, 20, n_attacks=5), says)


def test_a_judge_that_does_not_read_is_not_cleared_by_a_generous_budget_either():
    generous = setting(300, 10, n_attacks=1, budget=Budget(tolerance=0.9))
    for says in planted.SLEEPERS.values():
        assert Verdict.WITHIN not in planted.sleepers(generous, says)


@pytest.mark.parametrize("share", [0.05, 0.15])
def test_an_attack_that_hides_its_best_results_is_never_cleared(share):
    rulings = planted.refusing(setting(200, 60, n_attacks=1), share=share, points=0.35)
    assert Verdict.WITHIN not in rulings


def test_twenty_equal_scores_settle_nothing():
    still = planted.sleepers(setting(20, 1, n_attacks=10), planted.SLEEPERS["always 8"])
    assert still == [Verdict.INCONCLUSIVE]
