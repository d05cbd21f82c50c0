"""The gate's two pages as strings: complete, inert, honest, the same every time."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from itertools import chain

import gates
import pytest
from elements import Elements

from judgekit.render import gate_to_html, review_to_html
from judgekit.types import Action

GATES = {
    "realistic": gates.report,
    "without-judge": gates.without_judge,
    "nothing-kept": gates.nothing_kept,
    "hostile": gates.hostile,
}


def review(rows):
    return "".join(chain.from_iterable(review_to_html(rows, len(rows)).values()))


@pytest.fixture(scope="module")
def pages():
    found = {name: gate_to_html(make()) for name, make in GATES.items()}
    found["review"] = review([gates.escalated()])
    found["hostile-review"] = review(gates.hostile_rows())
    found["empty-review"] = review([])
    return found


def test_the_same_rows_give_the_same_bytes(pages):
    assert gate_to_html(gates.report()) == pages["realistic"]
    assert review([gates.escalated()]) == pages["review"]


def test_the_policy_allows_our_style_and_script_and_nothing_else(pages):
    for page in pages.values():
        policy = html.unescape(re.search(r'Security-Policy" content="([^"]+)"', page)[1])
        allowed = re.findall(r"'sha256-([^']+)'", policy)
        inside = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page, re.DOTALL)
        digests = [hashlib.sha256(text.encode()).digest() for text in inside]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert set(allowed) >= {base64.b64encode(d).decode() for d in digests}


def test_no_element_acts_or_loads(pages):
    for name, page in pages.items():
        elements = Elements(page).found
        scripts = name in ("review", "hostile-review")
        assert sum(tag == "script" for tag, _ in elements) == scripts
        for tag, attrs in elements:
            assert tag not in {"img", "iframe", "object", "form", "base"}
            assert not [a for a in attrs if a.startswith("on") or a == "style"]
            assert re.match(r"#|data:,$", attrs.get("href") or "#")


def test_every_page_is_clean_utf8_without_hidden_characters(pages):
    for page in pages.values():
        page.encode()
        assert not re.search(
            r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028\u202a-\u202e\u2066-\u2069]", page
        )


def test_megabytes_of_hostile_text_make_a_small_page(pages):
    assert len(pages["hostile"]) < 400_000
    assert len(pages["hostile-review"]) < 400_000
    assert "more characters]" in pages["hostile"]
    assert "140 more in gate.json" in pages["hostile"]


def text_of(page):
    return html.unescape(re.sub(r"<[^>]+>", "", page))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "realistic",
            "560 because a verifier settles that they are right, and 28 on the judge's word; of "
            "the judge's rows at most 5.0 % are wrong, with 90 % confidence",
        ),
        (
            "without-judge",
            "560 because a verifier settles that they are right; no bound on wrong rows is "
            "promised beyond that, and none rests on a judge's word.",
        ),
        ("nothing-kept", "No verifier settles that one of them is right"),
    ],
)
def test_the_headline_says_whose_word_and_what_is_promised(pages, name, sentence):
    assert sentence in text_of(pages[name])


def test_what_the_judge_alone_would_have_kept_is_set_against_the_verifiers(pages):
    page = text_of(pages["realistic"])
    assert "Alone the judge would have kept 41 of 341 rows that verifiers fail." in page
    assert "+1.0 [−3.0, +5.0] pp" in page
    assert page.index("may tell nothing") > page.index("tells something")


def test_no_page_promises_better_students(pages):
    for name in GATES:
        assert "Nothing here says that a student trained on these rows is better." in pages[name]


def test_every_bar_of_the_funnel_is_as_long_as_the_rows_that_enter(pages):
    (funnel,) = re.findall(r'<section id="funnel".*?</section>', pages["realistic"], re.DOTALL)
    bars = re.findall(r'<svg class="stacked".*?</svg>', funnel)
    n = gates.report().counts.input
    for stage, bar in zip(gates.report().funnel, bars, strict=False):
        widths = map(float, re.findall(r' width="([\d.]+)%" height="100', bar))
        assert sum(widths) == pytest.approx(100 * stage.entered / n, abs=0.05)


def test_the_picture_of_a_criterion_is_as_tall_as_its_rows_before_and_after(pages):
    picture = re.search(r'<svg class="histogram".*?</svg>', pages["realistic"])[0]
    heights = [float(h) for h in re.findall(r' height="([\d.]+)%"', picture)]
    found = gates.report().criteria[0].histogram
    assert heights == pytest.approx([n / 3 for n in (*found.before, *found.after)], abs=0.01)
    assert "tallest bar 300 rows" in pages["realistic"]


def test_what_is_kept_is_told_by_whose_word_the_verifiers_first(pages):
    assert "560 by a verifier, 28 on the judge's word" in text_of(pages["realistic"])


def test_a_reference_stands_below_the_prompt_it_answers():
    page = review([gates.escalated(reference="36")])
    columns = page.split('<div class="column">')[1:]
    assert [re.findall(r"<h3>(\w+)", column) for column in columns] == [
        ["Prompt", "Reference"],
        ["Original"],
        ["Response"],
    ]


def test_an_emptied_stratum_comes_first_and_is_called_so(pages):
    page = text_of(pages["realistic"])
    assert "Left without a row: 1 of 2 strata." in page
    assert page.index("essays (emptied)") < page.rindex("arith")


def test_every_action_of_the_counts_is_in_the_funnel(pages):
    for action in {Action.KEEP, Action.DROP, Action.ESCALATE, Action.QUARANTINE}:
        assert f'class="part {action.value}"' in pages["realistic"]


def test_rows_beyond_a_page_are_split_and_none_is_lost():
    rows = [gates.escalated(f"row-{i}") for i in range(101)]
    made = review_to_html(rows, len(rows))
    assert list(made) == ["review.html", "review-2.html", "review-3.html"]
    pages = ["".join(page) for page in made.values()]
    shown = [re.findall(r'data-id="&#34;(row-\d+)&#34;"', page) for page in pages]
    assert list(map(len, shown)) == [50, 50, 1]
    assert list(chain.from_iterable(shown)) == [row.id for row in rows]
    assert "This page has 51 to 100." in pages[1]
    assert 'data-file="reviewed-2.jsonl"' in pages[1]


def test_a_page_carries_the_very_id_and_the_hash_of_the_response(pages):
    found = [attrs for tag, attrs in Elements(pages["hostile-review"]).found if tag == "article"]
    rows = gates.hostile_rows()
    assert [json.loads(a["data-id"]) for a in found] == [row.id for row in rows]
    assert [a["data-sha256"] for a in found] == [row.sha256 for row in rows]


def test_what_is_marked_is_the_mark_and_nothing_else(pages):
    marked = re.findall(r"<mark>(.*?)</mark>", pages["review"].partition("<article")[2])
    assert marked == [gates.SOURCE]


def test_the_original_can_be_kept_only_where_there_is_one():
    disabled = 'value="original" aria-pressed="false" disabled'
    assert disabled not in review([gates.escalated()])
    assert disabled in review([gates.escalated(original=None)])


def test_a_gate_that_decides_every_row_says_so_in_the_review(pages):
    assert "No row awaits a person" in pages["empty-review"]


def test_the_page_says_who_would_have_let_wrong_rows_through(pages):
    page = text_of(pages["realistic"])
    assert (
        "Of 341 wrong rows the judge alone would have kept 41 and style 300; all of these "
        "together, without verifiers, 41. With verifiers none passes." in page
    )
    assert "No verifier finds one of the 98 rows of essays right." in page
    assert "Without style 40 more rows would be kept and 7 fewer." in page
    assert "Confidence may break ties among right answers" in page


def test_the_families_stand_beside_each_party_alone_and_all_together(pages):
    page = pages["realistic"]
    (grid,) = re.findall(r'<table class="grid">.*?</table>', page, re.DOTALL)
    heads = re.findall(r'<th scope="col" class="kept">([^<]+)', grid)
    assert heads == ["verifiers alone", "the judge alone", "style alone", "all together"]
    (arith,) = re.findall(r"<tr><th scope=\"row\">arith</th>.*?</tr>", grid)
    assert re.findall(r'class="kept">([\d,]+)', arith) == ["560", "631", "922", "579"]


def test_every_criterion_has_a_picture_and_confidence_its_diagram(pages):
    page = pages["realistic"]
    (found,) = re.findall(r'<section id="criteria".*?</section>', page, re.DOTALL)
    assert found.count("<figure") == 4
    assert found.count('class="histogram"') == 1
    (diagram,) = re.findall(
        r'<svg class="reliability".*?</svg></section>|<svg class="reliability".*', found
    )
    assert diagram.count('class="mark within"') == 10
    assert "It may break ties among right answers" in found


def test_pairs_of_two_right_responses_are_called_so(pages):
    said = text_of(pages["realistic"])
    assert "31 pairs of two right responses" in said
    assert "nothing is wrong in the other" in said
