"""From scores to effects: pairing, missing scores, families, controls."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit import stats
from judgekit.estimating import (
    Measured,
    count_kept,
    estimate_agreement,
    estimate_effects,
    estimate_halo,
    estimate_noise,
    estimate_sensitivity,
)
from judgekit.types import (
    Attack,
    Budget,
    Example,
    Expect,
    Place,
    Provenance,
    Scale,
    Status,
    Unscored,
)

SCALE = Scale(low=1, high=10, accept=7)
TERMS = {"scale": SCALE, "budget": Budget(), "seed": 0}


def attack(name="authority/book", expect=Expect.SAME):
    declining = Example(given="a", declines=True)
    return Attack(
        id=name,
        title="A book is cited",
        hypothesis="The score does not move.",
        expect=expect,
        operator="append",
        place=Place.SUFFIX,
        certificate=("final",),
        provenance=Provenance(source="practice", departure="none"),
        examples=(declining, declining),
    )


def measured(attacked, placebo, *, clean=None, variant=None, wrong=None, **of_attack):
    n = len(attacked)
    return Measured(
        attack=attack(**of_attack),
        clean=tuple(placebo if clean is None else clean),
        attacked=tuple(attacked),
        placebo=tuple(placebo),
        variant=tuple(variant or [True] * n),
        reasons=tuple(Unscored.REFUSED if s is None else None for s in attacked),
        wrong=tuple(wrong or [False] * n),
        n_declined=0,
        n_broken=0,
    )


def effect(*args, clusters=None, **kwargs):
    return estimate_effects([measured(*args, **kwargs)], clusters=clusters, **TERMS)[0]


def noisy(n, shift=0.0, seed=0):
    """Return attacked and placebo scores of a noisy judge."""
    rng = np.random.default_rng(seed)
    quality = rng.normal(6, 1.5, (n, 1)) + rng.normal(0, 0.7, (n, 2)) + [shift, 0]
    return np.clip(np.rint(quality), 1, 10).T.tolist()


def test_the_shift_is_against_the_placebo_not_the_clean_score():
    found = effect([8, 7, 6, 9], [7, 7, 6, 7], clean=[1, 1, 1, 1])
    assert found.shift.est == 0.75
    assert (found.clean_mean, found.placebo_mean, found.attacked_mean) == (1, 6.75, 7.5)


def test_shares_and_flips_are_counted_per_item():
    found = effect([8, 7, 6, 5], [6, 7, 7, 5])
    assert (found.up, found.same, found.down) == (0.25, 0.5, 0.25)
    assert found.flip_rate == 0.5


def test_the_spread_is_that_of_the_shifts():
    assert effect([8, 7, 6, 9], [7, 7, 6, 7]).sd == pytest.approx(np.std([1, 0, 0, 2], ddof=1))


def test_the_dust_of_averaged_repeats_is_no_shift():
    found = effect([0.1 + 0.2 + 5] * 5, [5.3] * 5)
    assert (found.same, found.p_smallest, found.shift.est) == (1, 1, 0)


def test_an_item_without_a_variant_is_neither_scored_nor_missing():
    found = effect([8, None, 6], [7, None, 6], variant=[True, False, True])
    assert (found.n, found.n_unscored, found.unscored) == (2, 0, {})
    assert found.mean_range == (0.5, 0.5)


def test_missing_scores_are_counted_by_reason_and_bound_the_mean():
    found = effect([8, None, 6, 9], [7, 4, None, 7])
    assert (found.n, found.n_unscored, found.unscored) == (2, 2, {"refused": 1})
    assert found.mean_range.lo == pytest.approx((1 + (1 - 4) + (6 - 10) + 2) / 4)
    assert found.mean_range.hi == pytest.approx((1 + (10 - 4) + (6 - 1) + 2) / 4)


def test_a_pair_missing_on_both_sides_may_be_anything_on_the_scale():
    found = effect([8, None], [8, None])
    assert found.mean_range == (-4.5, 4.5)


def test_the_worst_case_is_the_interval_of_the_imputed_extremes():
    attacked, placebo = noisy(40)
    attacked[0] = None
    found = effect(attacked, placebo)
    lowest = [1 - placebo[0], *np.subtract(attacked[1:], placebo[1:])]
    highest = [10 - placebo[0], *lowest[1:]]
    assert found.worst_case.lo == stats.mean_ci(lowest, unseen_shift=3, conf=0.9).lo
    assert found.worst_case.hi == stats.mean_ci(highest, unseen_shift=3, conf=0.9).hi


def test_with_nothing_missing_the_best_case_is_the_adjusted_p():
    found = effect(*noisy(40, shift=1))
    assert found.p_best_case == found.p_adjusted < 0.01


@pytest.mark.parametrize("shift", [1, -1])
def test_missing_scores_weaken_the_case_in_either_direction(shift):
    attacked, placebo = noisy(40, shift=shift)
    attacked[:8] = [None] * 8
    found = effect(attacked, placebo)
    assert found.p_adjusted < 0.05 < found.p_best_case


def test_where_only_a_rise_is_harm_missing_scores_never_count_as_one():
    attacked, placebo = noisy(40, shift=-0.3)
    attacked[:20] = [None] * 20
    assert effect(attacked, placebo, expect=Expect.NOT_HIGHER).p_best_case > 0.5


def test_not_higher_is_tested_upwards_and_same_on_both_sides():
    falls = noisy(40, shift=-1.5)
    assert effect(*falls, expect=Expect.SAME).p_adjusted < 0.01
    assert effect(*falls, expect=Expect.NOT_HIGHER).p_adjusted > 0.9


def test_a_judge_that_obeys_a_mirrored_scale_has_no_shift():
    placebo = noisy(30)[1]
    found = effect([11 - s for s in placebo], placebo, expect=Expect.MIRROR)
    assert (found.shift.est, found.same, found.flip_rate) == (0, 1, 0)


def test_a_mirrored_score_that_stays_low_helps_the_attacked_text():
    assert effect([2, 2], [5, 5], expect=Expect.MIRROR).shift.est == 4


def test_false_accepts_are_counted_on_wrong_answers_only():
    found = effect(
        [8, 8, 3, 9], [4, 7, 3, 9], clean=[5, 6, 3, 9], wrong=[True, True, True, False]
    ).false_accept
    assert found.n == 3
    assert (found.attacked, found.placebo, found.clean) == pytest.approx((2 / 3, 1 / 3, 0))
    assert found.difference.est == pytest.approx(1 / 3)


def test_without_wrong_answers_false_accepts_are_absent():
    assert effect([8, 8], [4, 7]).false_accept is None


def test_an_attack_that_silences_the_judge_shows_in_the_refusals():
    found = effect([None, None, 6, 6, 6], [6, 6, 6, 6, None]).refusal_shift
    assert found.est == pytest.approx((2 - 1) / 5)
    assert found.n == 5


def test_an_attack_without_variants_has_counts_and_nothing_else():
    silent = effect([None, None], [None, None], variant=[False, False])
    assert (silent.n, silent.n_unscored) == (0, 0)
    for name in ("shift", "p", "p_adjusted", "p_best_case", "worst_case", "simultaneous", "up"):
        assert getattr(silent, name) is None
    assert silent.refusal_shift is None


def test_an_attack_never_scored_is_bounded_but_not_estimated():
    silent = effect([None] * 3, [5, 5, 5])
    assert (silent.n, silent.n_unscored, silent.shift, silent.p_best_case) == (0, 3, None, None)
    assert silent.mean_range == (-4, 5)


def test_one_scored_item_is_too_few():
    found = effect([8], [7])
    assert found.shift.status is Status.TOO_FEW
    assert (found.shift.lo, found.shift.hi, found.p_smallest) == (-9, 9, 1)


def test_no_attacks_give_no_effects():
    assert estimate_effects([], **TERMS) == ()
    assert estimate_sensitivity([], **TERMS) == ()


def test_another_attack_changes_the_adjusted_p_and_nothing_of_the_attack_alone():
    first, other = measured(*noisy(40, 0.5)), measured(*noisy(40, seed=1), name="a/b")
    alone = estimate_effects([first], **TERMS)[0]
    beside = estimate_effects([other, first], **TERMS)[1]
    assert beside.p_adjusted > alone.p_adjusted
    family = {"p_adjusted", "p_best_case", "simultaneous"}
    assert beside.model_dump(exclude=family) == alone.model_dump(exclude=family)


def test_rows_of_one_source_count_once():
    attacked, placebo = noisy(30, shift=0.6)
    copies = [s for s in attacked for _ in range(5)], [s for s in placebo for _ in range(5)]
    sources = [f"document {i // 5:02}" for i in range(150)]
    once = effect(attacked, placebo)
    copied = effect(*copies, clusters=sources)
    assert (copied.shift.lo, copied.shift.hi) == pytest.approx((once.shift.lo, once.shift.hi))
    assert (copied.p, copied.p_smallest) == pytest.approx((once.p, once.p_smallest))
    assert copied.sd / 150**0.5 == pytest.approx(once.sd / 30**0.5)


def test_the_same_seed_gives_the_same_bytes():
    attacks = [measured(*noisy(60, seed=s), name=f"a/{s}") for s in range(3)]
    one, other = (estimate_effects(attacks, **TERMS) for _ in range(2))
    assert [e.model_dump_json() for e in one] == [e.model_dump_json() for e in other]


score = st.none() | st.integers(1, 10)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.tuples(score, score, score, st.booleans(), st.booleans()), max_size=12))
def test_whatever_is_missing_every_number_is_finite_and_inside_its_bounds(rows):
    clean, attacked, placebo, variant, wrong = zip(*rows, strict=True) if rows else [()] * 5
    found = effect(attacked, placebo, clean=clean, variant=list(variant), wrong=list(wrong))
    assert found.n + found.n_unscored == sum(variant)
    if found.shift is not None:
        assert found.worst_case.lo <= found.mean_range.lo <= found.mean_range.hi
        assert found.mean_range.hi <= found.worst_case.hi
        assert -9 <= found.worst_case.lo < found.worst_case.hi <= 9


def control(attacked, placebo, name="controls/wrong-number"):
    return measured(attacked, placebo, name=name, expect=Expect.LOWER)


def test_a_control_that_falls_is_proven():
    found = estimate_sensitivity([control(*noisy(40, shift=-2))], **TERMS)[0]
    assert found.proven
    assert found.p_adjusted < 0.001
    assert found.fell > 30 > found.rose
    assert found.shift.hi < 0


@pytest.mark.parametrize("shift", [0, 2])
def test_a_control_that_stays_or_rises_is_not(shift):
    found = estimate_sensitivity([control(*noisy(40, shift=shift))], **TERMS)[0]
    assert not found.proven
    assert found.p_adjusted > 0.05


def test_a_fall_that_only_a_few_items_show_is_not_proven():
    assert not estimate_sensitivity([control([1, 1, 1], [9, 9, 9])], **TERMS)[0].proven


def test_controls_whose_scores_are_missing_prove_nothing():
    attacked, placebo = noisy(40, shift=-2)
    attacked[:20] = [None] * 20
    found = estimate_sensitivity([control(attacked, placebo)], **TERMS)[0]
    assert (found.n, found.n_unscored, found.proven) == (20, 20, False)
    assert found.shift.hi < 0


def test_a_control_never_scored_has_no_estimate():
    found = estimate_sensitivity([control([None] * 3, [8, 8, 8])], **TERMS)[0]
    assert (found.n, found.shift, found.proven) == (0, None, False)


def test_noise_is_half_the_squared_difference_of_identical_requests():
    found = estimate_noise([7, 5, None, 6], [8, 5, 4, 9], scale=SCALE, budget=Budget())
    assert found.n == 3
    assert found.variance.est == pytest.approx((1 + 0 + 9) / 2 / 3)
    assert found.flip_rate.est == pytest.approx(1 / 3)


def test_noise_without_a_second_answer_is_absent():
    found = estimate_noise([7, 5], [None, None], scale=SCALE, budget=Budget())
    assert (found.n, found.variance, found.flip_rate) == (0, None, None)


def test_agreement_counts_each_cell_and_what_is_missing():
    found = estimate_agreement(
        [True, True, False, False, None, True, None], [True, False, True, False, True, None, None]
    )
    assert (found.n, found.n_unscored, found.n_abstained) == (4, 1, 2)
    cells = (found.accepted_right, found.accepted_wrong, found.rejected_right, found.rejected_wrong)
    assert cells == (1, 1, 1, 1)
    assert (found.accuracy, found.kappa) == (0.5, 0)


def test_agreement_on_nothing_is_absent():
    found = estimate_agreement([None, True], [True, None])
    assert (found.n, found.kappa, found.accuracy) == (0, None, None)


GRADES = {
    "clarity": [5, 4, 8, None, 9],
    "tone": [5, 9, 3, 9, 9],
    "overall": [8, 8, 2, 9, None],
}


def test_what_rules_keep_is_crossed_over_the_items_that_both_know():
    mean, overall = count_kept(GRADES, {"clarity": 5, "tone": 5}, "overall", scale=SCALE)
    assert (mean.both, mean.attributes_only, mean.global_only, mean.neither) == (2, 0, 2, 0)
    assert (overall.both, overall.attributes_only) == (1, 0)
    assert (overall.global_only, overall.neither) == (1, 1)
    assert [(k.by, k.n, k.n_unscored) for k in (mean, overall)] == [
        ("mean", 4, 1),
        ("overall", 3, 2),
    ]


def test_a_mean_is_held_to_the_mean_of_the_thresholds():
    [kept] = count_kept({"a": [4, 6], "b": [4, 2]}, {"a": 5, "b": 2}, None, scale=SCALE)
    assert (kept.both, kept.attributes_only, kept.global_only, kept.neither) == (1, 0, 1, 0)


def test_halo_is_told_for_every_two_grades_that_an_item_has():
    found = estimate_halo(GRADES, budget=Budget())
    assert [(h.first, h.second, h.n, h.same) for h in found] == [
        ("clarity", "tone", 4, 2),
        ("clarity", "overall", 3, 0),
        ("tone", "overall", 4, 1),
    ]
    assert found[0].correlation == pytest.approx(np.corrcoef([5, 4, 8, 9], [5, 9, 3, 9])[0, 1])


def test_an_effect_on_a_grade_with_its_own_threshold_flips_there():
    grade = measured([4, 4, 2], [2, 4, 4])._replace(accept=3)
    own, scales = (estimate_effects([m], **TERMS)[0] for m in (grade, grade._replace(accept=None)))
    assert (own.flips.toward, own.flips.away, own.flip_rate) == (1, 1, pytest.approx(2 / 3))
    assert (scales.flips.toward, scales.flips.away) == (0, 0)
