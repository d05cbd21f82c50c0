"""A ranking of judges as people read it."""

from __future__ import annotations

import pytest
import rankings
from elements import Elements

from judgekit.render import judges_to_html, judges_to_markdown, judges_to_text
from judgekit.render.view.judges import view_judges

RENDERED = (judges_to_html, judges_to_markdown, judges_to_text)


@pytest.mark.parametrize("render", RENDERED)
def test_every_form_names_ranks_harms_and_families(render):
    text = render(rankings.realistic()).replace("\\", "")
    said = ("openai/gpt-4o", "small and cheap", "34.0 %", "31.0 to 37.0 %", "injection", "91 %")
    for words in (*said, "2 of 9 exceeded", "1 attack has no part in the ranking"):
        assert words in text


@pytest.mark.parametrize("render", RENDERED)
def test_the_same_ranking_gives_the_same_bytes(render):
    assert render(rankings.realistic()) == render(rankings.realistic())


@pytest.mark.parametrize("render", RENDERED)
def test_a_hostile_judge_is_only_a_name(render):
    text = render(rankings.hostile()).partition("Make this comparison again")[0]
    for active in ("\x1b", "\u202e", "\ud800"):
        assert active not in text
    if render is not judges_to_text:
        assert "<script>" not in text
    if render is judges_to_markdown:
        assert "[x](javascript" not in text
        assert "@you" not in text


@pytest.mark.parametrize("render", [judges_to_html, judges_to_markdown])
def test_judges_that_are_not_told_apart_are_said_not_to_be(render):
    text = render(rankings.realistic())
    assert text.count("not told apart") >= 1
    assert view_judges(rankings.realistic()).gaps[0].told == "not told apart"


def test_a_cell_says_in_words_what_its_colour_says():
    heat = view_judges(rankings.realistic()).heat
    assert heat[0].family == "injection"
    exceeded, open_, unmeasured = heat[0].cells[2], heat[1].cells[1], heat[-1].cells[0]
    assert (exceeded.level, exceeded.harm) == (5, "34.0 %")
    assert (exceeded.verdict, open_.verdict) == ("2 of 9 exceeded", "1 of 9 open")
    assert (unmeasured.level, unmeasured.harm, unmeasured.interval) == (0, "not measured", "")


@pytest.mark.parametrize(
    ("apart", "answer"),
    [
        ((False, True), "openai/gpt-4o or anthropic/claude-haiku"),
        ((True, True), "openai/gpt-4o"),
        ((False, False), "None is shown to be fooled least"),
    ],
)
def test_the_answer_names_whoever_may_be_the_least_fooled(apart, answer):
    pairs = ("anthropic/claude-haiku", "small and cheap")
    gaps = tuple(
        rankings.gap("openai/gpt-4o", more, 0.1, apart=told)
        for more, told in zip(pairs, apart, strict=True)
    )
    assert view_judges(rankings.realistic(gaps=gaps)).answer == answer


def test_a_judge_s_name_leads_to_its_own_report():
    page = judges_to_html(rankings.realistic(), {"small and cheap": "small-and-cheap/report.html"})
    links = [a["href"] for tag, a in Elements(page).found if tag == "a"]
    assert "small-and-cheap/report.html" in links
    own = [href for href in links if not href.startswith("#")]
    assert own == ["small-and-cheap/report.html"]


def test_without_two_ranks_there_is_no_answer():
    found = rankings.realistic(findings=rankings.realistic().findings[2:], gaps=())
    assert view_judges(found).answer == "Too few judges can be ranked"
    assert "No two judges have a rank." in judges_to_html(found)
