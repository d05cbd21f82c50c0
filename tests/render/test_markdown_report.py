"""Markdown in which a quoted text cannot become markup, a mention or a link."""

from __future__ import annotations

import re

import audits
import pytest

from judgekit.render import to_markdown
from judgekit.render.markdown import fenced, prose


def test_the_same_audit_gives_the_same_bytes():
    assert to_markdown(audits.realistic()) == to_markdown(audits.realistic())


@pytest.mark.parametrize(
    ("hostile", "written"),
    [
        ("<b>", r"\<b\>"),
        ("a|b", r"a\|b"),
        ("`x`", r"\`x\`"),
        ("[a](b)", r"\[a\](b)"),
        ("two\nlines", "two lines"),
        ("ping @team", "ping @<!-- -->team"),
        ("https://evil.example", "https:<!-- -->//evil.example"),
        ("www.evil.example", "www<!-- -->.evil.example"),
        ("&lt;", r"\&lt;"),
        ("hid\u200bden", "hid⟨U+200B⟩den"),
    ],
)
def test_prose_starts_nothing(hostile, written):
    assert prose(hostile) == written


def test_a_fence_is_longer_than_any_run_of_backticks_inside():
    assert fenced("a ```` b").startswith("`````text\n")


def test_every_table_row_has_the_columns_of_its_head():
    for make in (audits.realistic, audits.graded, audits.all_unscored, audits.hostile):
        width = None
        for line in to_markdown(make()).splitlines():
            columns = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else None
            assert columns == width or width is None or columns is None, line
            width = columns


def test_no_state_leaves_three_blank_lines_or_hidden_characters():
    for make in (audits.realistic, audits.graded, audits.all_unscored, audits.hostile):
        text = to_markdown(make())
        text.encode()
        assert "\n\n\n\n" not in text
        assert not re.search(r"[\x00-\x08\x0b-\x1f\u200b\u202e]", text)


@pytest.mark.parametrize(
    "text",
    [
        "# May I use this judge?",
        "**No, not within this budget.** 7 of 52 attacks move it beyond",
        "| injection/planted-verdict | exceeded | +2.41 |",
        "{+As shown in Hartwell and Sims, Foundations of Elementary Reckoning (3rd ed.): +}95",
        "Cohen’s kappa with the verifiers is 0.78",
        "- **Adaptive attackers.**",
    ],
)
def test_the_report_says(text):
    assert text in to_markdown(audits.realistic())


def test_each_attack_has_its_shift_and_verdict_under_every_attribute():
    text = to_markdown(audits.graded())
    assert "| attack | score | clarity | tone | overall |" in text
    assert re.search(r"^\| \S+ \|.*\| \+3\.25 .*? exceeded \|", text, re.MULTILINE)
    assert "| the mean of the attributes | 120 | 5 | 31 | 40 | 4 |" in text
