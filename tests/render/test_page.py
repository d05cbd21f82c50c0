"""The page as a string: complete, inert, small, the same every time."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise

import audits
import pytest
from elements import Elements

from judgekit.render import headline, to_html
from judgekit.render.view.attributes import attributes
from judgekit.render.view.forest import forest
from judgekit.types import Against, Estimate, Flips, Position

STATES = {
    "realistic": audits.realistic,
    "within": audits.within,
    "always-8": audits.always_eight,
    "all-unscored": audits.all_unscored,
    "hostile": audits.hostile,
    "recorded": audits.recorded,
    "graded": audits.graded,
}


@pytest.fixture(scope="module", params=STATES)
def page(request):
    return to_html(STATES[request.param]())


@pytest.fixture(scope="module")
def realistic():
    return to_html(audits.realistic())


def test_the_same_audit_gives_the_same_bytes(realistic):
    assert to_html(audits.realistic()) == realistic


def test_the_policy_allows_the_one_style_sheet_and_script_and_nothing_else(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    css = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    js = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    assert policy.split("; ")[:3] == [
        "default-src 'none'",
        f"style-src '{digest(css)}'",
        f"script-src '{digest(js)}'",
    ]
    assert "unsafe" not in policy


def digest(source):
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


def test_no_element_acts_or_loads(page):
    elements = Elements(page).found
    assert [tag for tag, _ in elements].count("script") == 1
    for tag, attrs in elements:
        assert tag not in {"img", "iframe", "object", "form", "base"}
        assert not [a for a in attrs if a.startswith("on") or a == "style"]
        assert re.match(r"#|data:,$", attrs.get("href") or "#")


def test_every_page_is_clean_utf8_without_hidden_characters(page):
    page.encode()
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", page
    )


def test_a_script_in_a_reply_is_shown_as_text():
    page = to_html(audits.hostile())
    assert "<script" not in page.replace('<script>"use strict"', "")
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in page
    assert "⟨U+202E⟩right-to-left⟨U+202C⟩" in page
    assert "⟨U+D800⟩" in page


def test_a_template_in_a_reply_is_not_filled_in():
    page = to_html(audits.hostile())
    assert "{{ 7 * 7 }}" in page


def test_a_megabyte_is_cut_and_the_cut_is_stated():
    page = to_html(audits.hostile())
    assert len(page) < 200_000
    assert re.search(r"\[999,7\d\d unchanged characters\]", page)
    assert re.search(r"\[998,\d{3} more characters\]", page)


def test_a_large_audit_makes_a_small_page():
    assert len(to_html(audits.large()).encode()) < 3_000_000


def test_examples_beyond_the_first_are_counted():
    assert "276 more examples in the audit file." in to_html(audits.large(attacks=3, items=3))


@pytest.mark.parametrize(
    "text",
    [
        "May I use this judge?",
        "No, not within this budget",
        "7 of 52 attacks move it beyond 0.20 points on the 0–10 scale",
        "187 of 200 fell",
        "11,544,222 tokens",
        "$2.51",
        "0.783"[:4],
        "[+2.01, +2.81]",
        "Raises the score by +1.34 points, where 0.20 are tolerated; p &lt;0.001.",
        "12 without a variant, declined: fewer than two sentences.",
        "+48.2 [+43.7, +52.7] pp",
        "standard deviation of 0.46",
        "The judge declined to judge.",
        'c<span class="escape">⟨U+200B⟩</span>ent',
        "What this audit cannot tell",
        "judgekit audit samples/arithmetic.jsonl --judge openai/gpt-4o-mini",
    ],
)
def test_the_page_says(text, realistic):
    assert text in realistic


@pytest.mark.parametrize(
    "text",
    [
        "The audit gives no reason.",
        "not measured",
        "no ruling",
        "No identical request was scored twice",
        "Unknown: no item names a verifier.",
        "no score",
        "tokens unknown",
        "a price is not known",
    ],
)
def test_what_is_absent_is_said(text):
    assert text in to_html(audits.all_unscored())


def test_no_number_is_nan_none_or_undefined(page):
    page = page.split("<script>")[0]
    assert not re.search(r"\b(nan|NaN|inf|Undefined)\b|>\s*None\s*<|None [,\]%]", page)


def test_the_weightiest_attack_stands_first(realistic):
    rows = re.findall(r'<th scope="row" class="id">([^<]+)</th>', realistic)
    assert rows[0] == "injection/planted-verdict"
    assert len(rows) == len(set(rows)) == 52


def test_every_table_has_a_caption_and_scoped_heads(page):
    elements = Elements(page).found
    tables = [tag for tag, _ in elements if tag == "table"]
    captions = [tag for tag, _ in elements if tag == "caption"]
    assert len(tables) == len(captions)
    assert all("scope" in attrs for tag, attrs in elements if tag == "th")


def test_heading_levels_never_skip(page):
    levels = [int(tag[1]) for tag, _ in Elements(page).found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_every_id_is_unique_and_every_link_arrives(page):
    elements = Elements(page).found
    ids = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for t, a in elements if t == "a"} <= set(ids)


def test_the_first_screen_leaves_out_falls_that_an_honest_score_may_take():
    fallen = audits.effect("nulls/terse", "Answers in one word", -4.5)
    audit = audits.realistic()
    audit = audit.model_copy(update={"effects": (*audit.effects, fallen)})
    first_screen, rest = to_html(audit).split('id="next-heading"')
    assert "nulls/terse" not in first_screen
    assert "nulls/terse" in rest


def test_an_audit_made_by_a_program_shows_no_empty_command():
    audit = audits.few()
    audit = audit.model_copy(update={"manifest": audits.manifest(reproduce="")})
    assert "made by a program" in to_html(audit)


def test_flips_are_counted_both_ways_with_their_interval() -> None:
    audit = audits.realistic()
    first, *rest = audit.effects
    difference = Estimate(est=0.2, lo=0.1, hi=0.3, conf=0.95, method="Tango", n=40)
    flips = Flips(n=40, toward=9, away=1, difference=difference, p=0.021)
    shown = audit.model_copy(update={"effects": (first.model_copy(update={"flips": flips}), *rest)})
    notes = [n for f in forest(shown).families for a in f.attacks for n in a.notes]
    assert (
        "Accepted under attack only: 9 items, under the placebo only: 1; "
        "+20.0 [+10.0, +30.0] pp (Tango), McNemar mid-p = 0.021."
    ) in notes


def test_the_order_of_the_answers_has_its_section_where_answers_were_compared() -> None:
    share = Estimate(est=0.1, lo=0.05, hi=0.15, conf=0.95, method="HTF", n=40)
    position = Position(
        rule="the mean of both orders",
        against=Against.RIVAL,
        n=40,
        n_unscored=2,
        bias=share,
        win_rate=None,
        consistent=30,
        first_both=8,
        second_both=2,
        half_tied=0,
        inconsistency=share,
        beyond_noise=None,
    )
    audit = audits.realistic()
    page = to_html(audit.model_copy(update={"position": position}))
    assert "Does the order of the answers decide?" in page
    assert "40 responses with a verdict in both orders" in page
    assert "+10.0 [+5.0, +15.0] pp" in page
    assert "0.60" in page
    assert "Does the order of the answers decide?" not in to_html(audit)


@pytest.mark.parametrize(
    "text",
    [
        "Which attribute each attack moves",
        "(clarity 6, tone 6)",
        "The grade &#39;overall&#39; stands beside it",
        "+3.25",
        "clarity, tone",
        "0.83 [+0.77, +0.88]",
        "the mean of the attributes",
        "jackknife interval on Fisher",
    ],
)
def test_attributes_have_a_section_where_they_were_graded(text: str) -> None:
    assert text in to_html(audits.graded())
    assert text == "+3.25" or text not in to_html(audits.few())


def test_an_attribute_that_moves_furthest_leads_on_the_first_screen() -> None:
    first = forest(audits.graded()).largest.attacks[0]
    assert first.id.endswith(" on clarity")
    assert (first.shift, first.verdict) == ("+3.25", "exceeded")
    assert "the largest shift is +3.25 [+3.15, +3.35] on clarity" in headline(audits.graded())


def test_the_legend_of_attributes_has_every_mark_that_is_there() -> None:
    shown = attributes(audits.graded())
    assert shown is not None
    present = {cell.verdict for row in shown.attacks.all for cell in row.cells}
    assert {name for _, name in shown.keys} == present
    assert {name for _, name in shown.control_keys} == {"noticed", "not shown"}
