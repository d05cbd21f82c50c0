"""A comparison of defences as people read it."""

from __future__ import annotations

import comparisons
import pytest

from judgekit.render import defences_to_html, defences_to_markdown, defences_to_text
from judgekit.render.view.defences import view_defences
from judgekit.types import Verdict

RENDERED = (defences_to_html, defences_to_markdown, defences_to_text)


@pytest.mark.parametrize("render", RENDERED)
def test_every_form_says_what_to_take_and_why(render):
    text = render(comparisons.realistic()).replace("\\", "")
    for said in ("canonicalise", "the only one that brings", "both-orders", "+1.34", "−2.0"):
        assert said in text
    assert "take canonicalise" in text.lower()


@pytest.mark.parametrize("render", RENDERED)
def test_the_same_comparison_gives_the_same_bytes(render):
    assert render(comparisons.realistic()) == render(comparisons.realistic())


@pytest.mark.parametrize("render", RENDERED)
def test_a_hostile_name_is_only_a_name(render):
    text = render(comparisons.hostile())
    assert "\x1b" not in text
    assert "\u202e" not in text
    if render is not defences_to_text:
        assert "<script>" not in text


def test_only_attacks_that_tell_something_are_shown_one_by_one():
    report = view_defences(comparisons.realistic())
    assert [h.attack for h in report.holds] == ["authority/book-citation"]
    assert report.left_out.startswith("1 attack not shown")
    assert [c.became for c in report.holds[0].cells] == ["weaker", "stronger"]


def test_a_proven_loss_of_accuracy_is_marked():
    bare, costly, spared = view_defences(comparisons.realistic()).rows
    assert [row.loses for row in (bare, costly, spared)] == [False, True, False]
    assert costly.accuracy == "−2.0 [−3.0, −1.0] pp"
    assert bare.accuracy == "90.0 %"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"recommended": None}, "None of these is shown to be enough"),
        (
            {"recommended": None, "findings": comparisons.realistic().findings[1:]},
            "None of these is enough",
        ),
        (
            {"recommended": None, "bare": comparisons.standing(Verdict.WITHIN)},
            "It needs none",
        ),
    ],
)
def test_where_nothing_is_recommended_the_answer_says_which_nothing(changes, said):
    assert view_defences(comparisons.realistic(**changes)).answer == said


def test_a_judge_without_prices_is_not_free():
    unpriced = comparisons.standing(Verdict.EXCEEDED).model_copy(
        update={"cost": comparisons.Cost(calls=1, tokens_read=None, tokens_written=None, usd=None)}
    )
    row = view_defences(comparisons.realistic(bare=unpriced)).rows[0]
    assert (row.calls, row.tokens, row.usd) == ("1.00", "unknown", "unknown")
