"""A declared number decides; nothing else written in a response does."""

import pytest

from judgekit.types import Outcome, Sample, Verification
from judgekit.verifiers import VERIFIERS, check_options


def numeric(response: str, **options: object) -> Verification:
    sample = Sample(id="a", prompt="?", response="42")
    return VERIFIERS["numeric"](sample, response, **{"answer": 42, **options})


@pytest.mark.parametrize(
    "response",
    [
        "6 × 7 is what we want. The answer is 42.",
        "So my final answer is therefore **42**.",
        "Adding them up, we see that the answer to 2.5 × 16.8 is 42.",
        "First 10 + 11. Then double it.\n\n**Answer:** 42 apples",
        "Final answer:\n\n42",
        "Twice 21 is 42.\n#### 42",
        r"Hence \( x = 42 \), that is $\boxed{42}$.",
        r"The answer is $\boxed{\text{42}}$",
        r"The answer is $\frac{84}{2}$",
        "<answer> 42 </answer>",
        "Q: What is 6 x 7?\nA: 42",
        "The answer is x = 6 × 7 = 42.",
        "The answer is 84/2.",
        "The answer is $42.00, tax included.",
        "The answer is 4.2e1",
        "The answer is 4.2 × 10^1.",
        "The answer is 0.042 thousand.",
        "The answer is 0.0000000000000000000000000000042e31",
        "The answer is 41 2/2.",
        "The answer is 41½ + ½ = 42.",
        "The ans\u200bwer is 4\u200b2.",
        "The answer is\u00a042.",
        "*42*",
        "42 apples",
    ],
)
def test_a_right_declaration_passes(response):
    assert numeric(response).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "response",
    [
        "6 × 7 = 42, but the answer is 41.",
        "The answer is -42.",
        "The answer is −42.",
        "The answer is 42,000.",
        "The answer is 4.2.",
        "The answer is 42 million.",
        "The answer is 43, not 42.",
        "The answer is 1e999.",
        "#### 43\n\nSee chapter 42.",
        "The answer is 41. No, the answer is 43.",
    ],
)
def test_a_wrong_declaration_fails_completely(response):
    found = numeric(response)
    assert (found.outcome, found.complete) == (Outcome.FAIL, True)


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        ("", "no number"),
        ("There are 42 of them.", "no number"),
        ("We know 6 × 7 = 42", "no number"),
        ("This answer is 42.", "no number"),
        ("The answer is not 42.", "no number"),
        ("The answer is forty-two.", "no number"),
        ("The answer is nan.", "no number"),
        ("The answer is ４２.", "no number"),
        ("The answer is 42 or 43.", "cannot be told"),
        ("The answer is 42-43.", "cannot be told"),
        ("The answer is 42, 43.", "cannot be told"),
        ("The answer is 42².", "cannot be told"),
        ("The answer is 42:00.", "cannot be told"),
        ("The answer is 42 + 0.", "cannot be told"),
        ("The answer is 42 of 60.", "cannot be told"),
        ("The answer is 42/0.", "cannot be told"),
        ("The answer is 42/1/2.", "cannot be told"),
        ("The answer is 42e999999999.", "cannot be told"),
        ("The answer is " + "4" * 10_000, "cannot be told"),
        ("The answer is 42,0.", "cannot be told"),
        ("The answer is 42. Or rather, the answer is 43.", "contradict"),
    ],
)
def test_what_declares_no_single_number_abstains(response, reason):
    found = numeric(response)
    assert found.outcome is Outcome.ABSTAIN
    assert reason in found.reason


def test_the_last_number_counts_only_on_request_and_settles_nothing():
    found = numeric("There are 10 here and 42 there.", last_number=True)
    assert (found.outcome, found.complete) == (Outcome.PASS, False)
    assert numeric("The answer is 41, see page 42.", last_number=True).outcome is Outcome.FAIL


def test_a_decimal_comma_is_not_read_and_a_grouping_comma_is():
    assert numeric("The answer is 3,5.", answer=3.5).outcome is Outcome.ABSTAIN
    assert numeric("The answer is 0,125.", answer=0.125).outcome is Outcome.ABSTAIN
    assert numeric("The answer is 1,234,567.5.", answer=1234567.5).outcome is Outcome.PASS
    assert numeric("The answer is 1\u202f234.", answer=1234).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("response", "answer", "outcome"),
    [
        ("The answer is 25%.", 25, Outcome.PASS),
        ("The answer is 25 percent.", 0.25, Outcome.ABSTAIN),
        ("The answer is 25%.", 30, Outcome.FAIL),
        ("The answer is 50 cents.", 0.5, Outcome.ABSTAIN),
        ("The answer is 3 dozen.", 36, Outcome.ABSTAIN),
    ],
)
def test_a_number_that_its_unit_alone_would_make_right_is_left_open(response, answer, outcome):
    assert numeric(response, answer=answer).outcome is outcome


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ("The answer is 42 km.", Outcome.PASS),
        ("The answer is 42 Kilometres in all.", Outcome.PASS),
        ("The answer is 42.", Outcome.PASS),
        ("The answer is $42$.", Outcome.PASS),
        ("The answer is $42.", Outcome.ABSTAIN),
        ("The answer is 41 km.", Outcome.FAIL),
        ("The answer is 42000 m.", Outcome.ABSTAIN),
        ("The answer is 42 cm.", Outcome.ABSTAIN),
        ("The answer is 42 km/h.", Outcome.ABSTAIN),
        ("The answer is 42 kilometres per hour.", Outcome.ABSTAIN),
        ("The answer is 42 km².", Outcome.ABSTAIN),
        ("The answer is 42 KM.", Outcome.ABSTAIN),
    ],
)
def test_another_unit_is_never_converted(response, outcome):
    assert numeric(response, unit=["km", "kilometres"]).outcome is outcome


def test_a_tolerance_is_absolute_or_relative():
    assert numeric("The answer is 41.7.", tolerance=0.3).outcome is Outcome.PASS
    assert numeric("The answer is 41.69.", tolerance=0.3).outcome is Outcome.FAIL
    assert numeric("The answer is 41.6.", relative=0.01).outcome is Outcome.PASS
    assert numeric("The answer is 41.5.", relative=0.01).outcome is Outcome.FAIL


def test_decimals_and_fractions_are_compared_exactly():
    assert numeric("The answer is 0.1.", answer=0.1).outcome is Outcome.PASS
    assert numeric("The answer is 0.75.", answer="3/4").outcome is Outcome.PASS
    assert numeric("The answer is 0.333.", answer="1/3").outcome is Outcome.FAIL


@pytest.mark.parametrize("answer", [42, -1, 0.1, 1e-7, 1e22, "3/4", "1,234", "-0.5"])
def test_a_row_may_spell_its_number_in_many_ways(answer):
    assert check_options("numeric", {"answer": answer}) is None


@pytest.mark.parametrize("answer", ["many", "", "3,5", "1/0", "42 km", True, None, float("inf")])
def test_a_row_may_not_spell_what_is_no_number(answer):
    assert "option 'answer'" in str(check_options("numeric", {"answer": answer}))
