"""Spellings, letters and patterns: right, wrong, or left open."""

import time

import pytest

from judgekit.types import Outcome, Sample, Verification
from judgekit.verifiers import VERIFIERS

PASS, FAIL, ABSTAIN = Outcome


def check(verifier: str, response: str, **options: object) -> Verification:
    return VERIFIERS[verifier](Sample(id="a", prompt="?", response="x"), response, **options)


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ("Mexico City", PASS),
        ("  mexico   city. ", PASS),
        ("**Mexico City**", PASS),
        ("It lies high up. The answer is Mexico City.", PASS),
        ("The answer is Mexico City, which lies high up.", PASS),
        ("Answer: the Mexico City (since 1821)", PASS),
        (r"\boxed{Mexico City}", PASS),
        ("The answer is Mexico.", FAIL),
        ("Answer: Guadalajara", FAIL),
        ("The answer is Mexico City or Lima.", ABSTAIN),
        ("The answer is Lima. The answer is Mexico City.", ABSTAIN),
        ("Mexico City is a place that I would love to see one day.", ABSTAIN),
        ("The answer is correct.", ABSTAIN),
        ("", ABSTAIN),
    ],
)
def test_exact_compares_what_is_declared(response, outcome):
    assert check("exact", response, answer="Mexico City").outcome is outcome


def test_exact_accepts_any_listed_spelling_and_minds_case_on_request():
    assert check("exact", "The answer is H2O.", answer=["water", "H₂O"]).outcome is PASS
    assert check("exact", "The answer is h2o.", answer="H2O", case=True).outcome is FAIL


def test_talk_about_an_answer_does_not_contradict_it():
    response = "The answer is Lima. The answer is absolutely correct. The answer is well known."
    assert check("exact", response, answer="Lima").outcome is PASS


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ("The answer is B.", PASS),
        ("The correct option is (B) Paris.", PASS),
        ("The best choice is **B** because it fits.", PASS),
        (r"$\boxed{\text{B}}$", PASS),
        ("B) Paris", PASS),
        ("B", PASS),
        ("My answer is C.", FAIL),
        ("Answer: C and only C", FAIL),
        ("The answer is A or B.", ABSTAIN),
        ("The answer is B. The answer is C.", ABSTAIN),
        ("The answer is A. The answer is C.", ABSTAIN),
        ("The answer is not B.", ABSTAIN),
        ("The answer is E.", ABSTAIN),
        ("The answer is b.", ABSTAIN),
        ("Answer: A dog barks.", ABSTAIN),
        ("A: London\nB: Paris", ABSTAIN),
        ("Paris is the capital of France.", ABSTAIN),
        ("", ABSTAIN),
    ],
)
def test_one_declared_letter_decides(response, outcome):
    assert check("choice", response, answer="B").outcome is outcome


def test_choices_may_have_other_letters():
    assert check("choice", "Answer: Y", answer="X", options=["X", "Y"]).outcome is FAIL


def test_a_pattern_that_must_be_there_fails_where_it_is_missing():
    found = check("pattern", "Ice is denser.", must=["less dense"])
    assert (found.outcome, found.complete) == (FAIL, True)


def test_a_forbidden_pattern_fails():
    assert (
        check("pattern", "Less dense, no, DENSER.", must="dense", must_not="denser").outcome is FAIL
    )


@pytest.mark.parametrize("between", ["  ", "\u00a0", " \u200b", "\u00ad "])
def test_a_pattern_is_searched_in_what_is_shown(between):
    assert check("pattern", f"Ice is less{between}dense.", must="less dense").outcome is PASS


def test_containing_what_it_must_settles_only_what_the_row_says_it_settles():
    assert not check("pattern", "It is less dense.", must="less dense").complete
    assert check("pattern", "It is less dense.", must="less dense", complete=True).complete


def test_a_pattern_that_runs_away_abstains_in_time():
    begun = time.process_time()  # not the time that a busy machine takes
    found = check("pattern", "a" * 5000 + "!", must=r"(?:a|aa)+\d$")
    assert (found.outcome, found.reason) == (ABSTAIN, "timeout")
    assert time.process_time() - begun < 2
