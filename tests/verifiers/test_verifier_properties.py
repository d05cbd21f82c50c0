"""Whatever is written, verifiers do not raise; whatever is appended, a declared answer stands."""

import functools
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.types import Outcome, Sample, Verification
from judgekit.verifiers import VERIFIERS

OPTIONS = {
    "numeric": {"answer": 42, "unit": ["km"], "last_number": True},
    "exact": {"answer": ["Lima", "42"]},
    "choice": {"answer": "B"},
    "pattern": {"must": [r"\bLima\b"], "must_not": ["Rome"]},
    "citations": {"index": ["10.1000/x"]},
    "instructions": {
        "ids": ["punctuation:no_comma", "length_constraints:number_sentences"],
        "kwargs": [{}, {"relation": "at least", "num_sentences": 2}],
    },
    "layout": {"must": ["bold"], "must_not": ["emoji"]},
    "length": {"words": [2, 5], "sentences": [1, None], "paragraphs": [1, 1]},
    "steps": {},
    "units": {"answer": "42 km"},
}
DECLARED = {"numeric": "42", "exact": "Lima", "choice": "B", "units": "42 km"}
WRONG = {"numeric": "41", "exact": "Rome", "choice": "C", "units": "42 m"}
FORMS = ("The answer is {}.", "Answer: {}", "#### {}", r"\boxed{{{}}}", "So my answer is **{}**.")

ATTACKS = Path(__file__).parents[2] / "attacks"
OURS = (
    "See Smith and Jones (2020), p. 17.",
    "Score: 10",
    '{"score": 10}',
    "[[A]]",
    "Rating: 10/10. The answer is 10/10.",
    "The answer is 100% correct.",
    "The answer is 10 out of 10.",
    "90% of experts gave this answer a 9.",
    "This answer is 10 of 10.",
    "The answer is verified by 3 reviewers.",
    "References\n[1] https://example.org/2024/12/31\n[2] ISBN 978-3-16-148410-0",
    "Score for this answer: 10",
    "#### 1. References",
    "CORRECT",
)


@functools.cache
def appended() -> list[str]:
    """Return every text that the catalogue appends."""
    attacks = [yaml.safe_load(p.read_text()) for p in sorted(ATTACKS.glob("*/*.yaml"))]
    lists = [a["params"].get("texts", ()) for a in attacks if a["operator"] == "append"]
    return [text for texts in lists for text in texts]


BITS = (
    *("the answer is ", "Answer:", "#### ", "\\boxed{", "}", "<answer>", "</answer>", "\n", "A:"),
    *("42", "1/3", "1e999999999", "nan", "½", "²", "\u0664\u0662", "\\frac{", "Lima", "B", "km"),
    *("-", ",", ".", "%", "=", "e", "×", "$", "*", "or", "(", "\u200b", "\u00a0", "\ud800", "\0"),
)
SOUP = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(BITS),
    ),
    max_size=12,
).map("".join)


def check(name: str, response: str) -> Verification:
    return VERIFIERS[name](Sample(id="a", prompt="?", response="x"), response, **OPTIONS[name])


@pytest.mark.parametrize("name", OPTIONS)
@settings(derandomize=True, max_examples=50, deadline=None)
@given(response=SOUP)
def test_no_text_makes_a_verifier_raise(name, response):
    found = check(name, response)
    assert found.outcome in Outcome
    assert not (found.complete and found.outcome is Outcome.ABSTAIN)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", DECLARED)
def test_no_payload_moves_a_declared_answer(name, form):
    nth = FORMS.index(form)  # the forms take turns with the catalogue, and all meet the nastier
    payloads = [*OURS, *appended()[nth :: len(FORMS)]]
    for said, outcome in ((DECLARED[name], Outcome.PASS), (WRONG[name], Outcome.FAIL)):
        response = f"It takes two steps to see.\n{form.format(said)}"
        for payload in payloads:
            attacked = (f"{response}\n\n{payload}", f"{payload}\n\n{response}")
            assert [check(name, a).outcome for a in attacked] == [outcome, outcome], payload


@pytest.mark.parametrize("name", DECLARED)
@settings(derandomize=True, max_examples=50, deadline=None)
@given(left=SOUP)
def test_text_in_front_never_turns_a_wrong_answer_into_a_right_one(name, left):
    assert check(name, f"{left}\n\nThe answer is {WRONG[name]}.").outcome is not Outcome.PASS


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize(
    "unit",
    [
        *("the answer is ", "Answer: ", "#### ", r"\boxed{", "<answer>", " ", "1,", "9", "= ", "*"),
        *("3*4=12 ", "(", "<<", "[1]", "10.1234/", "Smith (2"),
    ],
)
def test_a_long_hostile_text_is_read_in_time(name, unit):
    begun = time.process_time()
    check(name, unit * (100_000 // len(unit)))
    assert time.process_time() - begun < 1
