"""Edits about right and wrong, and about the prompt: what they make, and where they decline."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from judgekit.invariants import INVARIANTS, Claim
from judgekit.operators import OPERATORS, check_params
from judgekit.text import apply
from judgekit.types import (
    Attack,
    Context,
    Declined,
    Edit,
    Example,
    Expect,
    Holds,
    Place,
    Provenance,
    Sample,
)
from judgekit.verifiers import verify

UNITS = {"sets": [["km", "m"], ["meters", "kilometers"], ["$", "€"]]}
PLANETS = {"sets": [["Mars", "Venus"], ["red", "blue"]]}
MORE = {"texts": ["There may be more.", "That is all there is."]}
SHORT = {"texts": ["In short: {phrase}.", "Briefly: {phrase}."]}
KEYWORDS = {"texts": ["Keywords: {keywords}", "Topics: {keywords}"]}
GOES_ON = {"texts": ["{sentence} And so on.", "{sentence} Then it rained."]}

PARAMS: dict[str, dict[str, Any]] = {
    "swap_unit": UNITS,
    "swap_entity": PLANETS,
    "negate": {},
    "wrong_final": {},
    "overrun": MORE,
    "omit_required": {},
    "say_forbidden": SHORT,
    "stuff_keywords": KEYWORDS,
    "continue_prompt": GOES_ON,
    "restate_answer": {"texts": ["**Answer:** {answer}"]},
}
PROMISES = {
    "swap_unit": "one-term",
    "swap_entity": "one-term",
    "negate": "opposite",
    "wrong_final": "differs",
    "overrun": "overrun",
    "omit_required": "subset",
    "say_forbidden": "forbidden",
    "stuff_keywords": "keywords",
    "continue_prompt": "continuation",
    "restate_answer": "answer-restated",
}
PROMPT = "Mars was named after a god. Which planet is red, how many km wide, and never blue?"
SAMPLE = Sample(
    id="s",
    prompt=PROMPT,
    response="It is Mars.",
    wrong_response="It looks alike. The answer is Venus.",
    verify={"pattern": {"must": ["red", r"^[^\n]*$"], "must_not": [r"\bblue\b|green[er]+"]}},
)
FRAGMENTS = (
    "Mars is red.",
    "The answer is Mars.",
    "Answer: **Mars**",
    "So \\boxed{\\text{Mars}} it is, red as rust.",
    "In 3 days it moves $\\boxed{540}$ meters, or 5km.",
    "It is 5 km wide. It is red.",
    "The answer is not 5 km, and it costs $5.",
    "#### 5 meters",
    "Answer: Yes",
    "```python\n# Answer: 5 km\n```",
    "def f(x):\n    return 5\n",
    "\ud800 lone \udfff",
    "\x00\u2028\r\n",
    " \t ",
    "\n\n",
)

texts = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(st.characters(), max_size=10)), max_size=4
).flatmap(lambda parts: st.sampled_from(("", " ", "\n")).map(lambda by: by.join(parts)))


def run(name: str, text: str, seed: int = 0, **sample: Any) -> Edit | Declined:
    context = Context(SAMPLE.model_copy(update=sample))
    return OPERATORS[name](text, context, random.Random(seed), **PARAMS[name])


def made(name: str, text: str, **sample: Any) -> str:
    edit = run(name, text, **sample)
    assert isinstance(edit, Edit), edit
    return edit.text


def claim(name: str, text: str, edit: Edit) -> Claim:
    attack = Attack(
        id="family/name",
        title="t",
        hypothesis="h",
        expect=Expect.LOWER,
        operator=name,
        params=PARAMS[name],
        place=Place.INSIDE,
        certificate=(PROMISES[name],),
        provenance=Provenance(source="practice", departure="none"),
        examples=(Example(given="", declines=True), Example(given="", declines=True)),
    )
    return Claim(text, edit.text, edit.script, Context(SAMPLE), attack, verify)


@pytest.mark.parametrize("name", PARAMS)
@settings(derandomize=True, deadline=None, max_examples=40)
@given(text=texts, seed=st.integers(0, 9), at=st.integers(0, 400))
@example(text="", seed=0, at=0)
@example(text="\n", seed=0, at=0)
def test_an_edit_is_repeatable_true_to_its_script_and_keeps_its_promise_or_declines(
    name: str, text: str, seed: int, at: int
) -> None:
    edit = run(name, text, seed)
    assert edit == run(name, text, seed)
    if isinstance(edit, Declined):
        assert edit.reason
        return
    assert apply(text, edit.script) == edit.text
    check = INVARIANTS[PROMISES[name]]
    assert check(claim(name, text, edit)).holds is Holds.HOLDS
    # One letter more, anywhere, is a tampered variant; a promise that another text is there is not.
    tampered = edit.text[: at % (len(edit.text) + 1)] + "q" + edit.text[at % (len(edit.text) + 1) :]
    if PROMISES[name] != "differs":
        assert check(claim(name, text, edit._replace(text=tampered))).holds is Holds.BROKEN


@pytest.mark.parametrize("name", PARAMS)
def test_every_edit_applies_somewhere(name: str) -> None:
    assert check_params(name, PARAMS[name]) is None
    texts = (*FRAGMENTS, "It is red. It is far away.")
    assert any(isinstance(run(name, text), Edit) for text in texts)


@pytest.mark.parametrize("unit", ["Answer: ", "\\boxed{5 km} ", "It is 5 km. ", "red. ", "yes\n"])
def test_a_hostile_text_costs_time_in_proportion_to_its_length(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    started = time.process_time()
    for name in PARAMS:
        run(name, text)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("It is 3 km and 2 km. The answer is 5 km.", "It is 3 km and 2 km. The answer is 5 m."),
        ("He runs $\\boxed{540}$ meters.", "He runs $\\boxed{540}$ kilometers."),
        ("In 3 meters it is \\boxed{5} km.", "In 3 meters it is \\boxed{5} m."),
        ("It is wide. It measures 5km.", "It is wide. It measures 5m."),
        ("A: $5", "A: €5"),
        ("So \\boxed{5}, and my answer is 5 km.", "So \\boxed{5}, and my answer is 5 m."),
    ],
)
def test_the_unit_of_the_final_number_is_swapped_and_no_other(text: str, gives: str) -> None:
    assert made("swap_unit", text) == gives


@pytest.mark.parametrize(
    "text",
    [
        "It is 3 km or 4 km. So 5 km, then.",
        "He runs 3 km.\nA: 540",
        "```\n# Answer: 5 km\n```",
        "The answer is $5$.",
        "The answer is 1990m.",
        "It is far.",
    ],
)
def test_a_unit_beside_the_point_is_left(text: str) -> None:
    assert isinstance(run("swap_unit", text), Declined)


def test_the_only_number_is_the_answer_only_where_a_quantity_is_asked_for() -> None:
    text = "A degree is needed. At least 5 km a day are an advantage."
    assert isinstance(run("swap_unit", text), Edit)
    assert isinstance(run("swap_unit", text, prompt="Describe the candidate."), Declined)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("It is. The answer is 5.", "It is. The answer is not 5."),
        ("The answer is not 5.", "The answer is 5."),
        ("Answer: Yes, it is.", "Answer: No, it is."),
        ("**Answer:** TRUE", "**Answer:** FALSE"),
        ("There are \\boxed{5} apples.", "There are not \\boxed{5} apples."),
        ("Jupiter is large.", "Jupiter is not large."),
        ("So \\boxed{5}, and my answer is 5.", "So \\boxed{5}, and my answer is not 5."),
        ("no", "yes"),
    ],
)
def test_a_conclusion_is_turned_to_its_opposite(text: str, gives: str) -> None:
    assert made("negate", text) == gives


@pytest.mark.parametrize(
    "text", ["It is. It was.", "It is clear that it is.", "#### 5", "He runs.", "x = 1\nit is"]
)
def test_what_cannot_be_negated_with_certainty_is_left(text: str) -> None:
    assert isinstance(run("negate", text), Declined)


def test_another_thing_is_named_only_where_a_verifier_can_tell() -> None:
    assert made("swap_entity", "Mars is red. The answer is Mars.").endswith("The answer is Venus.")
    assert isinstance(run("swap_entity", "The answer is Mars.", verify={}), Declined)
    assert isinstance(run("swap_entity", "Mars is near. It is cold."), Declined)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("It is near. The answer is Mars.", "It is near. The answer is Venus."),
        ("Mars\n#### Mars", "Mars\n#### Venus"),
        ("So \\boxed{Mars}, and my answer is Mars!", "So \\boxed{Venus}, and my answer is Venus!"),
    ],
)
def test_the_final_answer_alone_becomes_the_wrong_responses(text: str, gives: str) -> None:
    assert made("wrong_final", text) == gives


def test_a_final_answer_needs_two_tags_that_differ() -> None:
    assert isinstance(run("wrong_final", "It is Mars, I say to you."), Declined)
    assert isinstance(run("wrong_final", "The answer is Venus."), Declined)
    for wrong in (None, "It is Venus, I say to you."):
        assert isinstance(run("wrong_final", "The answer is Mars.", wrong_response=wrong), Declined)


def test_sentences_are_added_until_the_limit_is_passed() -> None:
    limit = {"pattern": {"must": [r"^(?:\W*\w+){1,12}\W*$"]}}
    added = made("overrun", "Mars is red.", verify=limit)
    assert added.startswith("Mars is red.\n\n")
    assert 12 < len(added.split()) <= 17
    assert isinstance(run("overrun", "Mars is red.", verify={"pattern": {"must": "red"}}), Declined)


def test_the_sentences_that_say_what_must_be_said_are_cut() -> None:
    red = {"pattern": {"must": "red"}}
    text = "Mars is red. It is red indeed.\nIt is far."
    assert made("omit_required", text, verify=red) == "It is far."
    assert isinstance(run("omit_required", "Mars is red.", verify=red), Declined)
    assert isinstance(run("omit_required", "It is far. It is cold.", verify=red), Declined)


def test_a_phrase_is_forbidden_only_if_its_pattern_spells_it_out() -> None:
    assert "blue" in made("say_forbidden", "Mars is red.")
    bare = {"pattern": {"must_not": [r"gr[ea]y\d+", r"(?=x)y"]}}
    assert isinstance(run("say_forbidden", "Mars is red.", verify=bare), Declined)
    assert isinstance(run("say_forbidden", "Mars is blue."), Declined)


@pytest.mark.parametrize("pattern", ["(", "(a+)+$", None, 5, ["x", 5]])
@pytest.mark.parametrize("name", ["overrun", "omit_required", "say_forbidden"])
def test_a_pattern_that_cannot_be_used_is_no_accident(name: str, pattern: Any) -> None:
    options = {"pattern": {"must": pattern, "must_not": pattern}}
    assert run(name, "a" * 40 + "! It is far.", verify=options) is not None


def test_keywords_are_the_prompts_longer_words_once_each() -> None:
    prompt = "Which planet, a planet near 4 others, turns slowly? `code words` $math$"
    assert made("stuff_keywords", "Venus.", prompt=prompt).endswith(
        ": Which, planet, others, turns, slowly"
    )
    assert isinstance(run("stuff_keywords", "Venus.", prompt="What is 5 + 7?"), Declined)


def test_a_continuation_needs_a_statement_and_a_verifier() -> None:
    assert made("continue_prompt", "Mars.").startswith("Mars was named after a god. ")
    assert isinstance(run("continue_prompt", "Mars.", prompt="Which one is red?"), Declined)
    assert isinstance(run("continue_prompt", "Mars.", verify={}), Declined)
