"""An audit that may stop early looks at whole clusters in seeded order, and says where it ended."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

from judgekit.auditing import audit_judge, to_json
from judgekit.auditing.looks import one_stage, stages
from judgekit.auditing.planning import Plan, plan
from judgekit.catalog import load_attacks, load_samples
from judgekit.stats import look_levels
from judgekit.testing import ConstantJudge, PlantedAttributes, PlantedJudge
from judgekit.types import Audit, Budget, Judge, Protocol, Sample, Verdict

SAMPLES = [s for s in load_samples() if "code" not in s.verify][:48]
ATTACKS = load_attacks(
    select=("authority/url", "formatting/headings", "controls/wrong-response", "controls/identity")
)


BIASED = PlantedJudge(biases={r"(?m)^#": 3.0})
JUDGE = BIASED.identity


def planned(samples: Sequence[Sample] = SAMPLES, seed: int = 0) -> Plan:
    return plan(samples, ATTACKS, protocol=Protocol.POINTWISE, budget=Budget(), seed=seed)


def audited(judge: Judge, *, early_stop: bool = True, **terms: Any) -> Audit:
    return asyncio.run(audit_judge(judge, SAMPLES, ATTACKS, early_stop=early_stop, **terms))


@pytest.fixture(scope="module")
def plain() -> Audit:
    """Return the audit of a judge with a plain bias."""
    return audited(BIASED)


@pytest.fixture(scope="module")
def unsettled() -> Audit:
    """Return the audit of a judge that nothing moves."""
    return audited(ConstantJudge(8))


def test_looks_are_at_quarters_of_the_items_at_the_levels_of_their_shares() -> None:
    found = stages(planned(), JUDGE)
    assert [len(s.items) for s in found] == [12, 24, 36, 48]
    levels = [s.look.level for s in found if s.look]
    assert levels == pytest.approx(look_levels([0.25, 0.5, 0.75, 1], alpha=0.05, family=2))


def test_every_grade_of_a_judge_of_attributes_is_one_of_the_tests() -> None:
    three = PlantedAttributes({"clarity": BIASED, "tone": BIASED, "whole": BIASED}, overall="whole")
    levels = [s.look.level for s in stages(planned(), three.identity) if s.look]
    assert levels == pytest.approx(look_levels([0.25, 0.5, 0.75, 1], alpha=0.05, family=8))


def test_an_audit_of_attributes_may_stop_early_too() -> None:
    found = audited(PlantedAttributes({"clarity": BIASED, "tone": PlantedJudge(seed=5)}))
    assert found.look is not None
    assert found.look.number < 4
    assert found.attributes is not None
    assert {f.effects[0].n for f in found.attributes.findings} == {len(found.items)}
    assert {k.n for k in found.attributes.kept} == {len(found.items)}


def test_items_come_in_an_order_that_the_seed_draws() -> None:
    once, again, otherwise = (stages(planned(seed=s), JUDGE)[-1].items for s in (0, 0, 1))
    assert once == again != otherwise
    assert sorted(once) == sorted(otherwise) == list(range(48))
    assert list(once) != sorted(once)


def test_each_stage_goes_on_from_the_one_before() -> None:
    found = stages(planned(), JUDGE)
    for one, following in pairwise(found):
        assert following.items[: len(one.items)] == one.items


def test_a_cluster_is_asked_about_as_a_whole() -> None:
    clustered = [
        s.model_copy(update={"cluster": f"c{i // 5}" if i < 30 else None})
        for i, s in enumerate(SAMPLES)
    ]
    for stage in stages(planned(clustered), JUDGE):
        for start in range(0, 30, 5):
            assert len(set(range(start, start + 5)) & set(stage.items)) in (0, 5)


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_few_items_have_fewer_looks_and_the_last_is_at_all(n: int) -> None:
    found = stages(planned(SAMPLES[:n]), JUDGE)
    assert len(found) == min(n, 4)
    assert len(found[-1].items) == n


def test_a_plain_bias_ends_the_audit_at_an_early_look(plain: Audit) -> None:
    assert plain.verdict is Verdict.EXCEEDED
    assert plain.look is not None
    assert plain.look.number < 4
    assert plain.manifest.n_samples == len(plain.items) == 12 * plain.look.number
    assert all(len(s.attacked) == len(plain.items) for s in plain.scores.values())


def test_intervals_and_claims_are_at_the_level_of_the_look(plain: Audit) -> None:
    assert plain.look is not None
    assert plain.budget.alpha == 0.05 > plain.level == plain.look.level
    for effect in plain.effects:
        assert effect.shift is not None
        assert effect.shift.conf == pytest.approx(1 - plain.level)
    assert f"It stopped at look {plain.look.number} of 4, after" in plain.why[-1]


def test_an_audit_that_nothing_settles_goes_on_to_the_last_look(unsettled: Audit) -> None:
    assert unsettled.verdict is Verdict.INCONCLUSIVE
    assert unsettled.look is not None
    assert (unsettled.look.number, unsettled.manifest.n_samples) == (4, 48)
    assert "It went on to the last look, at all 48 samples" in unsettled.why[-1]


def test_at_the_last_look_the_scores_are_those_of_an_audit_without_looks(unsettled: Audit) -> None:
    whole = audited(ConstantJudge(8), early_stop=False)
    assert (unsettled.items, unsettled.scores) == (whole.items, whole.scores)
    assert whole.look is None
    assert one_stage(planned())[0].items == tuple(range(48))


def test_whatever_the_workers_the_bytes_are_the_same(plain: Audit) -> None:
    assert to_json(audited(BIASED, workers=3)) == to_json(plain)
