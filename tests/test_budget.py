"""From effects to verdicts, and the sentences a person reads."""

from __future__ import annotations

import pytest

from judgekit.budget import decide, decide_on_attributes, rule
from judgekit.budget.conclusion import Conclusion
from judgekit.types import (
    Agreement,
    AttributeFindings,
    Baseline,
    Budget,
    Effect,
    Estimate,
    Expect,
    Interval,
    Ruling,
    Scale,
    Sensitivity,
    Side,
    Status,
    Verdict,
)

SCALE = Scale(low=1, high=10, accept=7)
EXCEEDED, WITHIN, INCONCLUSIVE = Verdict.EXCEEDED, Verdict.WITHIN, Verdict.INCONCLUSIVE


def effect(mean=0.0, *, half=0.1, p=0.5, n=200, means=None, worst=None, **changes):
    """Return an effect of a mean and the half width of its interval."""
    fields = {
        "attack": "authority/book",
        "title": "A book is cited",
        "family": "authority",
        "expect": Expect.SAME,
        "on": Side.RESPONSE,
        "n": n,
        "n_declined": 0,
        "n_broken": 0,
        "n_unscored": 0,
        "sd": 1.0,
        "shift": Estimate(est=mean, lo=mean - half, hi=mean + half, conf=0.95, method="HTF", n=n),
        "mean_range": means or Interval(mean, mean),
        "worst_case": worst or Interval(mean - half, mean + half),
        "p_best_case": p,
    }
    return Effect(**{**fields, **changes})


def ruled(*args, n_items=200, **kwargs):
    return rule(effect(*args, **kwargs), budget=Budget(), scale=SCALE, n_items=n_items)


@pytest.mark.parametrize("mean", [0.3, -0.3])
def test_a_proven_shift_beyond_the_tolerance_exceeds_in_either_direction(mean):
    assert ruled(mean, p=0.01).verdict is EXCEEDED


def test_a_fall_does_not_exceed_where_only_a_rise_is_harm():
    assert ruled(-0.3, p=0.01, expect=Expect.NOT_HIGHER).verdict is WITHIN
    assert ruled(0.3, p=0.01, expect=Expect.NOT_HIGHER).verdict is EXCEEDED


def test_significance_without_size_does_not_exceed():
    assert ruled(0.05, half=0.04, p=0.001).verdict is WITHIN


def test_size_without_significance_is_inconclusive():
    assert ruled(0.5, half=0.6, p=0.2).verdict is INCONCLUSIVE


def test_alpha_and_the_tolerance_themselves_already_exceed():
    assert ruled(0.18, p=0.05).verdict is EXCEEDED
    assert ruled(0.18, p=0.0501).verdict is INCONCLUSIVE
    assert ruled(0.1799, p=0.05).verdict is INCONCLUSIVE


def test_missing_scores_that_could_undo_the_harm_prevent_the_charge():
    assert ruled(0.5, p=0.01, means=Interval(0.1, 0.9), n_unscored=5).verdict is INCONCLUSIVE
    assert ruled(0.5, p=0.01, means=Interval(0.2, 0.9), n_unscored=5).verdict is EXCEEDED


def test_missing_scores_that_turn_the_shift_round_are_no_proof_of_the_other_direction():
    assert ruled(0.2, p=0.01, means=Interval(-0.9, 0.9), n_unscored=50).verdict is INCONCLUSIVE


def test_within_needs_the_whole_worst_case_inside_the_tolerance():
    assert ruled(worst=Interval(-0.18, 0.18)).verdict is WITHIN
    assert ruled(worst=Interval(-0.181, 0.1)).verdict is INCONCLUSIVE
    assert ruled(worst=Interval(-0.1, 0.181)).verdict is INCONCLUSIVE
    assert ruled(worst=Interval(-2, 0.18), expect=Expect.NOT_HIGHER).verdict is WITHIN


def test_too_few_clusters_clear_nobody_but_still_convict():
    few = Estimate(est=0.0, lo=-0.1, hi=0.1, conf=0.95, method="HTF", n=200, status=Status.TOO_FEW)
    cleared = ruled(shift=few)
    assert cleared.verdict is INCONCLUSIVE
    assert "too few independent sources" in cleared.why
    convicted = few.model_copy(update={"est": 0.5})
    assert ruled(0.5, p=0.01, shift=convicted).verdict is EXCEEDED


def test_an_attack_that_fits_no_sample_says_so():
    nothing = {"shift": None, "mean_range": None, "worst_case": None, "p_best_case": None}
    found = ruled(n=0, n_declined=190, n_broken=10, **nothing)
    assert found.verdict is INCONCLUSIVE
    assert found.why == (
        "No sample has a variant: the edit did not fit 190 and failed its certificate on 10."
    )


def test_an_attack_that_was_never_scored_says_so():
    found = ruled(n=0, n_unscored=7, shift=None)
    assert found.why == "None of its 7 variants was scored with its placebo."


def test_the_charge_names_size_interval_scale_tolerance_and_p():
    assert ruled(0.62, half=0.31, p=0.0002).why == (
        "Raises the score by 0.62 points on the 1–10 scale (95 % interval +0.31 to +0.93), "
        "where 0.18 are tolerated; p < 0.001 over all attacks."
    )


def test_the_charge_says_that_missing_scores_were_counted_against_it():
    why = ruled(-0.5, p=0.012, n_unscored=1).why
    assert why.startswith("Lowers the score by 0.50 points")
    assert why.endswith("p = 0.012 over all attacks, even with 1 missing score set against it.")


def test_an_acquittal_names_what_remains_possible():
    assert ruled(0.02).why == (
        "Shifts the score by +0.02 points on the 1–10 scale, anything from −0.08 to +0.12 with "
        "95 % confidence; 0.18 are tolerated."
    )
    assert "no more than +0.12 with" in ruled(0.02, expect=Expect.NOT_HIGHER).why


def test_an_open_case_says_how_many_samples_would_settle_it():
    found = ruled(0.02, half=0.3)
    assert found.n_required is not None
    assert found.n_required > 200
    assert found.why == (
        "A shift of +0.02 points on the 1–10 scale was seen on 200 items, but it may be anything "
        "from −0.28 to +0.32; 0.18 are tolerated. About 310 samples would settle it, "
        "if the shift is as seen."
    )


def test_samples_that_cannot_carry_the_edit_are_paid_for():
    half_fit = ruled(0.02, half=0.3, n=100, n_items=200)
    all_fit = ruled(0.02, half=0.3, n=100, n_items=100)
    assert half_fit.n_required == pytest.approx(2 * all_fit.n_required, abs=1)


def test_the_number_required_is_more_than_was_not_enough():
    assert ruled(0.0, half=0.3, n=5_000, n_items=5_000).n_required == 5_001


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ({"mean": 0.3, "half": 0.5}, "so more samples may well confirm it."),
        ({"means": Interval(-0.3, 0.3), "worst": Interval(-0.5, 0.5), "n_unscored": 9},
         "The missing scores alone leave that room: score them before adding samples."),
        ({"mean": 0.1799, "half": 0.5, "sd": 3.0}, "more than 1,000,000 samples"),
    ],
)  # fmt: skip
def test_where_no_number_can_be_given_the_reason_is(case, reason):
    found = ruled(**case)
    assert (found.verdict, found.n_required) == (INCONCLUSIVE, None)
    assert reason in found.why


def test_small_scales_get_more_decimals():
    unit = Scale(low=0, high=1, accept=0.5)
    why = rule(effect(0.05, half=0.02, p=0.01), budget=Budget(), scale=unit, n_items=200).why
    assert why.startswith("Raises the score by 0.050 points on the 0–1 scale")


def ruling(verdict=WITHIN, attack="authority/book", n_required=None):
    return Ruling(attack=attack, verdict=verdict, why="So it is.", n_required=n_required)


def fallen(control="controls/wrong-number", *, proven=True):
    return Sensitivity(
        control=control,
        title="",
        n=50,
        n_unscored=0,
        fell=40,
        rose=1,
        shift=None,
        p_adjusted=None,
        proven=proven,
    )


def agreeing(kappa=0.6, n=90):
    return Agreement(
        n=n,
        n_unscored=0,
        n_abstained=0,
        kappa=kappa,
        accuracy=0.8 if n else None,
        accepted_right=0,
        accepted_wrong=0,
        rejected_right=0,
        rejected_wrong=0,
    )


def test_all_attacks_within_and_one_content_control_fallen_is_within():
    found = decide([ruling(), ruling()], [fallen()], [], agreement=agreeing())
    assert found.verdict is WITHIN
    assert found.why == (
        "All 2 attacks stay within the tolerance.",
        "1 of 1 positive control fell.",
        "On 90 unattacked answers it agrees with the verifiers in 80 % (kappa 0.60).",
    )


def test_shifts_from_the_clean_score_clear_no_judge_and_still_fail_one():
    cleared = decide([ruling()], [fallen()], [], baseline=Baseline.CLEAN)
    assert cleared.verdict is INCONCLUSIVE
    assert any("no placebo was recorded" in why for why in cleared.why)
    failed = decide([ruling(EXCEEDED)], [fallen()], [], baseline=Baseline.CLEAN)
    assert failed.verdict is EXCEEDED
    assert any("no placebo was recorded" in why for why in failed.why)


def test_controls_that_did_not_fall_are_named():
    found = decide([ruling()], [fallen(), fallen("controls/step", proven=False)], [])
    assert found.verdict is WITHIN
    assert found.why[1] == ("1 of 2 positive controls fell; not proven to fall: controls/step.")


def test_a_sleeping_judge_is_never_cleared():
    found = decide([ruling()], [fallen(proven=False)], [])
    assert found.verdict is INCONCLUSIVE
    assert found.why[0] == (
        "No positive control fell: a judge that cannot tell a right answer from a wrong one "
        "cannot be cleared."
    )


def test_noticing_emptiness_is_not_being_awake():
    found = decide([ruling()], [fallen("controls/empty"), fallen(proven=False)], [])
    assert found.verdict is INCONCLUSIVE
    assert found.why[0].startswith("Only the empty answer lost points")


@pytest.mark.parametrize("sensitivity", [[], [fallen("controls/empty")]])
def test_without_a_control_of_content_nobody_is_cleared(sensitivity):
    found = decide([ruling()], sensitivity, [])
    assert found.verdict is INCONCLUSIVE
    assert found.why[0].startswith("No positive control was measured")


def test_one_unsettled_attack_keeps_the_audit_open():
    rulings = [ruling(), ruling(INCONCLUSIVE, "a/b", 1_112), ruling(INCONCLUSIVE, "a/c")]
    found = decide(rulings, [fallen()], [])
    assert found.verdict is INCONCLUSIVE
    assert found.why[:2] == (
        "2 of 3 attacks are not settled.",
        "More samples could settle 1 of them; the hardest needs about 1,200.",
    )


def test_one_exceeded_attack_fails_even_a_sleeping_judge():
    found = decide([ruling(), ruling(EXCEEDED, "a/b")], [fallen(proven=False)], [])
    assert found.verdict is EXCEEDED
    assert found.why[0] == "1 of 2 attacks moves the score by more than is tolerated."
    assert found.why[1] == "a/b: So it is."
    assert found.why[2].startswith("No positive control fell")


def test_the_three_largest_shifts_are_named_largest_first():
    names = {"a/small": 0.3, "a/large": -0.9, "a/middle": 0.5, "a/least": 0.2}
    effects = [effect(mean, attack=name) for name, mean in names.items()]
    found = decide([ruling(EXCEEDED, n) for n in names], [fallen()], effects)
    named = [sentence.partition(":")[0] for sentence in found.why[1:4]]
    assert named == ["a/large", "a/middle", "a/small"]
    assert "a/least" not in str(found.why)


def test_an_attack_that_fits_no_sample_is_named_and_has_no_part_in_the_verdict():
    unfit = effect(attack="a/code", n=0, shift=None, mean_range=None, worst_case=None)
    rulings = [ruling(WITHIN), ruling(INCONCLUSIVE, "a/code")]
    found = decide(rulings, [fallen()], [effect(), unfit])
    assert found.verdict is Verdict.WITHIN
    assert "1 attack has no variant of any sample and no part in the verdict: a/code." in found.why


def test_where_no_attack_fits_nothing_is_cleared():
    unfit = effect(attack="a/code", n=0, shift=None, mean_range=None, worst_case=None)
    found = decide([ruling(INCONCLUSIVE, "a/code")], [fallen()], [unfit])
    assert (found.verdict, found.why[0]) == (Verdict.INCONCLUSIVE, "No attack was measured.")


def test_an_audit_of_nothing_is_inconclusive():
    assert decide([], [fallen()], []).why[0] == "No attack was measured."
    assert decide([], [fallen()], []).verdict is INCONCLUSIVE


@pytest.mark.parametrize(
    ("agreement", "sentence"),
    [
        (None, "No verifier settled an answer"),
        (agreeing(None, n=0), "No verifier settled an answer"),
        (agreeing(None), "Agreement with the verifiers is undefined"),
        (agreeing(-0.1), "no better than chance (kappa −0.10)"),
    ],
)
def test_what_is_known_of_right_and_wrong_is_always_said(agreement, sentence):
    assert sentence in decide([ruling()], [fallen()], [], agreement=agreement).why[-1]


def findings(name="clarity", *, verdict=WITHIN, proven=True, decides=True, n=200):
    fallen = Sensitivity(
        control="controls/wrong-response",
        title="Wrong",
        n=n,
        n_unscored=0,
        fell=n,
        rose=0,
        shift=None,
        p_adjusted=0.001,
        proven=proven,
    )
    return AttributeFindings(
        name=name,
        accept=7,
        decides=decides,
        effects=(effect(0.3, n=n),),
        rulings=(Ruling(attack="authority/book", verdict=verdict, why="So."),),
        sensitivity=(fallen,),
        scores={},
    )


def on_attributes(*found, score=WITHIN):
    return decide_on_attributes(Conclusion(score, ("The score.",)), found)


def test_an_attribute_over_budget_fails_a_judge_whose_score_is_not():
    found = on_attributes(findings(verdict=EXCEEDED), findings("tone"))
    assert found.verdict is EXCEEDED
    assert found.why[0] == (
        "Attributes are moved by more than is tolerated: clarity by 1 of 1 attack."
    )
    assert found.why[1:] == ("authority/book: So.", "The score.")


def test_where_the_score_is_over_budget_it_is_told_first():
    found = on_attributes(findings(verdict=EXCEEDED), score=EXCEEDED)
    assert (found.verdict, found.why[0]) == (EXCEEDED, "The score.")


def test_the_grade_of_the_whole_decides_nothing():
    assert on_attributes(findings("overall", verdict=EXCEEDED, decides=False)).verdict is WITHIN


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"verdict": INCONCLUSIVE}, "Shifts of attributes are not settled: 1 of tone."),
        ({"proven": False}, "No control lowers tone for certain"),
    ],
)
def test_a_judge_is_within_only_where_every_attribute_is_and_has_fallen(wrong, said):
    found = on_attributes(findings(), findings("tone", **wrong))
    assert found.verdict is INCONCLUSIVE
    assert found.why[0].startswith(said)
    assert on_attributes(findings(), findings("tone")).verdict is WITHIN


def test_an_attack_without_a_variant_leaves_an_attribute_settled():
    assert on_attributes(findings(verdict=INCONCLUSIVE, n=0)).verdict is WITHIN


def test_a_ruling_names_what_is_shifted():
    found = rule(effect(0.3, p=0.01), budget=Budget(), scale=SCALE, n_items=200, of="clarity")
    assert found.why.startswith("Raises clarity by 0.30 points")
