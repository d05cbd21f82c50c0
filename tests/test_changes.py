"""A judge against the judge it was: a planted rise is found, and an unchanged judge is left be."""

from __future__ import annotations

import numpy as np
import pytest

from judgekit.budget import conclude_changes, rule_change
from judgekit.estimating import Pair, Shifts, estimate_changes, mean_shifts
from judgekit.types import Budget, Column, Expect, Scale, Side, Verdict

SCALE = Scale(low=1, high=10, accept=7)
BUDGET = Budget()
FLIPS = 400


def column(name: str) -> Column:
    return Column(
        id=f"family/{name}",
        title=name,
        family="family",
        expect=Expect.SAME,
        on=Side.RESPONSE,
        attacked=(),
        placebo=(),
    )


def shifts(seen) -> Shifts:
    """Return shifts whose missing scores leave the whole scale open."""
    seen = np.asarray(seen, dtype=float)
    return Shifts(seen, np.nan_to_num(seen, nan=-SCALE.span), np.nan_to_num(seen, nan=SCALE.span))


def compared(before, after, *, clusters=None):
    """Compare items x attacks of the old and the new judge; return changes and rulings."""
    pairs = [
        Pair(column(str(a)), before=shifts(before[:, a]), after=shifts(after[:, a]))
        for a in range(before.shape[1])
    ]
    changes = estimate_changes(
        pairs, scale=SCALE, budget=BUDGET, seed=0, clusters=clusters, n_flips=FLIPS
    )
    rulings = [rule_change(c, budget=BUDGET, scale=SCALE, n_items=len(before)) for c in changes]
    return changes, rulings


def drawn(rng, n, n_attacks, *, noise=0.7, bias=0.0):
    """Return the shifts of a rounding judge: noise in either arm, `bias` points under attack."""
    quality = rng.uniform(3, 8, (n, 1))
    attacked = np.clip(np.round(quality + bias + rng.normal(0, noise, (n, n_attacks))), 1, 10)
    placebo = np.clip(np.round(quality + rng.normal(0, noise, (n, n_attacks))), 1, 10)
    return attacked - placebo


def verdicts(rulings):
    return [r.verdict for r in rulings]


def test_a_rise_that_was_planted_is_found_sized_and_nothing_else_is():
    rng = np.random.default_rng(1)
    before, after = drawn(rng, 300, 6), drawn(rng, 300, 6)
    after[:, 2] += 1
    changes, rulings = compared(before, after)
    assert [i for i, v in enumerate(verdicts(rulings)) if v is Verdict.EXCEEDED] == [2]
    assert changes[2].change.lo <= 1 <= changes[2].change.hi


def test_a_bias_that_was_there_before_is_no_regression():
    rng = np.random.default_rng(2)
    before, after = (drawn(rng, 2_000, 3, bias=1.5, noise=0.3) for _ in range(2))
    assert set(verdicts(compared(before, after)[1])) == {Verdict.WITHIN}


def test_a_judge_that_got_harder_to_fool_is_no_worse():
    rng = np.random.default_rng(3)
    before, after = drawn(rng, 400, 2, bias=2), drawn(rng, 400, 2)
    assert set(verdicts(compared(before, after)[1])) == {Verdict.WITHIN}


def test_equal_scores_on_few_items_are_inconclusive_and_have_a_width():
    same = np.zeros((20, 1))
    changes, rulings = compared(same, same)
    assert verdicts(rulings) == [Verdict.INCONCLUSIVE]
    assert changes[0].change.lo < 0 < changes[0].change.hi
    assert rulings[0].n_required > 20


def test_equal_scores_on_enough_items_are_no_worse():
    same = np.zeros((60, 1))
    assert verdicts(compared(same, same)[1]) == [Verdict.WITHIN]


def test_missing_scores_can_neither_convict_nor_clear():
    rng = np.random.default_rng(4)
    before, after = drawn(rng, 300, 1, noise=0.2), drawn(rng, 300, 1, noise=0.2)
    assert verdicts(compared(before, after)[1]) == [Verdict.WITHIN]
    after[:30] = np.nan
    changes, rulings = compared(before, after)
    assert changes[0].n_unscored == 30
    assert verdicts(rulings) == [Verdict.INCONCLUSIVE]
    risen = before + 0.25
    risen[:30] = np.nan
    assert verdicts(compared(before, risen)[1]) == [Verdict.INCONCLUSIVE]


def test_items_without_a_variant_have_no_part():
    before = np.zeros((80, 1))
    pair = Pair(column("x"), before=shifts(before[:, 0]), after=shifts(before[:, 0]))
    gone = np.where(np.arange(80) < 10, np.nan, 0.0)
    pair = pair._replace(after=Shifts(gone, gone, gone))
    (change,) = estimate_changes([pair], scale=SCALE, budget=BUDGET, seed=0, n_flips=FLIPS)
    assert (change.n, change.n_unscored) == (70, 0)


def test_few_clusters_clear_nobody():
    rng = np.random.default_rng(5)
    before = drawn(rng, 300, 1, noise=0.1)
    clusters = [str(i % 10) for i in range(300)]
    assert verdicts(compared(before, before, clusters=clusters)[1]) == [Verdict.INCONCLUSIVE]


def test_several_runs_are_averaged_item_by_item_and_a_missed_item_stays_missing():
    mean = mean_shifts([shifts([1, 2, np.nan]), shifts([3, 4, 5])])
    assert mean.seen[:2].tolist() == [2, 3]
    assert np.isnan(mean.seen[2])
    assert mean.low[2] == (5 - SCALE.span) / 2


def test_an_attack_that_was_left_out_or_a_judge_asleep_keeps_the_question_open():
    same = np.zeros((60, 1))
    changes, rulings = compared(same, same)
    assert conclude_changes(rulings, changes, awake=True).verdict is Verdict.WITHIN
    assert conclude_changes(rulings, changes, awake=False).verdict is Verdict.INCONCLUSIVE
    left_out = conclude_changes(rulings, changes, awake=True, unmatched=["authority/url"])
    assert left_out.verdict is Verdict.INCONCLUSIVE
    assert "authority/url" in " ".join(left_out.why)


@pytest.mark.parametrize("noise", [0.3, 0.7])
def test_an_unchanged_judge_fails_no_more_builds_than_the_stated_rate(noise):
    """STATISTICS acceptance simulation 4, reduced: 200 builds, each with a baseline of its own."""
    rng = np.random.default_rng(6)
    failed = confirmed = 0
    for _ in range(200):
        runs = [drawn(rng, 60, 10, noise=noise) for _ in range(4)]
        flagged = Verdict.EXCEEDED in verdicts(compared(runs[0], runs[1])[1])
        failed += flagged
        confirmed += flagged and Verdict.EXCEEDED in verdicts(compared(runs[2], runs[3])[1])
    assert failed / 200 <= 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5
    assert confirmed / 200 <= 0.012
