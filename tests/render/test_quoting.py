"""Nothing a hostile text holds stays hidden, and nothing of it is lost unsaid."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.render.quoting import ESCAPES, Piece, brief, pieces, plain

HIDDEN = ["\u200b", "\u202e", "\x1b", "\x00", "\ud800", "\U000e0041", "\u00ad", "\ufe0f", "\u3164"]
BLANK = ["\u00a0", "\u2028", "\u2003", "\u3000", "\u2800", "\r"]


@pytest.mark.parametrize("char", HIDDEN + BLANK, ids=lambda c: f"U+{ord(c):04X}")
def test_an_unseen_character_becomes_its_name(char):
    assert plain(f"a{char}b") == f"a⟨U+{ord(char):04X}⟩b"


def test_ordinary_text_of_any_script_stays_as_it_is():
    text = "naïve 日本語 русский עברית x² ∑ 🙂\n\tcode"
    assert plain(text) == text
    assert pieces(text, limit=100) == (Piece("text", text),)


def test_a_long_run_of_the_same_character_is_counted():
    assert pieces("\u200b" * 5000, limit=9000) == (Piece("escape", "⟨U+200B⟩×5,000"),)


def test_a_cyrillic_letter_in_a_latin_word_is_named():
    assert pieces("the аnswer", limit=99)[1:3] == (Piece("text", "а"), Piece("escape", "⟨U+0430⟩"))


def test_greek_in_formulas_is_not_suspicious():
    assert pieces("Δx = πr", limit=99) == (Piece("text", "Δx = πr"),)


def test_a_cut_says_how_much_it_cut():
    assert pieces("x" * 1_000_000, limit=10)[-1] == Piece("note", "[999,990 more characters]")


@pytest.mark.parametrize(
    ("text", "drawn"), [("a  b", "··"), ("a\n", "↵"), ("a\tb", "⇥"), (" ", "·")]
)
def test_white_space_that_changed_is_drawn(text, drawn):
    assert Piece("escape", drawn) in pieces(text, limit=99, spaces=True)


def test_single_spaces_between_words_are_not_drawn():
    assert pieces("one two", limit=99, spaces=True) == (Piece("text", "one two"),)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.text(st.characters(codec=None), max_size=60))
def test_no_control_character_survives(text):
    shown = "".join(p.text for p in pieces(text, limit=40, spaces=True)) + plain(text)
    hidden = {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")}
    assert hidden <= {"\n", "\t"}


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.text(st.characters(codec=None), max_size=60))
def test_showing_twice_shows_the_same(text):
    assert plain(plain(text)) == plain(text)


def test_a_text_of_escapes_is_cut_by_the_room_they_take():
    shown = pieces("a\u200b" * 1000, limit=2000)
    assert sum(p.kind == "escape" for p in shown) == ESCAPES
    assert shown[-1] == ("note", f"[{1999 - 2 * ESCAPES:,} more characters]")
    assert len(brief("\u200b\u200c" * 1000)) < 300


def test_a_run_of_one_unseen_character_is_one_escape():
    assert pieces("\x00" * 1000, limit=2000) == (("escape", "⟨U+0000⟩×1,000"),)


def test_a_hidden_message_is_shown_as_far_as_there_is_room():
    hidden = "".join(chr(0xE0020 + i % 90) for i in range(1000))
    escape, note = pieces(hidden, limit=2000)
    assert escape.text.count("⟨") == ESCAPES
    assert note.text == f"[{1000 - ESCAPES:,} more characters]"
