"""Limits are kept or broken only where every way of counting says so."""

import pytest

from judgekit.types import Outcome, Sample
from judgekit.verifiers import check_options
from judgekit.verifiers.counting import COUNTS
from judgekit.verifiers.layout import layout
from judgekit.verifiers.length import length

PASS, FAIL, ABSTAIN = Outcome
ROW = Sample(id="a", prompt="?", response="x")


@pytest.mark.parametrize(
    ("unit", "text", "least", "most"),
    [
        ("words", "It isn't so.", 3, 4),
        ("words", "One - two", 2, 2),
        ("words", "", 0, 0),
        ("sentences", "It is. It was!", 2, 2),
        ("sentences", "Dr. No came. He left", 2, 3),
        ("sentences", "It costs 3.50 in all.", 1, 1),
        ("paragraphs", "a\n\nb\n \nc\n", 3, 3),
        ("lines", "a\n\nb\n", 2, 2),
        ("characters", "  four  ", 4, 4),
    ],
)
def test_counts_give_the_fewest_and_the_most(unit, text, least, most):
    assert COUNTS[unit](text) == (least, most)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("One two three.", PASS),
        ("It isn't so.", PASS),
        ("It isn't so now.", ABSTAIN),
        ("One.", FAIL),
        ("One two three four five.", FAIL),
    ],
)
def test_a_limit_on_words(text, outcome):
    assert length(ROW, text, words=[2, 4]).outcome is outcome


def test_open_ends_and_several_limits():
    assert length(ROW, "One. Two.", words=[2, None], sentences=[None, 2]).outcome is PASS
    assert length(ROW, "One. Two. Three.", words=[2, None], sentences=[None, 2]).outcome is FAIL
    assert length(ROW, "One.").outcome is ABSTAIN


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([None, None], "both ends are open; give the least, the most, or both"),
        ([5, 2], "the least, 5, is more than the most, 2"),
    ],
)
def test_a_limit_that_limits_nothing_is_refused(given, sentence):
    assert check_options("length", {"words": given}) == f"length: option 'words': {sentence}"


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("# Title\n\n- one\n- two", {"headings", "bullets"}),
        ("1. one\n2. two", {"numbered"}),
        ("It is **so** and *thus*.", {"bold", "italics"}),
        ("|a|b|\n|-|-|\n|1|2|", {"tables"}),
        ("```python\n# no heading\n```", {"code"}),
        ("See `x` at [y](http://z.org).", {"inline_code", "links"}),
        ("2 * 3 * 4, snake_case_name, #hash", set()),
        ("Well done \U0001f600 ✅ ☀️", {"emoji"}),
        ("Arrows → and © are none.", set()),
    ],
)
def test_features_are_what_a_reader_of_the_rendered_text_sees(text, features):
    every = ("bold", "bullets", "code", "emoji", "headings", "inline_code", "italics", "links")
    every += ("numbered", "tables")
    shown = {f for f in every if layout(ROW, text, must=[f]).outcome is PASS}
    assert shown == features
    assert {f for f in every if layout(ROW, text, must_not=[f]).outcome is FAIL} == features


def test_keeping_a_limit_settles_only_what_the_row_says_it_settles():
    assert not length(ROW, "One.", words=[1, 1]).complete
    assert length(ROW, "One.", words=[1, 1], complete=True).complete
    assert not layout(ROW, "One.", must_not=["bold"]).complete
