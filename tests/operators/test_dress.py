"""Tables, margins, boxes, bare Markdown, slips of the pen: what they make and decline."""

from __future__ import annotations

import random
from typing import Any

import pytest

from judgekit.operators import OPERATORS, check_params
from judgekit.types import Context, Declined, Edit, Sample

TITLES = {"titles": ["Details"]}
LINE = {"texts": ["**Answer:** {answer}"]}
CONTEXT = Context(Sample(id="s", prompt="How many?", response="It is 3."))


def run(name: str, text: str, params: dict[str, Any], seed: int = 0) -> Edit | Declined:
    return OPERATORS[name](text, CONTEXT, random.Random(seed), **params)


@pytest.mark.parametrize(
    ("name", "text", "params", "gives"),
    [
        ("table", "Go. Stop.", TITLES, "| Details |\n|---|\n| Go. |\n| Stop. |"),
        (
            "table",
            "Go.\n\nAt 3.\n#### 5",
            TITLES,
            "| Details |\n|---|\n| Go. |\n| At 3. |\n\n#### 5",
        ),
        ("wrap_yaml", "a\n\n b", {"key": "k"}, "k: |-\n  a\n\n   b"),
        ("wrap_yaml", " a\n\n", {"key": "k"}, "k: |2+\n   a\n\n"),
        ("indent_lines", "Go.\n\nStop.\nA: 5", {"spaces": 3}, "   Go.\n\n   Stop.\nA: 5"),
        ("trail_spaces", "Go on. Go.\n- Stop", {"spaces": 2}, "Go on. Go.  \n- Stop  "),
        ("trail_spaces", "```\na\n```\nGo.", {}, "```\na\n```\nGo.  "),
        ("strip_markdown", "# A\n\n- *b*\n- __c__\n\n---", {}, "A\n\nb\nc\n\n"),
        ("strip_markdown", "**a** 2*3*4 `*b*` $*c*$ d_e_f", {}, "a 2*3*4 `*b*` $*c*$ d_e_f"),
        ("strip_markdown", "***a*** \\*b\\*\n#### 5", {}, "a \\*b\\*\n#### 5"),
        ("strip_markdown", "1. **a**\n> - b", {}, "1. a\n> - b"),
        ("box_answer", "A: 5", {}, "A: $\\boxed{5}$"),
        ("box_answer", "**Answer: 5**", {}, "**Answer: $\\boxed{5}$**"),
        (
            "box_answer",
            "The answer is B.\nA: B",
            {},
            "The answer is $\\boxed{B}$.\nA: $\\boxed{B}$",
        ),
        ("box_answer", "**Answer:** 1,250.50", {}, "**Answer:** $\\boxed{1,250.50}$"),
        ("restate_answer", "My answer is 5 km.", LINE, "My answer is 5 km.\n\n**Answer:** 5 km"),
        ("restate_answer", "So \\boxed{\\frac{1}{2}}.", LINE, None),
        (
            "recase",
            "He is in the US at 5 mW, x.",
            {"how": "capitals"},
            "HE IS IN THE US AT 5 mW, x.",
        ),
        ("recase", "iPhone GmbH straße", {"how": "capitals"}, "iPhone GmbH STRAßE"),
        ("recase", "Go. USA. It is I.\nA: B", {"how": "small-starts"}, "go. USA. it is I.\nA: B"),
    ],
)
def test_what_an_edit_makes(
    name: str, text: str, params: dict[str, Any], gives: str | None
) -> None:
    assert check_params(name, params) is None
    made = run(name, text, params)
    assert isinstance(made, Edit), made
    assert made.text == (gives or f"{text}\n\n**Answer:** \\frac{{1}}{{2}}")


@pytest.mark.parametrize(
    ("name", "text", "params"),
    [
        ("table", "Go. | Stop.", TITLES),
        ("table", "Go.\n- Stop.", TITLES),
        ("table", "Go.\n#### 5\nStop.\nHalt.", TITLES),
        ("table", "Go.\nA: 5", TITLES),
        ("wrap_yaml", "a\rb", {}),
        ("wrap_yaml", "a\u2028b", {}),
        ("wrap_yaml", "\ud800", {}),
        ("wrap_yaml", " \n", {}),
        ("indent_lines", "- Go.\n- Stop.", {}),
        ("indent_lines", "Go.\n  Stop.", {}),
        ("indent_lines", "A: 5", {}),
        ("trail_spaces", "def f(x):\n    return x", {}),
        ("strip_markdown", "- a\n\n      b **c**", {}),
        ("strip_markdown", "<div>\n**a**\n</div>", {}),
        ("strip_markdown", "2 * 3 * 4, a_b_c, \\*d\\*", {}),
        ("strip_markdown", "```\n# **a**\n```", {}),
        ("strip_markdown", "• a\n• b", {}),
        ("box_answer", "It is 5.", {}),
        ("box_answer", "The answer is $5.", {}),
        ("box_answer", "The answer is 5 km.", {}),
        ("box_answer", "A: \\boxed{5}", {}),
        ("box_answer", "```\n# Answer: 5\n```", {}),
        ("restate_answer", "It is 5.", LINE),
        ("restate_answer", "A: 5\n```\nopen", LINE),
        ("restate_answer", "The answer is that it depends on how you look at it.", LINE),
        ("misspell", "Go on, now.", {"words": 1}),
        ("misspell", "Look, the answer is sixteen.", {"words": 2}),
        ("swap_words", "Go, stop. On", {"pairs": 1}),
        ("swap_words", "very very", {"pairs": 1}),
        ("split_words", "2 + 2 `words` $words$", {}),
        ("recase", "12 + 7 = 19", {"how": "capitals"}),
        ("recase", "GO ON. x", {"how": "small-starts"}),
    ],
)
def test_an_edit_declines_where_it_does_not_apply(
    name: str, text: str, params: dict[str, Any]
) -> None:
    made = run(name, text, params)
    assert isinstance(made, Declined), made


def test_a_misspelt_word_keeps_its_first_letter_and_all_its_letters() -> None:
    text = "Bees dance towards flowers."
    made = run("misspell", text, {"words": 3})
    assert isinstance(made, Edit)
    pairs = list(zip(text.split(), made.text.split(), strict=True))
    assert sum(a != b for a, b in pairs) == 3
    assert all(a[0] == b[0] and sorted(a) == sorted(b) for a, b in pairs)


def test_swapped_words_are_neighbours_and_in_one_sentence() -> None:
    made = {run("swap_words", "Go on now. They stop.", {"pairs": 2}, seed) for seed in range(9)}
    assert {m.text for m in made if isinstance(m, Edit)} == {"on Go now. stop They."}


def test_a_split_word_has_one_space_inside() -> None:
    made = run("split_words", "Bees go towards 12 flowers.", {})
    assert isinstance(made, Edit)
    assert made.text.count(" ") == 7
    assert made.text.replace(" ", "") == "Beesgotowards12flowers."
