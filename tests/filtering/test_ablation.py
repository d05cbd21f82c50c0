"""The ablation: what each party changes, from decisions that are made again and nobody asked."""

from __future__ import annotations

import json

import pytest
from gated import CITED, DATA, lines, planted, row, signed, unverified
from pooled import pool, with_wrong

from judgekit import gate
from judgekit.testing import PlantedJudge
from judgekit.types import Action

NAMED = ("style", "shortcut", "coverage")
RULES = """
- row: {response: "{refined}"}
- where: {family: socratic_rewrite}
  row: {verify: {numeric: {answer: "{gold_answer:number}"}, steps: {}}}
"""


@pytest.fixture(scope="module")
def gated(audit, tmp_path_factory):
    """A pool with something planted for each party, and open rows that cite beside them."""
    rows = list(with_wrong(pool()))
    rows += [unverified(row(200 + i, 7), metadata={"family": "open"}) for i in range(9)]
    rows = [{**r, "metadata": {**r["metadata"], "right": "wrong" not in r["id"]}} for r in rows]
    judge = planted(**{CITED: 5.0})
    folder = tmp_path_factory.mktemp("ablated")
    return gate(
        rows, judge, audit=signed(audit, judge.identity), output=folder, criteria=NAMED,
        cluster_quota=9,
    )  # fmt: skip


def arms(gated):
    return {(a.how, a.party): a for a in gated.report.ablation}


def kept(tmp_path, criteria=()):
    quota = {"cluster_quota": 9} if "coverage" in criteria else {}
    made = gate(with_wrong(pool()), None, output=tmp_path, criteria=criteria, **quota)
    return {d.sample for d in made.decisions() if d.action is Action.KEEP}


def test_all_together_is_what_was_decided(gated):
    together = arms(gated)["together", ""]
    assert together.kept == gated.report.counts.actions[Action.KEEP]
    assert (together.wrong, together.gained, together.lost) == (0, 0, 0)


@pytest.mark.parametrize("left_out", ["shortcut", "coverage"])
def test_an_arm_is_what_a_gate_without_the_criterion_keeps(gated, tmp_path, left_out):
    rest = [name for name in NAMED if name != left_out]
    assert arms(gated)["without", left_out].kept == len(kept(tmp_path, criteria=rest))


def test_verifiers_alone_are_a_gate_with_nobody_beside_them(gated, tmp_path):
    assert arms(gated)["alone", "verifiers"].kept == len(kept(tmp_path))


def test_every_party_but_the_verifiers_lets_wrong_rows_through(gated):
    found = arms(gated)
    n_wrong = 19
    assert found["alone", "style"].wrong + found["alone", "style"].silent >= n_wrong
    assert found["alone", "shortcut"].kept > 0
    assert found["alone", "judge"].wrong == 0  # it knows right from wrong but for citations
    assert found["alone", "verifiers"].wrong == found["without", "judge"].wrong == 0
    assert found["without", "verifiers"].families["open"] == 9
    assert found["alone", "verifiers"].families.get("open", 0) == 0


def test_gained_and_lost_rows_explain_the_difference(gated):
    together = arms(gated)["together", ""].kept
    for arm in gated.report.ablation:
        assert arm.kept == together + arm.gained - arm.lost
        assert arm.kept == arm.right + arm.wrong + arm.unsettled == sum(arm.families.values())


def test_where_verifiers_decide_with_nobody_beside_them_there_is_none(tmp_path):
    assert gate(list(pool())[:5], None, output=tmp_path).report.ablation == ()


def test_on_real_refinements_only_verifiers_keep_errors_and_fake_references_out(audit, tmp_path):
    if not DATA.exists():
        pytest.skip(f"{DATA} is not there")
    (tmp_path / "rules.yaml").write_text(RULES)
    given = (DATA / "refinement_pairs.jsonl").read_text().splitlines()
    rows = [r for r in map(json.loads, given) if "code" not in r["family"]][4::16]
    judge = PlantedJudge(quality=blind, biases={CITED: 5.0})
    made = gate(
        rows, judge, audit=signed(audit, judge.identity), output=tmp_path, criteria=NAMED,
        map=[str(tmp_path / "rules.yaml")],
    )  # fmt: skip
    found = arms(made)
    rest = {"cosmetic_fake_references", "cosmetic_rich_formatting", "injected_factual_error"}
    whole = {s.name: s.before for s in made.report.coverage}
    assert set(whole) == {*rest, "socratic_rewrite"}
    for family in rest:
        assert found["together", ""].families.get(family, 0) == 0
        for party in ("style", "shortcut", "judge"):
            assert found["alone", party].families[family] >= 0.9 * whole[family]
    (step,) = [d for d in made.decisions() if d.action is Action.DROP]
    assert "steps" in step.why
    page = (tmp_path / "gate.html").read_text()
    assert "What this data says" in page
    assert "No verifier finds one of the" in page
    shown = {d["id"] for d in lines(tmp_path / "escalated.jsonl")}
    assert {r["id"] for r in rows if r["family"] in rest} == shown


def blind(sample, text):
    """Accept everything, as a judge of open answers that reads fluent prose does."""
    return 8.0
