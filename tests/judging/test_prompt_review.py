"""What a judge or its parser could misread is found; every packaged prompt reads plainly."""

import pytest
from made import PROMPTS, SECTIONS, UNIT, packaged, prompt

from judgekit.judging import reply_form, review_prompt
from judgekit.types import Contract

ASKS = "From 1 to 10. "
RIGHT = SECTIONS + ASKS + '{"reason": "<why>", "score": <number from 1 to 10>}'

MISREAD = {
    "never tells the judge that the scale has the end 1": {
        "user": SECTIONS + '{"reason": "<why>", "score": <number to 10>}'
    },
    "shows no example of a reply; write {": {"user": SECTIONS + ASKS + "Give a score."},
    "would not be read (no-verdict: not a number: '10')": {
        "user": SECTIONS + ASKS + '{"reason": "<why>", "score": "<number>"}'
    },
    "would not be read (no-verdict: no verdict in the form 'json')": {
        "user": SECTIONS + ASKS + '{"reason": <why>, "score": <number>, }'
    },
    "puts the reason after the verdict, and `reason` says 'first'": {
        "user": SECTIONS + ASKS + '{"score": <number>, "reason": "<why>"}'
    },
    "puts the reason before the verdict, and `reason` says 'last'": {
        "user": RIGHT,
        "reason": "last",
    },
    "states a verdict in its own words": {"user": RIGHT + ' As in {"score": 8}'},
    "never tells the judge of 'partly'": {
        "user": SECTIONS + '{"reason": "<why>", "score": "<Yes or No>"}',
        "scale": UNIT,
        "reply": Contract(form="json", labels={"Yes": 1, "partly": 0.5, "No": 0}),
    },
    "'1' opens '10' as well": {
        "user": SECTIONS + "From 1 to 10: one number.",
        "score": "logprob",
        "reply": Contract(form="label", labels={str(n): n for n in range(1, 11)}),
    },
}


@pytest.mark.parametrize("problem", MISREAD)
def test_what_could_be_misread_is_named(problem):
    found = [str(fault) for fault in review_prompt(prompt(**MISREAD[problem]))]

    assert len(found) == 1
    assert problem in found[0]


def test_a_template_that_fails_when_it_is_filled_is_named():
    assert "ZeroDivisionError" in str(review_prompt(prompt(user=RIGHT + "{{ 1 / 0 }}"))[0])


def test_what_is_unsound_is_told_first_and_by_line():
    unguarded = SECTIONS + "\n\n<r>{{ response }}</r> Give a score."

    [fault] = review_prompt(prompt(user=unguarded))

    assert (fault.field, fault.line) == (("user",), 3)


def test_a_plain_prompt_has_nothing_to_misread():
    assert review_prompt(prompt(user=RIGHT)) == []


@pytest.mark.parametrize("path", PROMPTS, ids=lambda path: path.stem)
def test_every_packaged_prompt_reads_plainly(path):
    assert review_prompt(packaged(path)) == []


@pytest.mark.parametrize("kind", ["pointwise", "reference", "pairwise"])
def test_a_rubric_differs_from_its_twin_in_the_order_of_the_reply_alone(kind):
    first, last = (
        next(packaged(p) for p in PROMPTS if p.stem == f"{kind}-rubric{end}")
        for end in ("", "-verdict-first")
    )

    assert (first.reason, last.reason) == ("first", "last")
    same = {"protocol", "scale", "reply", "system", "max_tokens", "score"}
    assert first.model_dump(include=same) == last.model_dump(include=same)
    assert _without_the_reply(first) == _without_the_reply(last)


def _without_the_reply(prompt):
    start = prompt.user.index("Reply with one JSON object")
    return prompt.user[:start] + prompt.user[prompt.user.index("}\n", start) :]


def test_the_form_of_a_reply_follows_the_contract():
    labels = Contract(form="json", field="winner", labels={"A": 1, "B": 0})
    assert reply_form(prompt(scale=UNIT, reply=labels)) == (
        '{"reason": "<why>", "winner": "<A or B>"}'
    )
    assert reply_form(prompt("marker")) == "score: <number from 1 to 10>"
    assert reply_form(prompt("label")) == "Yes or No"
