"""What a reader with an hour finds: all has an address, is folded or shown, and is counted."""

from __future__ import annotations

import json
import re
from html import unescape

import audits
import pytest
from elements import Elements

from judgekit.render import headline, to_html
from judgekit.render.view.anchors import anchor
from judgekit.render.view.attacks import ground
from judgekit.render.view.excerpt import excerpt
from judgekit.render.view.folding import folded
from judgekit.render.view.forest import OPEN, forest
from judgekit.render.view.glossary import glossary
from judgekit.render.view.position import position
from judgekit.render.view.taking import took
from judgekit.types import Against, Interval, Position


@pytest.fixture(scope="module")
def realistic():
    return to_html(audits.realistic())


def untried(audit, attack):
    nothing = {"n": 0, "n_unscored": 0, "shift": None, "simultaneous": None, "false_accept": None}
    effects = (e.model_copy(update=nothing) if e.attack == attack else e for e in audit.effects)
    return audit.model_copy(update={"effects": tuple(effects)})


def test_every_attack_has_a_row_an_example_where_one_is_shown_and_a_line_of_json(realistic):
    ids = {attrs["id"] for _, attrs in Elements(realistic).found if "id" in attrs}
    for effect in audits.realistic().effects:
        assert {anchor("attack", effect.attack), anchor("json", effect.attack)} <= ids
    assert 'href="#example-characters/zero-width">Example</a>' in realistic


@pytest.mark.parametrize("name", ["", "A b", "x" * 200, "</script>", "a\ud800", "ä"])
def test_an_odd_name_has_a_plain_address(name):
    assert re.fullmatch(r"attack-[0-9a-f]{16}", anchor("attack", name))
    assert anchor("attack", name) != anchor("attack", f"{name}!")


def test_families_after_the_first_rows_start_folded():
    shown = forest(audits.realistic()).drawn
    rows = [sum(len(f.attacks) for f in shown[:i]) for i in range(len(shown))]
    assert [f.is_open for f in shown] == [n < OPEN for n in rows]
    assert {f.is_open for f in shown} == {True, False}


def test_one_interval_too_wide_to_draw_leaves_the_others_readable():
    audit = audits.few()
    first, *rest = audit.effects
    wide = first.model_copy(update={"simultaneous": Interval(-500, 500)})
    axis = ground(audit, (wide, *rest)).axis
    assert axis.hi - axis.lo < 2.2 * (ground(audit, audit.effects).axis.hi + 1)


def test_a_folded_family_shows_every_shift_in_a_line():
    folded_one = next(f for f in forest(audits.realistic()).drawn if not f.is_open)
    assert folded_one.strip.count('class="mark') == len(folded_one.attacks)


def test_an_attack_that_fits_no_item_is_told_apart_from_one_that_is_open():
    audit = untried(audits.few(), audits.few().effects[0].attack)
    found = forest(audit)
    assert sum(len(f.attacks) for f in found.drawn) == len(audit.effects) - 1
    assert found.untried == "Not drawn: 1 attack that fits none of these items."
    assert ("untried", "fits no item (1)") in found.choices
    assert "3 attacks" not in headline(audit)


def test_a_page_of_attacks_that_fit_nothing_draws_none_and_lists_all():
    audit = audits.few()
    for effect in audit.effects:
        audit = untried(audit, effect.attack)
    page = to_html(audit)
    assert "No attack was tried." in page
    assert page.count("fits no item") == len(audit.effects) + 1


def test_the_json_of_an_attack_holds_its_numbers_unrounded():
    audit = audits.realistic()
    lines = excerpt(audit)
    assert len(lines) == len(audit.effects)
    for line, effect in zip(lines, audit.effects, strict=True):
        figures = json.loads(line.json)["effect"]
        assert figures["attack"] == effect.attack
        assert figures["shift"]["est"] == effect.shift.est
        assert figures["simultaneous"] == list(effect.simultaneous)


def test_the_json_on_the_page_is_the_json(realistic):
    shown = re.findall(r"<code>(\{.*?\})</code>", realistic)
    assert [unescape(s) for s in shown] == [line.json for line in excerpt(audits.realistic())]


@pytest.mark.parametrize(("n", "rest"), [(0, 0), (5, 0), (7, 0), (8, 3)])
def test_rows_are_folded_only_where_that_saves_some(n, rest):
    found = folded(range(n), "more", first=5)
    assert (len(found.rest), found.more, len(found.all)) == (rest, f"{rest} more", n)


def test_long_tables_keep_their_others_behind_an_unfolding(realistic):
    audit = audits.realistic()
    harmful = [e.attack for e in audit.effects if e.false_accept]
    assert f"{len(harmful) - 12} more attacks, none with a larger difference" in realistic
    section = realistic.split('id="evidence"')[1].split("Does it agree")[0]
    assert all(f">{attack}</a>" in section for attack in harmful)


def test_words_are_explained_that_this_audit_uses_and_no_others():
    here = {note.name for note in glossary(audits.realistic())}
    elsewhere = {note.name for note in glossary(audits.recorded())}
    assert {"placebo", "kappa", "noise"} <= here
    assert not {"placebo", "kappa", "position bias"} & elsewhere


def test_what_nobody_counted_is_unknown_and_nothing_is_divided_by_nothing():
    taken = dict(took(audits.manifest(n_calls=None, cost_usd=None, n_judgments=0)))
    assert taken["calls behind them"] == taken["cost"] == "unknown"
    assert dict(took(audits.manifest()))["cost"] == "$2.51, $0.116 for 1,000 judgments"
    assert dict(took(audits.recorded().manifest))["calls"] == "none: they were recorded"


def test_the_orders_of_a_pair_are_drawn_as_parts_of_all_pairs():
    found = Position(
        rule="the mean of both orders",
        against=Against.RIVAL,
        n=40,
        n_unscored=0,
        bias=None,
        win_rate=None,
        consistent=30,
        first_both=6,
        second_both=2,
        half_tied=2,
        inconsistency=None,
        beyond_noise=None,
    )
    shown = position(audits.few().model_copy(update={"position": found}))
    assert [name for _, name in shown.keys][1] == "first place won both 15 %"
    widths = [float(w) for w in re.findall(r' width="([\d.]+)%" height="100', shown.drawing)]
    assert sum(widths) == pytest.approx(100)


def test_a_large_and_hostile_audit_makes_a_small_page():
    page = to_html(audits.large_and_hostile())
    assert len(page.encode()) < 3_000_000
    assert "more characters]" in page


def test_the_prompt_is_there_word_for_word_where_there_is_one():
    asked = json.loads(PROMPT)
    audit = audits.few()
    shown = to_html(type(audit).model_validate({**audit.model_dump(), "asked": asked}))
    assert "Grade &lt;b&gt; from 0 to 10." in shown
    assert "The prompt, word for word" not in to_html(audit)


PROMPT = """{"id": "own", "title": "Own", "protocol": "pointwise",
    "scale": {"low": 0, "high": 10, "accept": 7}, "score": "sampled",
    "reply": {"form": "json"}, "system": "Grade <b> from 0 to 10.", "user": "{{ response }}",
    "max_tokens": 20, "provenance": "here", "sha256": "0"}"""
