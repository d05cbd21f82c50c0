"""Arithmetic is recomputed; what may have been meant in another way is not called wrong."""

import json
from collections import Counter
from pathlib import Path

import pytest

from judgekit.types import Outcome, Sample
from judgekit.verifiers.arithmetic import NotArithmetic, evaluate
from judgekit.verifiers.steps import steps

PASS, FAIL, ABSTAIN = Outcome
ROW = Sample(id="a", prompt="?", response="x")
RECORDED = Path(__file__).parents[3] / "shared" / "data" / "filter" / "gsm8k_solutions.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "He has 3 * 4 = 12 eggs.",
        "He has <<60/8=7.5>>7.5 eggs.",
        "x = 3 * 4 = 12",
        "10 / 3 = 3.33",
        "0.5 - 0.4 = 0.09999999999999998",
        "2 bags * 20 marbles/bag = 40 marbles",
        r"$\frac{1}{2} \times 8 = 4$",
        "1,000 * 3 = $3,000",
        "3 * 4 = 12 + 5 = 17",
        "6 - -2 = 8",
        "10/40 = 25%",
        "2^10 = 1024",
        "100/3 ≈ 33.3",
    ],
)
def test_a_right_step_passes_and_settles_nothing(text):
    found = steps(ROW, text)
    assert (found.outcome, found.complete) == (PASS, False), found.evidence


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("He has 3 * 4 = 13 eggs.", "3 * 4 = 13, but it is 12"),
        ("He has <<60/8=7>>7.5 eggs. 60/8 = 7.2", "60 / 8 = 7.2, but it is 7.5"),
        ("x = 2 + 3 * 4 = 20", "2 + 3 * 4 = 20, but it is 14"),
        ("(3+4)*2 = 15", "( 3 + 4 ) * 2 = 15, but it is 14"),
        ("1 - 0.2 = 0.7", "1 - 0.2 = 0.7, but it is 0.8"),
        (r"$\frac{1}{2} \times 8 = 5$", "( ( 1 ) / ( 2 ) ) * 8 = 5, but it is 4"),
        ("3 * 4 = 13 and then 13 + 5 = 18.", "3 * 4 = 13, but it is 12"),
        ("3 * 4 = 12 eggs, so 12 + 5 = 18", "12 + 5 = 18, but it is 17"),
        ("18 - 36 = 18, so the answer is 18", "18 - 36 = 18, but it is -18"),
    ],
)
def test_a_wrong_step_fails_and_is_shown(text, evidence):
    found = steps(ROW, text)
    assert (found.outcome, found.complete) == (FAIL, True)
    assert found.evidence == evidence


@pytest.mark.parametrize(
    "text",
    [
        "30% of 50 + 10 = 25",
        "100 - 20% = 80",
        "7 / 2 = 3 remainder 1",
        "7 / 2 = 3 and 1/2 = 3.5",
        "The sum of 5 and 3 * 2 = 11",
        "5 / 2 hours = 150 minutes",
        "50 cents * 4 = $2",
        "2x + 3 = 7",
        "x + 3 * 4 = 13",
        "3 1/2 * 2 = 8",
        "12:30 + 2 = 14",
        "3.33 * 3 = 10",
        "10/40*100 = 25%",
        "He has 5 apples.",
        "```python\nx = 3 * 4 = 13\n```",
        "if 3 * 4 == 13:",
        "9**9**9 = 3",
        "1 / 0 = 3",
        "(" * 5000 + "1 + 1 = 3",
        "3 * 4 = 12" * 20_001,
    ],
)
def test_what_is_no_plain_arithmetic_is_left_open(text):
    assert steps(ROW, text).outcome is ABSTAIN


def test_a_text_without_steps_passes_where_none_are_asked_for():
    assert steps(ROW, "Clearly 12.", least=0).outcome is PASS
    assert steps(ROW, "3 * 4 = 12", least=2).outcome is ABSTAIN
    assert steps(ROW, "3 * 4 = 13", least=0).outcome is FAIL


@pytest.mark.parametrize("text", ["9**9**9", "2^65", "1/0", "1 2", "(1", "()", "", "x", "1e5"])
def test_only_arithmetic_of_a_bearable_size_is_evaluated(text):
    with pytest.raises(NotArithmetic):
        evaluate(text)


def test_on_recorded_solutions_only_six_right_ends_have_a_wrong_step():
    if not RECORDED.exists():
        pytest.skip(f"{RECORDED} is not there")
    counts: Counter[tuple[object, Outcome]] = Counter()
    with RECORDED.open() as lines:
        for row in map(json.loads, lines):
            counts["gold", steps(ROW, row["gold_solution"]).outcome] += 1
            for s in row["solutions"]:
                counts[s["label_correct"], steps(ROW, s["text"]).outcome] += 1
    # Each was looked at: `0.5 - 0.4 = 0.5`, `3/2 = 0.5`, `3/4 = 12`, `5 - 3 = 2.5`, a product of
    # nonsense, and two running times added up as `100/5`; in the gold solutions `364 / 4 = 273`.
    assert counts == {
        ("gold", PASS): 324, ("gold", ABSTAIN): 5, ("gold", FAIL): 1,
        (True, PASS): 526, (True, ABSTAIN): 547, (True, FAIL): 6,
        (False, PASS): 742, (False, ABSTAIN): 122, (False, FAIL): 37,
    }  # fmt: skip
