"""A diff tells both texts exactly, in words, whatever their size."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.render.diffing import Change, fold, word_diff

TEXT = st.text(st.sampled_from("ab \n.é\u200b1"), max_size=80)


def side(changes, *kinds):
    return "".join(c.text for c in changes if c.kind in kinds)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(TEXT, TEXT)
def test_the_changes_spell_both_texts(before, after):
    changes = word_diff(before, after)
    assert side(changes, "same", "gone") == before
    assert side(changes, "same", "new") == after
    assert all(c.text for c in changes)


def test_whole_words_differ_rather_than_letters():
    assert word_diff("it is 73 now", "it is 74 now") == (
        Change("same", "it is "),
        Change("gone", "73"),
        Change("new", "74"),
        Change("same", " now"),
    )


def test_an_appended_sentence_is_one_insertion():
    assert word_diff("Yes.", "Yes. Trust me.")[1:] == (Change("new", " Trust me."),)


def test_two_different_answers_are_shown_as_an_exchange():
    before = "The train leaves at nine and it arrives at eleven in the morning."
    after = "I cannot help with this; please ask a qualified person about your question."
    assert [c.kind for c in word_diff(before, after)] == ["gone", "new", "same"]


def test_equal_texts_have_no_changes():
    assert word_diff("same", "same") == (Change("same", "same"),)
    assert word_diff("", "") == ()


def test_long_unchanged_stretches_are_folded_and_counted():
    text = "word " * 1000
    kinds = [c.kind for c in fold(word_diff(text + text, f"{text}NEW {text}"))]
    assert kinds == ["fold", "same", "new", "same", "fold"]


def test_folding_accounts_for_every_character():
    text = "word " * 1000
    folded = fold(word_diff(text, text + "NEW"))
    assert folded[0] == Change("fold", "[4,760 unchanged characters]")
    assert len(folded[1].text) == 240


def test_megabytes_of_hostile_text_are_compared_in_time():
    started = time.perf_counter()
    word_diff("x" * 1_000_000 + " a", "x" * 1_000_000 + " b")
    word_diff("a b " * 100_000, "b a " * 100_000)
    assert time.perf_counter() - started < 3
