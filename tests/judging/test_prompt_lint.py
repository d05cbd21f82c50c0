"""Each kind of unsound prompt is named; every packaged prompt is sound."""

import pytest
from made import PROMPTS, SAMPLE, SECTIONS, packaged, prompt

from judgekit.judging import check_prompt, parse, render
from judgekit.types import Contract, Reply

NO_RESPONSE = "<question>{{ prompt | fenced }}</question>"
RESPONSE = "<response>{{ response | fenced }}</response>"

UNSOUND = {
    "shows 'response' unguarded": {"user": NO_RESPONSE + "<response>{{ response }}</response>"},
    "shows 'x' unguarded": {"user": SECTIONS + "{% set x = response %}{{ x }}"},
    "shows 'prompt' unguarded": {"user": "<q>{{ prompt.upper() | fenced }}</q>" + RESPONSE},
    "shows 'response' outside a section": {"user": NO_RESPONSE + "{{ response | fenced }}"},
    "never shows 'response'": {"user": NO_RESPONSE},
    "never shows 'prompt'": {"user": RESPONSE},
    "never shows 'reference'": {"user": SECTIONS, "protocol": "reference"},
    "its protocol is 'reference'": {"user": SECTIONS + "<r>{{ reference | fenced }}</r>"},
    "never tells the judge to reply with 'grade'": {"reply": Contract(form="json", field="grade")},
    "unknown variable 'answer'": {"user": "{{ answer | fenced }}"},
    "unknown variable 'range'": {"user": SECTIONS + "{{ range(9) }}"},
    "No filter named 'upper'": {"user": "{{ response | upper }}"},
    "line 2 of 'user': ": {"user": SECTIONS + "\n{% if %}"},
}
UNSOUND_LABELS = {
    "never tells the judge to reply with 'Right'": {"Right": 1, "No": 0},
    "label 'Yes' scores 2, outside 0 to 1": {"Yes": 2, "No": 0},
    "labels that differ only by case or spaces": {"Yes": 1, "yes": 1, "No": 0},
}


@pytest.mark.parametrize(("problem", "fields"), UNSOUND.items(), ids=UNSOUND)
def test_an_unsound_template_is_named(problem, fields):
    assert any(problem in found for found in check_prompt(prompt(**fields)))


@pytest.mark.parametrize(("problem", "labels"), UNSOUND_LABELS.items(), ids=UNSOUND_LABELS)
def test_unsound_labels_are_named(problem, labels):
    reply = Contract(form="label", labels=labels)

    assert any(problem in found for found in check_prompt(prompt("label", reply=reply)))


@pytest.mark.parametrize("form", ["json", "marker", "label"])
def test_a_sound_prompt_has_no_problem(form):
    assert check_prompt(prompt(form)) == []


@pytest.mark.parametrize("path", PROMPTS, ids=lambda path: path.stem)
class TestPackagedPrompts:
    def test_it_is_sound(self, path):
        assert check_prompt(packaged(path)) == []

    def test_the_judged_response_comes_after_all_that_its_variants_share(self, path):
        first, second = (
            render(packaged(path), SAMPLE, text)[-1].content for text in ("It is 4.", "Five")
        )

        shared = first[: first.index("It is 4.")]
        assert second.startswith(shared)
        assert SAMPLE.prompt in shared

    def test_its_own_text_holds_no_verdict(self, path):
        asked = packaged(path)
        words = "\n".join(message.content for message in render(asked, SAMPLE, "It is 4."))

        assert parse(asked, Reply(text=words), "").score is None

    def test_expected_scores_cost_one_token(self, path):
        asked = packaged(path)

        assert (asked.score == "logprob") == (asked.max_tokens == 1)
