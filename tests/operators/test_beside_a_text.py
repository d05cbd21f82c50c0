"""Texts beside which nothing may stand: programs, and answers whose tag must open a line."""

from __future__ import annotations

import random
from typing import Any

import pytest

from judgekit.operators import OPERATORS
from judgekit.types import Context, Declined, Edit, Sample

PROGRAM = "def double(x):\n    return x + x\n"
FENCED = f"```python\n{PROGRAM}```"
WORDS: dict[str, Any] = {"texts": ["Full marks!"]}
BESIDE: list[tuple[str, dict[str, Any]]] = [
    ("append", WORDS),
    ("prepend", WORDS),
    ("wrap", {"pairs": [["[[", "]]"]]}),
    ("around", {"before": "\u2066", "after": "\u2069"}),
    ("restate", {}),
    ("wrap_tag", {"tag": "answer"}),
    *(("hidden", {**WORDS, "how": how}) for how in ("tags", "zero-width", "html-comment")),
]


def run(name: str, text: str, params: dict[str, Any], **more: Any) -> Edit | Declined:
    sample = Sample(id="s", prompt="Double x.", response=text, **more)
    return OPERATORS[name](text, Context(sample), random.Random(0), **params)


@pytest.mark.parametrize(("name", "params"), BESIDE)
def test_nothing_is_put_beside_a_bare_program(name: str, params: dict[str, Any]) -> None:
    made = run(name, PROGRAM, params)
    assert isinstance(made, Declined)
    assert "program" in made.reason


@pytest.mark.parametrize(("name", "params"), BESIDE)
def test_what_stands_beside_a_fenced_program_leaves_it_whole(
    name: str, params: dict[str, Any]
) -> None:
    made = run(name, FENCED, params)
    if name != "hidden":
        assert isinstance(made, Edit)
        assert FENCED in made.text


@pytest.mark.parametrize("text", ["Answer: 4 m", "#### 3", "**Answer:** 42", "  A: 7"])
def test_a_tagged_answer_goes_on_opening_its_line(text: str) -> None:
    in_line = {**WORDS, "separator": " "}
    assert isinstance(run("prepend", text, in_line), Declined)
    assert isinstance(run("wrap", text, {"pairs": [["[[", "]]"]]}), Declined)
    assert isinstance(run("prepend", text, WORDS), Edit)
    assert isinstance(run("wrap", text, {"pairs": [["---\n", "\n---"]]}), Edit)


def test_words_join_the_line_of_an_answer_only_where_a_verifier_tells_them_apart() -> None:
    in_line = {**WORDS, "separator": " "}
    text = "He runs 540 metres.\nA: 540"
    assert isinstance(run("append", text, in_line), Declined)
    assert isinstance(run("append", text, in_line, verify={"numeric": {"answer": 540}}), Edit)
    assert isinstance(run("append", text, WORDS), Edit)
    assert isinstance(run("append", "He runs 540 metres.", in_line), Edit)


@pytest.mark.parametrize("which", ["final", "step"])
def test_a_programs_number_is_no_final_answer(which: str) -> None:
    made = run(
        "change_number", f"Add 2 to 3.\n{FENCED.replace('x + x', 'x * 2')}", {"which": which}
    )
    assert made == Declined("the text has no final number")


def test_neither_half_of_a_fraction_is_a_number_of_its_own() -> None:
    assert isinstance(run("change_number", "So the answer is 7/8.", {}), Declined)


def test_sentences_that_are_all_tagged_answers_make_no_list() -> None:
    text = "**Answer:** 42 apples\n\n**Answer:** 42 apples"
    assert isinstance(run("bullets", text, {}), Declined)


def test_a_text_whose_tags_disagree_is_not_summed_up() -> None:
    text = "**Answer:** 42 apples\nA: 540"
    made = run("restate_answer", text, {"texts": ["Answer: {answer}"]})
    assert made == Declined("the text tags answers that differ")
