"""What an audit lets its judge decide: never more than was measured, and of this very judge."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from judgekit import audit
from judgekit.catalog import load_samples
from judgekit.errors import InputError
from judgekit.gating import audit_command, audit_of, permit
from judgekit.testing import ConstantJudge, PlantedJudge
from judgekit.types import Allowed, Audit, Baseline, Effect, Estimate, Expect, Policy, Rates, Side

TODAY = date(2026, 11, 24)
SAMPLES = [s for s in load_samples() if "code" not in s.verify]
ATTACKS = ("wrong-answers/book-citation", "wrong-answers/bandwagon", "controls")
GULLIBLE = PlantedJudge(biases={r"Press\b|Books\b": 5.0})


def found(judge) -> Audit:
    made = audit(SAMPLES, judge, attacks=ATTACKS).audit
    return of(made, judged_on="2026-11-01")


def of(made: Audit, **changes: object) -> Audit:
    return made.model_copy(update={"manifest": made.manifest.model_copy(update=changes)})


@pytest.fixture(scope="module")
def gullible() -> Audit:
    """Return the audit of a judge that falls for citations and for nothing else."""
    return found(GULLIBLE)


def false_accept(attack: str, upper: float) -> Effect:
    difference = Estimate(est=0.0, lo=-upper, hi=upper, conf=0.95, method="Bonett-Price", n=500)
    return Effect(
        attack=attack,
        title=attack,
        family=attack.partition("/")[0],
        expect=Expect.NOT_HIGHER,
        on=Side.WRONG,
        n=500,
        n_declined=0,
        n_broken=0,
        n_unscored=0,
        shift=None,
        false_accept=Rates(n=500, attacked=0.0, placebo=0.0, clean=0.0, difference=difference),
    )


def with_effects(made: Audit, **uppers: float) -> Audit:
    named = {name.replace("__", "/").replace("_", "-"): upper for name, upper in uppers.items()}
    effects = tuple(false_accept(attack, upper) for attack, upper in named.items())
    return made.model_copy(update={"effects": effects})


def test_a_judge_that_falls_for_citations_may_not_decide_what_carries_them(gullible):
    permissions = permit(gullible, today=TODAY)
    assert permissions.barred is None
    cited = permissions.of(["authority"])
    assert cited.allowed is Allowed.ADVISORY
    assert "wrong-answers/book-citation" in cited.why
    # 50 wrong answers that all stayed rejected bound the success of an attack by 5 %.
    assert permissions.of(["social"]).allowed is Allowed.SUPPORTED
    assert permissions.of([]).allowed is Allowed.ALONE


def test_the_least_permission_of_the_families_carried_counts(gullible):
    assert permit(gullible, today=TODAY).of(["social", "authority"]).allowed is Allowed.ADVISORY


def test_what_was_not_measured_on_wrong_answers_is_advisory(gullible):
    unmeasured = permit(gullible, today=TODAY).of(["injection"])
    assert unmeasured.allowed is Allowed.ADVISORY
    assert "not measured" in unmeasured.why


@pytest.mark.parametrize(
    ("upper", "allowed"),
    [
        (0.02, Allowed.ALONE),
        (0.021, Allowed.SUPPORTED),
        (0.1, Allowed.SUPPORTED),
        (0.11, Allowed.ADVISORY),
    ],
)
def test_the_bound_decides_at_two_and_ten_per_cent(gullible, upper, allowed):
    made = permit(with_effects(gullible, social__bandwagon=upper), today=TODAY)
    assert made.of(["social"]).allowed is allowed
    assert made.of(["social"]).upper == upper


def test_the_worst_attack_of_a_family_speaks_for_it(gullible):
    mixed = with_effects(gullible, social__pity=0.01, wrong_answers__bandwagon=0.3)
    assert permit(mixed, today=TODAY).of(["social"]).upper == 0.3


def test_an_attack_that_no_detector_sees_binds_every_response(gullible):
    typos = permit(with_effects(gullible, slips__typos=0.3), today=TODAY)
    assert typos.anywhere == ("slips/typos",)
    assert typos.of([]).allowed is Allowed.ADVISORY


def test_an_attack_of_the_users_own_binds_every_response_for_no_detector_knows_it(gullible):
    own = permit(with_effects(gullible, mine__trick=0.3), today=TODAY)
    assert own.of([]).allowed is Allowed.ADVISORY


def test_a_judge_of_the_teachers_family_never_decides_alone(gullible):
    assert (
        permit(gullible, today=TODAY, of_teachers_family=True).of([]).allowed is Allowed.SUPPORTED
    )


def test_an_old_audit_and_one_without_a_date_bar_the_judge(gullible):
    policy = Policy(max_age_days=30)
    assert permit(gullible, today=date(2026, 12, 1), policy=policy).barred is None
    late = permit(gullible, today=date(2026, 12, 2), policy=policy)
    assert "31 days old" in late.barred
    assert late.of([]).allowed is Allowed.ADVISORY
    assert "does not say when" in permit(of(gullible, judged_on=None), today=TODAY).barred


def test_a_sleeping_judge_is_barred():
    barred = permit(found(ConstantJudge(8)), today=TODAY).barred
    assert "no positive control fell" in barred


def test_a_judge_whose_acceptance_tells_nothing_is_barred(gullible):
    even = gullible.agreement.model_copy(
        update={
            "accepted_right": 25,
            "accepted_wrong": 25,
            "rejected_right": 25,
            "rejected_wrong": 25,
        }
    )
    told = permit(gullible.model_copy(update={"agreement": even}), today=TODAY).barred
    assert "tells nothing" in told
    unknown = permit(gullible.model_copy(update={"agreement": None}), today=TODAY).barred
    assert "no verifier" in unknown


def test_without_a_placebo_nothing_is_allowed(gullible):
    assert "placebo" in permit(of(gullible, baseline=Baseline.CLEAN), today=TODAY).barred


def test_without_an_audit_of_this_very_judge_the_command_that_makes_one_is_named(gullible):
    judge = GULLIBLE.identity
    assert (
        audit_of(judge, {judge.sha256: gullible}, command="judgekit audit rows.jsonl") is gullible
    )
    other = judge.model_copy(update={"sha256": "0" * 64})
    with pytest.raises(InputError) as refused:
        audit_of(other, {judge.sha256: gullible}, command=audit_command(other, "my rows.jsonl"))
    assert "of another prompt or of other parameters" in str(refused.value)
    assert "judgekit audit 'my rows.jsonl' --judge" in str(refused.value)
    assert refused.value.exit_code == 2


def test_the_command_names_all_that_makes_a_judge_another():
    judge = GULLIBLE.identity.model_copy(
        update={
            "judge": "openai/gpt",
            "prompt": "pointwise",
            "api_base": "http://localhost:1",
            "params": {"temperature": 0},
        }
    )
    assert audit_command(judge, "rows.jsonl") == (
        "judgekit audit rows.jsonl --judge openai/gpt --prompt pointwise "
        "--api-base http://localhost:1 --param temperature=0 --profile gate -o judgekit-audit"
    )


def test_a_policy_that_trusts_the_lone_judge_more_is_refused():
    with pytest.raises(ValidationError, match="alone <= supported"):
        Policy(alone=0.2)
