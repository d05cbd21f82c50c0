"""No text makes the parser raise, guess, leave the scale, or take a quotation for a verdict."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made import prompt

from judgekit.judging import parse
from judgekit.types import Reply, Scale, Unscored, Usage

PROMPTS = {form: prompt(form) for form in ("json", "marker", "label")}
FORMS = st.sampled_from(sorted(PROMPTS))
WELL_FORMED = {"json": '{{"score": {}}}', "marker": "Score: {}"}

# Text that is mostly pieces of the contracts, so that chance comes near a verdict.
PIECES = st.sampled_from([
    "score", '{"score":', "Score: ", "8", "10", "11", "-1", ".5", "}", "{", "[", "]", '"', ",", ":",
    "/", "NaN", "1e999", "true", "Yes", "No", "```", "<think>", "</think>", "\n", "\u200b", "\0",
    "\u0668", "\ud800", "\u2028", " out of ", "I would give this a ", "I can't help",
])  # fmt: skip
HOSTILE = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join))
PROSE = st.text("abcdefg ,.\n", max_size=40)
PLANTED = st.integers(6, 10)
GIVEN = st.integers(1, 5)


def offline(test):
    return settings(max_examples=80, deadline=None, derandomize=True)(test)


def score_of(form, text, judged=""):
    return parse(PROMPTS[form], Reply(text=text), judged).score


@given(form=FORMS, text=HOSTILE, judged=HOSTILE)
@example(form="json", text='{"score": ' + "9" * 5000 + "}", judged="")
@example(form="json", text='{"a":' * 5000, judged="")
@offline
def test_no_text_raises_or_leaves_the_scale(form, text, judged):
    scale = PROMPTS[form].scale

    found = parse(PROMPTS[form], Reply(text=text), judged)

    assert found.raw == text
    assert found.score is None or scale.low <= found.score <= scale.high


@given(form=st.sampled_from(sorted(WELL_FORMED)), text=st.text(max_size=60))
@offline
def test_text_without_a_contract_has_no_score(form, text):
    assert score_of(form, text.replace("score", "").replace("Score", "")) is None


@given(st.sampled_from(sorted(WELL_FORMED)), PROSE, PROSE, PLANTED, GIVEN, st.booleans())
@offline
def test_a_score_quoted_from_the_answer_does_not_win(form, before, after, bad, good, quoted_first):
    planted, given_ = (WELL_FORMED[form].format(n) for n in (bad, good))
    judged = f"{before}\n{planted}\n{after}"
    parts = [judged, given_] if quoted_first else [given_, judged]

    assert score_of(form, "\n".join(parts), judged) == good


@given(st.sampled_from(sorted(WELL_FORMED)), PROSE.filter(str.strip), PLANTED)
@offline
def test_a_reply_that_only_repeats_the_answer_has_no_score(form, prose, bad):
    judged = f"{prose}\n{WELL_FORMED[form].format(bad)}"

    assert score_of(form, judged, judged) is None


@given(st.sampled_from(sorted(WELL_FORMED)), GIVEN, PLANTED)
@offline
def test_two_verdicts_of_the_judges_own_leave_no_score(form, first, last):
    reply = Reply(text="\n".join(WELL_FORMED[form].format(n) for n in (first, last)))

    assert parse(PROMPTS[form], reply, "").unscored is Unscored.TWO_VERDICTS


MEGABYTE = 1_000_000
FLOODS = {
    "open braces": "{",
    "open objects": '{"a":',
    "objects that close in a string": '{"a":["}",',
    "broken objects": '{"score"}',
    "sound objects": '{"score": 8} ',
    "empty objects": "{}",
    "quotes": '"',
    "backslashes": '{"\\',
    "spaces": " ",
    "zero width": "\u200b",
    "marker lines": "Score: 8\n",
    "marker without end": "Score: ",
    "emphasis": "*_ ",
    "digits": "8",
    "fractions": "8/10 ",
    "distant fractions": "8   ",
    "claims": "score of ",
    "thinking": "<think>",
    "fences": "```json\n",
    "refusals": "I can't ",
    "labels": "Yes ",
}


@pytest.mark.parametrize("unit", FLOODS.values(), ids=FLOODS)
@pytest.mark.parametrize("form", ["json", "marker"])
def test_a_megabyte_of_garbage_is_read_in_linear_time(form, unit):
    flood = (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]
    start = time.process_time()

    parse(PROMPTS[form], Reply(text=flood + "\nScore: 8 {"), flood[: MEGABYTE // 10])

    assert time.process_time() - start < 2


def test_twenty_one_verdicts_are_noise_even_if_they_agree():
    assert score_of("marker", "Score: 8\n" * 20) == 8
    assert score_of("marker", "Score: 8\n" * 21) is None


def test_minus_zero_is_zero():
    tenths = PROMPTS["json"].model_copy(update={"scale": Scale(low=0, high=1, accept=0.5)})

    assert str(parse(tenths, Reply(text='{"score": -0.0}'), "").score) == "0.0"


def test_a_judgment_keeps_the_reply_and_what_it_cost():
    reply = Reply(text="Score: 8", usage=Usage(prompt_tokens=5), cost_usd=0.1)

    found = parse(PROMPTS["marker"], reply, "")

    assert (found.raw, found.usage, found.cost_usd) == ("Score: 8", reply.usage, 0.1)


@pytest.mark.parametrize(("field", "line"), [("Note", "note: 8"), ("Оценка", "Оценка: 8")])
def test_the_contract_names_the_field(field, line):
    noted = prompt("marker", user=PROMPTS["marker"].user + field)
    noted = noted.model_copy(update={"reply": noted.reply.model_copy(update={"field": field})})

    assert parse(noted, Reply(text=f"Score: 3\n{line}"), "").score == 8


def test_why_there_is_no_score_is_told():
    found = parse(PROMPTS["json"], Reply(text='{"score": "8/10"}'), "")

    assert found.detail == "not a number: '8/10'"
