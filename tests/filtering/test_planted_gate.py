"""A judge that falls for citations, at the gate: what it would have kept, and what is kept."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from gated import CITATION, CITED, DATA, by_label, lines, planted, row, signed, unverified

from judgekit import gate
from judgekit.testing import PlantedJudge
from judgekit.types import Action, Allowed, Basis, Outcome, Reason

JUDGE = planted(**{CITED: 5.0})


def labelled(n):
    """Return rows of which each tenth right and each third wrong one cites a book."""
    for i in range(1, n + 1):
        for right in (True, False):
            answer = 2 * i + (not right)
            made = row(i, answer)
            if i % (10 if right else 3) == 0:
                made["response"] += CITATION
            made["metadata"] |= {"right": right}
            yield made if i % 4 else unverified(made)


@pytest.fixture(scope="module")
def gated(audit, tmp_path_factory):
    folder = tmp_path_factory.mktemp("gate")
    return gate(list(labelled(200)), JUDGE, audit=audit, output=folder, judge_share=0.2)


def test_no_row_that_a_verifier_fails_is_kept(gated):
    made = list(gated.decisions())
    wrong = [d for d in made if d.evidence.verification.outcome is Outcome.FAIL]
    assert len(wrong) == 150
    assert {d.action for d in wrong} == {Action.DROP}
    assert len(lines(gated.folder / "kept.jsonl")) == gated.report.counts.actions[Action.KEEP]


def test_the_report_says_how_many_wrong_rows_the_judge_alone_would_have_kept(gated):
    alone = gated.report.judge_alone
    cited = sum(i % 3 == 0 for i in range(1, 201) if i % 4)
    assert alone.wrong == cited
    assert alone.settled == 150 + cited
    assert gated.report.counts.reasons[Reason.JUDGE_OVERRULED] == cited
    assert gated.report.disagreements.wrong_accepted == cited
    assert all("Fernbridge" in e.response for e in gated.report.disagreements.examples)


def test_open_rows_that_cite_go_to_a_person_with_their_marks(gated):
    shown = lines(gated.folder / "escalated.jsonl")
    cited = [s for s in shown if "Fernbridge" in s["response"]]
    assert len(cited) == sum(i % 3 == 0 for i in range(4, 201, 4)) + sum(
        i % 10 == 0 for i in range(4, 201, 4)
    )
    assert all({"authority"} <= {m["family"] for m in s["marks"]} for s in cited)
    of_authority = gated.report.manifest.judge.families["authority"]
    assert of_authority.allowed is Allowed.ADVISORY


def test_the_judge_keeps_right_open_rows_and_no_more_than_its_share(gated):
    kept = [d for d in gated.decisions() if d.basis is Basis.JUDGE and d.action is Action.KEEP]
    n_verified = gated.report.counts.kept[Basis.VERIFIER]
    assert 0 < len(kept) <= 0.2 / 0.8 * n_verified
    right = {r["id"]: r["metadata"]["right"] for r in labelled(200)}
    assert all(right[d.sample] for d in kept)


def test_the_threshold_is_certified_on_rows_like_those_it_decides(gated):
    (certified,) = gated.report.guarantee.strata
    assert certified.threshold == 8.0
    assert certified.n_bad == certified.held_out_bad == 0
    assert certified.held_out > 10


def test_the_pool_is_estimated_from_few_labels_and_many_scores(gated):
    pool = gated.report.pool
    assert (pool.n, pool.n_scored) == (100, 100)
    assert pool.rate.lo < 0.5 < pool.rate.hi


def test_the_counts_of_every_table_and_file_add_up(gated):
    report = gated.report
    assert report.counts.input == 400
    names = ("kept", "dropped", "held", "escalated", "quarantined")
    assert sum(len(lines(gated.folder / f"{n}.jsonl")) for n in names) == 400
    assert len(lines(gated.folder / "decisions.jsonl")) == 400
    assert report.funnel[0].entered == 400
    assert report.funnel[-1].went_on == 0
    assert (
        report.control.n
        == len(lines(gated.folder / "control.jsonl"))
        == report.counts.actions[Action.KEEP]
    )
    assert report.pairs.n == len(lines(gated.folder / "pairs.jsonl")) > 0


def test_a_judge_that_keeps_wrong_rows_beyond_the_limit_is_stopped_and_keeps_none(audit, tmp_path):
    # Two sevenths of what it accepts is wrong, which alpha allows, and two fifths of wrong rows.
    lenient = PlantedJudge(quality=mostly_by_label)
    made = gate(
        [r for r in labelled(160) if "Fernbridge" not in r["response"]],
        lenient,
        audit=signed(audit, lenient.identity),
        output=tmp_path,
        judge_share=0.5,
        alpha=0.4,
        sentinels=0.5,
    ).report
    assert made.guarantee.strata[0].threshold is not None
    assert made.sentinels.stopped_at is not None
    assert Basis.JUDGE not in made.counts.kept
    assert "known to be wrong" in made.manifest.judge.barred


def mostly_by_label(sample, text):
    return 8.0 if sample.id.endswith(("1", "3")) else by_label(sample, text)


def test_on_real_solutions_and_refinements_no_failed_row_is_kept(audit, tmp_path):
    if not DATA.exists():
        pytest.skip(f"{DATA} is not there")
    rows = list(real(problems=25))
    report = gate(rows, JUDGE, audit=audit, output=tmp_path).report
    made = lines(tmp_path / "decisions.jsonl")
    failed = [d for d in made if d["evidence"]["verification"]["outcome"] == "fail"]
    assert len(failed) > 50
    assert {d["action"] for d in failed} == {"drop"}
    assert report.judge_alone.wrong > 5
    shown = {s["id"] for s in lines(tmp_path / "escalated.jsonl") if s["marks"]}
    fake = {r["id"] for r in rows if r["metadata"]["family"] == "cosmetic_fake_references"}
    assert len(fake & shown) >= 0.9 * len(fake) > 0
    assert Counter(d["action"] for d in made if d["sample"] in fake) == {"escalate": len(fake)}


def real(problems):
    with (DATA / "gsm8k_solutions.jsonl").open() as of_gsm8k:
        for line, _ in zip(of_gsm8k, range(problems), strict=False):
            given = json.loads(line)
            for n, s in enumerate(given["solutions"]):
                yield {
                    "id": f"{given['id']}/{n}",
                    "prompt": given["prompt"],
                    "response": s["text"] + (CITATION if n == 0 else ""),
                    "verify": {"numeric": {"answer": given["gold_answer"], "tolerance": 1e-3}},
                    "metadata": {"family": "gsm8k", "right": s["label_correct"]},
                }
    with (DATA / "refinement_pairs.jsonl").open() as refinements:
        for given in map(json.loads, refinements):
            if given["id"].endswith("4") and given["family"].startswith("cosmetic"):
                yield {
                    "id": given["id"],
                    "prompt": given["prompt"],
                    "original": given["original"],
                    "response": given["refined"],
                    "metadata": {"family": given["family"], "right": True},
                }
