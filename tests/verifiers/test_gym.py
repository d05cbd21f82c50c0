"""Reasoning Gym's scorers decide where they pass their own test, and never evaluate an answer."""

import pytest

from judgekit.types import Outcome, Sample
from judgekit.verifiers.gym import gym
from judgekit.verifiers.trials import trials

pytest.importorskip("reasoning_gym", reason="the extra [gym] is not installed")

PASS, FAIL, ABSTAIN = Outcome
ROW = Sample(id="a", prompt="?", response="x")
SUM = dict(trials("gym")[0].options)


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ("<answer>30</answer>", PASS),
        ("It is -5 * -6.\n\nThe answer is 30.", PASS),
        ("<answer>31</answer>", FAIL),
        ("Thirty, I think, or so.", ABSTAIN),
    ],
)
def test_only_a_full_score_passes_and_a_fail_settles_nothing(response, outcome):
    found = gym(ROW, response, **SUM)
    assert found.outcome is outcome
    assert found.complete is (outcome is PASS)


def test_an_answer_that_would_be_evaluated_is_left_open(tmp_path):
    bomb = next(t for t in trials("gym") if t.options["task"] == "countdown")
    trace = tmp_path / "trace"
    found = gym(ROW, f"<answer>open({str(trace)!r}, 'w')</answer>", **bomb.options)
    assert (found.outcome, found.reason) == (
        ABSTAIN,
        "Evaluated: the answer would be evaluated as Python",
    )
    assert not trace.exists()


@pytest.mark.parametrize(
    ("task", "reason"),
    [("coin_flip", "fails its test"), ("no_such_task", "unknown")],
)
def test_a_task_that_lets_garbage_pass_is_left_open(task, reason):
    found = gym(ROW, "<answer>heads</answer>", task=task, item=SUM["item"])
    assert found.outcome is ABSTAIN
    assert reason in found.reason
