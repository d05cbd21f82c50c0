"""Confidence: exact to the token, believed as far as it is calibrated, ranking only then."""

from __future__ import annotations

import math

import pytest

from judgekit.criteria.confidence import (
    ConfidenceFitting,
    Tally,
    Terms,
    find_answer,
    reliability,
)
from judgekit.text import seeded
from judgekit.types import Sample


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("So it is 3 + 4 = 7.\n#### 7", "7"),
        ("The answer is $1,250.50 a year.", "$1,250.50"),
        ("Answer: (B). A is wrong.", "(B)"),
        ("<answer>blue whale</answer> 42", "blue whale"),
        (r"Thus \boxed{x+1} holds", "x+1"),
        ("The answer is 3.  No, the  answer  is  5  apples.", "5"),
        ("Größe: the answer is −4 %.", "−4 %"),
    ],
)
def test_the_answer_is_found_where_it_was_declared_last(text, answer):
    found = find_answer(text)
    assert found is not None
    assert found.text == text[found.start : found.end] == answer


@pytest.mark.parametrize(
    "text", ["", "By the rule it is now 7.", "We have 3 and 4, so this sums to seven for sure."]
)
def test_what_declares_nothing_has_no_answer(text):
    assert find_answer(text) is None


TEXT = "Größe und mehr. The answer is 42 kg."
PIECES = ["Grö", "ße und", " mehr.", " The answer is ", "4", "2 k", "g."]
LOGPROBS = [-9.0, -9.0, -9.0, -9.0, -0.2, -0.6, -9.0]


def row(logprobs, *, response=TEXT, name="r", prompt="p"):
    return Sample(id=name, prompt=prompt, response=response, metadata={"logprobs": logprobs})


def measured(sample):
    fitted = ConfidenceFitting(Terms()).fitted()
    return fitted.criterion(sample, sample.response)


def split(text):
    """Return the bytes of a text in pieces of three, which cut letters apart."""
    raw = text.encode()
    return [list(raw[i : i + 3]) for i in range(0, len(raw), 3)]


FORMS = {
    "completion": {"tokens": PIECES, "token_logprobs": LOGPROBS},
    "plain": {"tokens": PIECES, "logprobs": LOGPROBS},
    "chat": {
        "content": [
            {"token": t, "logprob": p, "bytes": None} for t, p in zip(PIECES, LOGPROBS, strict=True)
        ]
    },
    "blanks around": {
        "tokens": ["\n ", *PIECES, " \n"],
        "logprobs": [-9.0, *LOGPROBS, -9.0],
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_confidence_is_the_mean_probability_of_the_tokens_of_the_answer(form):
    found = measured(row(FORMS[form]))
    assert found.value == pytest.approx(math.exp(-0.4))
    assert "'42': 2 tokens, log p -0.80" in found.evidence


def test_tokens_that_cut_letters_are_placed_by_their_bytes():
    pieces = split(TEXT)
    at = len(TEXT[: TEXT.index("42")].encode())
    logprobs = [-0.5 if i * 3 < at + 2 and i * 3 + 3 > at else -9.0 for i in range(len(pieces))]
    content = [
        {"token": "?", "logprob": p, "bytes": b} for b, p in zip(pieces, logprobs, strict=True)
    ]
    assert measured(row({"content": content})).value == pytest.approx(math.exp(-0.5))


@pytest.mark.parametrize(
    ("logprobs", "why"),
    [
        (None, "no token log-probabilities"),
        ("yes", "holds no list"),
        ({"tokens": PIECES, "logprobs": LOGPROBS[:-1]}, "holds no list"),
        ({"tokens": PIECES, "logprobs": [*LOGPROBS[:-1], 0.5]}, "holds no list"),
        ({"tokens": PIECES, "logprobs": [*LOGPROBS[:-1], None]}, "holds no list"),
        ({"content": [{"token": "x"}, 7]}, "holds no list"),
        ({"tokens": [*PIECES[:-1], "g!"], "logprobs": LOGPROBS}, "spell another text"),
        ({"tokens": [*PIECES, "<|end|>"], "logprobs": [*LOGPROBS, 0]}, "spell another text"),
    ],
)
def test_what_is_not_exactly_the_response_has_no_confidence(logprobs, why):
    found = measured(row(logprobs))
    assert found.value is None
    assert why in found.missing


def answers(n, *, lean=0.0):
    """Return confidences of answers that are right as often as they say, or less by `lean`."""
    for i in range(n):
        rng = seeded("calibrated", i)
        p = rng.random()
        yield f"prompt {i}", p, rng.random() < p - lean


def tallied(rows):
    tally = Tally()
    for prompt, confidence, right in rows:
        tally.add(prompt, confidence, right)
    return tally.reliability(Terms())


def test_a_calibrated_model_may_rank():
    found = tallied(answers(1000))
    assert found.may_rank
    assert found.ece.est < 0.06 < found.ece.hi + 0.05
    assert found.auc.lo < 5 / 6 < found.auc.hi
    assert [b.n > 50 for b in found.bins] == [True] * 10
    assert all(b.share.lo <= (b.lo + b.hi) / 2 + 0.05 for b in found.bins)


def test_an_overconfident_model_may_not_rank_and_its_error_is_sized():
    found = tallied(answers(3000, lean=0.3))
    # Right with max(0, p - 0.3): the distance is 0.3 above 0.3, and p / 2 on average below.
    assert found.ece.lo < 0.7 * 0.3 + 0.3 * 0.15 < found.ece.hi
    assert not found.may_rank
    assert "may reach 0.1" in found.why


def test_few_answers_and_answers_alike_do_not_let_it_rank():
    few = tallied(answers(499))
    assert (few.may_rank, few.why) == (
        False,
        "499 settled answers have a confidence, and 500 are needed",
    )
    right = tallied((f"p{i}", 0.95, True) for i in range(600))
    assert (right.may_rank, right.auc) == (False, None)
    assert "all settled answers are right" in right.why
    blind = tallied((f"p{i}", 0.5, i % 2 == 0) for i in range(600))
    assert not blind.may_rank
    assert "does not tell right from wrong" in blind.why


def test_rows_of_one_prompt_widen_the_interval():
    alone = tallied(answers(600))
    repeated = tallied((p, c, r) for p, c, r in answers(60) for _ in range(10))
    assert repeated.auc.hi - repeated.auc.lo > 2 * (alone.auc.hi - alone.auc.lo)


def test_what_is_open_or_unmeasured_is_counted_and_no_part_of_the_error():
    rows = [(row(FORMS["plain"], name="a"), None), (row(None, name="b"), True)]
    found = reliability(rows, Terms())
    assert (found.n, found.unsettled, found.ece) == (0, 1, None)
    assert found.missing == {"no token log-probabilities in metadata.logprobs": 1}
