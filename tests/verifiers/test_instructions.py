"""IFEval's instructions, kept, broken or open; and its prompts can be asked as they are."""

import json
from pathlib import Path

import pytest

from judgekit.types import Outcome, Sample
from judgekit.verifiers import check_options
from judgekit.verifiers.checkable import CHECKERS
from judgekit.verifiers.instructions import instructions

PASS, FAIL, ABSTAIN = Outcome
ROW = Sample(id="a", prompt="?", response="x")
PROMPTS = Path(__file__).parents[3] / "shared" / "data" / "filter" / "ifeval_prompts.jsonl"

AT_LEAST = {"relation": "at least"}
CASES = {
    "change_case:capital_word_frequency": (
        {"capital_relation": "less than", "capital_frequency": 2}, "ONE word", "ONE TWO words"),
    "change_case:english_capital": ({}, "ALL CAPITALS 1", "Not ALL"),
    "change_case:english_lowercase": ({}, "all small 1", "Not all"),
    "combination:repeat_prompt": ({"prompt_to_repeat": "Say it."}, "Say it. Yes.", "Yes."),
    "combination:two_responses": ({}, "one\n******\ntwo", "one\n******\none"),
    "detectable_content:number_placeholders": (
        {"num_placeholders": 2}, "[name] of [town]", "[name] of town"),
    "detectable_content:postscript": ({"postscript_marker": "P.S."}, "Hi.\nP.S. Yes", "Hi."),
    "detectable_format:constrained_response": ({}, "My answer is no.", "No."),
    "detectable_format:json_format": ({}, '```json\n{"a": 1}\n```', "{'a': 1}"),
    "detectable_format:multiple_sections": (
        {"section_spliter": "Section", "num_sections": 2}, "Section 1\na\nSection 2\nb", "a"),
    "detectable_format:number_bullet_lists": ({"num_bullets": 2}, "* a\n- b", "* a"),
    "detectable_format:number_highlighted_sections": (
        {"num_highlights": 2}, "*a* and **b**", "*a* and b"),
    "detectable_format:title": ({}, "<<A title>>\ntext", "<< >>\ntext"),
    "keywords:existence": ({"keywords": ["rock", "sea"]}, "rock by the sea", "rock"),
    "keywords:forbidden_words": ({"forbidden_words": ["rock"]}, "sea", "a rock"),
    "keywords:frequency": (
        {**AT_LEAST, "keyword": "sea", "frequency": 2}, "sea and sea", "one sea"),
    "keywords:letter_frequency": (
        {"let_relation": "at least", "letter": "#", "let_frequency": 2}, "##", "#"),
    "language:response_language": ({"language": "kn"}, "ಕನ್ನಡ ಭಾಷೆ", "English words"),
    "length_constraints:nth_paragraph_first_word": (
        {"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "weekend"},
        "a\n\nWeekend, at last", "weekend\n\na"),
    "length_constraints:number_paragraphs": ({"num_paragraphs": 2}, "a\n***\nb", "a\n\nb"),
    "length_constraints:number_sentences": (
        {"relation": "less than", "num_sentences": 2}, "One only.", "One. Two."),
    "length_constraints:number_words": ({**AT_LEAST, "num_words": 3}, "one two three", "one"),
    "punctuation:no_comma": ({}, "none", "one, two"),
    "startend:end_checker": ({"end_phrase": "The end."}, "Well. The end.", "The end. Well."),
    "startend:quotation": ({}, '"all of it"', '"some" of it'),
}  # fmt: skip
OPEN = {
    "keywords:existence": ({"keywords": ["rock"]}, "rocket"),
    "keywords:forbidden_words": ({"forbidden_words": ["rock"]}, "rocket"),
    "language:response_language": ({"language": "mr"}, "हिन्दी में"),
    "length_constraints:number_words": ({**AT_LEAST, "num_words": 4}, "it isn't so"),
    "length_constraints:number_sentences": ({**AT_LEAST, "num_sentences": 2}, "Dr. No came"),
    "change_case:english_lowercase": ({}, "всё малое"),
}


def check(name: str, given: dict[str, object], response: str) -> Outcome:
    return instructions(ROW, response, ids=[name], kwargs=[given]).outcome


def test_there_is_a_case_for_every_instruction():
    assert CASES.keys() == CHECKERS.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_kept_instruction_passes_and_a_broken_one_fails(name):
    given, kept, broken = CASES[name]
    assert check(name, given, kept) is PASS
    assert check(name, given, broken) is FAIL
    assert check(name, given, " ") is FAIL


@pytest.mark.parametrize("name", OPEN)
def test_what_readers_would_count_differently_is_left_open(name):
    assert check(name, *OPEN[name]) is ABSTAIN


@pytest.mark.parametrize("name", [name for name, (given, _, _) in CASES.items() if given])
def test_an_absent_argument_leaves_it_open(name):
    given = {"capital_relation": None} if name.startswith("change_case") else {}
    assert check(name, given, "Some text.") is ABSTAIN


def test_one_broken_instruction_fails_although_another_is_open():
    ids = ["length_constraints:number_words", "punctuation:no_comma"]
    found = instructions(ROW, "one, two", ids=ids)
    assert (found.outcome, found.reason) == (FAIL, "breaks punctuation:no_comma")


def test_an_argument_of_the_wrong_type_leaves_it_open():
    given = {"relation": "at least", "num_words": "three"}
    assert check("length_constraints:number_words", given, "one two") is ABSTAIN


def test_an_unknown_instruction_is_refused():
    wrong = check_options("instructions", {"ids": ["punctuation:no_coma"]})
    assert wrong is not None
    assert "did you mean 'punctuation:no_comma'?" in wrong


def test_every_recorded_prompt_can_be_asked_as_it_is():
    if not PROMPTS.exists():
        pytest.skip(f"{PROMPTS} is not there")
    with PROMPTS.open() as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        given = {"ids": row["instruction_id_list"], "kwargs": row["kwargs"]}
        assert check_options("instructions", given) is None
        said = instructions(ROW, row["prompt"], **given)
        assert "absent" not in said.reason, said
        assert "wrong type" not in said.reason, said
