"""Where prose, sentences, code, maths and tagged answers are seen to stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from judgekit.text import (
    Span,
    answers,
    apply,
    blocks,
    covered,
    has_layout,
    labels,
    overlap,
    prose,
    protected,
    sentences,
    untagged_prose,
    within,
    without,
)
from judgekit.types import Splice


def cut(find: Callable[[str], Sequence[Span]], text: str) -> list[str]:
    return [text[s.start : s.end] for s in find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Go on. Stop!", ["Go on.", "Stop!"]),
        ("It is 3.5 m, e.g. here. Dr. A. Smith said so.", None),
        ('He said "go." Then he went.', ['He said "go."', "Then he went."]),
        ("One line\nanother", ["One line", "another"]),
        ("- one. Two\n1. three", ["one.", "Two", "three"]),
        ("# Title\n\nText.", ["Text."]),
        ("So `a. B` holds. Yes", ["So `a. B` holds.", "Yes"]),
        ("Sum:\n#### 5", ["Sum:", "#### 5"]),
        ("```\nCode. More.\n```\nText.", ["Text."]),
        (" \n\t\n", []),
    ],
)
def test_sentences(text: str, found: list[str] | None) -> None:
    expected = ["It is 3.5 m, e.g. here.", "Dr. A. Smith said so."] if found is None else found
    assert cut(sentences, text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pay $5 and $10 now", []),
        ("so $x = 5$ and \\(y\\)", ["$x = 5$", "\\(y\\)"]),
        ("see https://a.org/b?c or <b>this</b>", ["https://a.org/b?c", "<b>", "</b>"]),
        ("3*3=<<3*3=9>>9", ["<<3*3=9>>"]),
        ("``a ` b`` and `c`", ["``a ` b``", "`c`"]),
        ("is \\boxed{\\frac{1}{2}} m", ["\\boxed{\\frac{1}{2}}"]),
        ("an `open tick", []),
    ],
)
def test_what_is_protected(text: str, found: list[str]) -> None:
    assert cut(protected, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Text.\n\n```py\nx\n```\nMore.", ["```py\nx\n```"]),
        ("````\n```\n````\nMore.", ["````\n```\n````"]),
        ("Text.\n~~~\nnever closed", ["~~~\nnever closed"]),
        ("Run this:\n\n    x\n\nThen stop.", ["    x"]),
        ("Here:\n\\[ a \\]\nand so on.", ["\\[ a \\]"]),
        ("def f(x):\n    return x\n", ["def f(x):\n    return x\n"]),
        ("Text | text\nThe total = 5.", []),
    ],
)
def test_blocks(text: str, found: list[str]) -> None:
    assert cut(blocks, text) == found


@pytest.mark.parametrize(
    ("text", "tagged", "opening"),
    [
        ("#### 5", ["#### 5"], ["#### 5"]),
        ("x\n**Answer:** 5 m", ["**Answer:** 5 m"], ["**Answer:** 5 m"]),
        ("A: 5\nB", ["A: 5"], ["A: 5"]),
        ("The answer is 5.5 m. So", ["The answer is 5.5 m"], []),
        ("My final answer is B.", ["My final answer is B"], []),
        ("\\boxed{5}", ["\\boxed{5}"], []),
        ("An answer: none", [], []),
    ],
)
def test_tagged_answers(text: str, tagged: list[str], opening: list[str]) -> None:
    assert cut(answers, text) == tagged
    assert cut(labels, text) == opening


def test_prose_is_what_sentences_hold_beside_code_and_maths() -> None:
    text = "- So $x$ is `y`. The answer is 5."
    assert cut(prose, text) == ["So ", " is ", ".", "The answer is 5."]
    assert cut(untagged_prose, text) == ["So ", " is ", ".", "."]


@pytest.mark.parametrize("text", ["- a", "1. a", "> a", "| a |", "## a", "`a`\n\n    b"])
def test_layout_is_seen(text: str) -> None:
    assert has_layout(text)


@pytest.mark.parametrize("text", ["a\nb", "#### 5", "3 - 1 is 2", "1.5 m", "", "-5"])
def test_plain_text_has_no_layout(text: str) -> None:
    assert not has_layout(text)


def test_spans_are_compared_without_their_ends() -> None:
    spans = (Span(2, 4), Span(6, 9))
    assert [at for at in range(11) if within(at, spans)] == [3, 7, 8]
    assert [at for at in range(11) if overlap(Span(at, at + 1), spans)] == [2, 3, 6, 7, 8]
    assert covered(Span(6, 9), spans)
    assert not covered(Span(3, 5), spans)
    assert list(without([Span(0, 10)], spans)) == [Span(0, 2), Span(4, 6), Span(9, 10)]


def test_a_script_is_applied_in_order() -> None:
    assert apply("abc", [Splice(0, 0, "x"), Splice(0, 1, "y"), Splice(3, 3, "z")]) == "xybcz"
    with pytest.raises(ValueError, match="overlaps"):
        apply("abc", [Splice(0, 2, ""), Splice(1, 2, "")])
