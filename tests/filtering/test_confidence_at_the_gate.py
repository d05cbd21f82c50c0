"""Confidence at the gate: it breaks ties among right answers where it may, and nothing more."""

from __future__ import annotations

import pytest
from gated import lines

from judgekit import gate
from judgekit.text import seeded
from judgekit.types import Action, Outcome


def sampled(n):
    """Return three answers to each prompt, right as often as their model was confident."""
    for i in range(n):
        for k in range(3):
            rng = seeded("sampled", i, k)
            p = rng.uniform(0.05, 0.999)
            answer = 2 * i if rng.random() < p else 2 * i + 1
            said = [f"Twice {i}, by way {k}: the answer is ", str(answer), "."]
            logprobs = {"tokens": said, "logprobs": [-1.0, _log(p), -0.1]}
            yield {
                "id": f"{i}-{k}",
                "prompt": f"What is twice {i}?",
                "response": "".join(said),
                "verify": {"numeric": {"answer": 2 * i}},
                "metadata": {"logprobs": logprobs, "p": p},
            }


def _log(p):
    from math import log

    return log(p)


@pytest.fixture(scope="module")
def gated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("confident")
    return gate(
        sampled(170), None, output=folder, criteria=["confidence"], confidence_pairs=True, pairs=1
    )


P = {row["id"]: row["metadata"]["p"] for row in sampled(170)}
RIGHT = {
    row["id"]: row["response"].endswith(f"{2 * int(row['id'].split('-')[0])}.")
    for row in sampled(170)
}


def test_where_it_is_calibrated_the_most_confident_right_answer_is_chosen(gated):
    assert gated.report.reliability.may_rank
    made = lines(gated.folder / "pairs.jsonl")
    assert len(made) > 50
    for pair in made:
        prompt = pair["meta"]["chosen"].split("-")[0]
        rivals = [f"{prompt}-{k}" for k in range(3) if RIGHT[f"{prompt}-{k}"]]
        assert pair["meta"]["chosen"] == max(rivals, key=P.__getitem__)
        assert not RIGHT[pair["meta"]["rejected"]]


def test_pairs_of_two_right_answers_lie_apart_and_say_so(gated):
    made = lines(gated.folder / "confidence-pairs.jsonl")
    assert len(made) == gated.report.pairs.both_right > 20
    for pair in made:
        chosen, other = pair["meta"]["chosen"], pair["meta"]["rejected"]
        assert RIGHT[chosen]
        assert RIGHT[other]
        assert P[chosen] > P[other]
        assert pair["meta"]["reason"].startswith("both are right")


def test_a_confident_wrong_answer_is_dropped_all_the_same(gated):
    wrong = [d for d in gated.decisions() if d.evidence.verification.outcome is Outcome.FAIL]
    assert max(P[d.sample] for d in wrong) > 0.8
    assert {d.action for d in wrong} == {Action.DROP}


def test_below_the_calibration_it_ranks_nothing_and_the_report_says_why(tmp_path):
    made = gate(
        sampled(30), None, output=tmp_path, criteria=["confidence"], confidence_pairs=True
    ).report
    assert "are needed" in made.reliability.why
    assert made.pairs.both_right == 0
    assert lines(tmp_path / "confidence-pairs.jsonl") == []


def test_a_quota_takes_the_more_confident_of_a_prompt(tmp_path):
    made = gate(
        sampled(30), None, output=tmp_path, criteria=["confidence", "coverage"], cluster_quota=1,
        fewest_settled=50, most_ece=0.9,
    )  # fmt: skip
    kept = [d for d in made.decisions() if d.action is Action.KEEP]
    for d in kept:
        prompt = d.sample.split("-")[0]
        assert P[d.sample] == max(P[f"{prompt}-{k}"] for k in range(3) if RIGHT[f"{prompt}-{k}"])
