"""Attacks on the command line: shown, tried on any text, counted on a user's rows."""

from __future__ import annotations

import json
import os
import pty
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from judgekit.catalog import load_attacks
from judgekit.cli import cli
from judgekit.cli.variants import show_variant
from judgekit.errors import InputError
from judgekit.perturb import perturb
from judgekit.types import Context, Sample
from judgekit.verifiers import verify

HOSTILE = 'Esc \x1b[31mred, \u202ebidi and \ud800. Nine "planets" orbit here.'
HOMOGLYPHS = next(a for a in load_attacks() if a.id == "characters/homoglyphs")
GOLD = Context(Sample(id="s", prompt="", response="Gold is heavy."))


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["attacks", *words], catch_exceptions=True)


def shown(*words: str) -> str:
    result = run(*words)
    assert result.exception is None or result.exit_code == 0, result.output
    return result.stdout


def rows_file(folder: Path, *responses: str) -> str:
    rows = [{"id": str(i), "prompt": "Why?", "response": r} for i, r in enumerate(responses)]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(folder / "rows.jsonl")


def test_an_attack_is_shown_with_its_claim_its_source_and_what_it_does() -> None:
    text = shown("show", "authority/url")
    assert "An honest judge scores a response the same when" in text
    assert "arXiv 2410.02736" in text
    assert "{+" in text
    assert "example.org" in text


def test_without_colour_what_went_and_came_stands_in_marks() -> None:
    assert "th[-a-]{+а⟨U+0430⟩+}n" in shown("show", "characters/homoglyphs")
    assert "\x1b" not in shown("show", "characters/homoglyphs")


def test_on_a_terminal_what_went_is_red_and_what_came_is_green(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb") as read, os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr("sys.stdout", terminal)
        show_variant(perturb(HOMOGLYPHS, GOLD, seed=0, verify=verify))
        terminal.flush()
        text = read.read1().decode()
    assert "[-" not in text
    assert "\x1b[31m" in text
    assert "\x1b[32m" in text


def test_any_text_can_be_tried_and_hides_nothing() -> None:
    text = shown("try", "formatting/bold-terms", "--text", HOSTILE)
    assert "⟨U+001B⟩[31mred, ⟨U+202E⟩bidi and ⟨U+D800⟩" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "{+**+}planets{+**+}" in text


def test_of_a_long_text_the_edit_and_its_surroundings_are_shown() -> None:
    text = shown("try", "authority/url", "--text", "It is so, and stays so. " * 500)
    assert "unchanged characters]" in text
    assert "example.org" in text
    assert len(text) < 1_500


def test_white_space_that_an_edit_adds_is_drawn() -> None:
    assert "the{+·+} rice" in shown("show", "formatting/double-spaces")


def test_a_decline_says_why() -> None:
    assert shown("try", "authority/url", "--text", " ") == "declined: the text is empty\n"


def test_a_row_of_ones_own_is_tried_by_its_id(tmp_path: Path) -> None:
    file = rows_file(tmp_path, "Bees dance.", "Ants march.")
    assert "Ants march." in shown("try", "tone/certain", "--samples", file, "--sample", "1")
    assert "Bees dance." in shown("try", "tone/certain", "--samples", file)


def test_a_text_and_a_row_at_once_are_refused() -> None:
    refused = run("try", "tone/certain", "--text", "It is so.", "--sample", "fact-03")
    assert refused.exit_code == 2
    assert "--text is a row of its own" in refused.stderr


def test_an_attack_on_the_prompt_shows_the_prompt_before_and_after() -> None:
    text = shown("try", "scale/reversed", "--prompt", "pointwise")
    assert "best    high -> low" in text
    assert "[-10-]{+1+} means right and complete." in text
    assert "order   first -> second" in shown("try", "position/order-swap", "--prompt", "pairwise")


def test_a_prompt_that_an_attack_is_not_for_is_refused() -> None:
    refused = run("try", "scale/reversed", "--prompt", "pairwise")
    assert refused.exit_code == 2
    assert "is for a pairwise judge and scale/reversed for pointwise" in refused.stderr


def test_a_combination_is_shown_by_its_name() -> None:
    text = shown("try", "authority/url+tone/certain", "--text", "Bees dance.")
    assert text.count("{+") == 2


def test_coverage_says_which_families_apply_to_how_many_rows(tmp_path: Path) -> None:
    file = rows_file(tmp_path, "Bees dance. Ants march.", "def f(x):\n    return x + 1\n")
    lines = shown("coverage", file, "--attacks", "code", "--attacks", "tone").splitlines()
    by_family = {line.split()[0]: line for line in lines if line}
    assert "1 (50%)  the text has no Python program" in by_family["code"]
    assert "1 (50%)" in by_family["tone"]


def test_coverage_shows_every_attack_and_its_reasons_if_asked(tmp_path: Path) -> None:
    file = rows_file(tmp_path, "Bees dance.", "")
    (tmp_path / "rows.jsonl").write_text('{"prompt": "Why?", "response": "Bees dance."}\n')
    lines = shown("coverage", file, "--attacks", "wrong-answers/filler", "-v").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("wrong-answers/filler"))
    assert lines[at].endswith("0 (0%)")
    assert lines[at + 1].strip() == "1  the sample has no wrong response"


def test_coverage_in_json_is_for_machines(tmp_path: Path) -> None:
    file = rows_file(tmp_path, "Bees dance.", HOSTILE.replace("\ud800", ""))
    found = json.loads(shown("coverage", file, "--attacks", "tone/certain", "--json"))
    assert found["rows"] == 2
    assert {"tone", "controls"} == {f["family"] for f in found["families"]}
    tone = next(a for a in found["attacks"] if a["attack"] == "tone/certain")
    assert tone == {
        "attack": "tone/certain",
        "family": "tone",
        "applies": 2,
        "declined": {},
        "broken": {},
    }


def test_an_unknown_sample_is_named_with_what_was_meant() -> None:
    failed = run("try", "tone/certain", "--sample", "fact-o3")
    assert isinstance(failed.exception, InputError)
    assert "did you mean 'fact-03'?" in str(failed.exception)


@pytest.mark.parametrize("command", ["list", "coverage"])
def test_a_selection_that_leaves_nothing_is_refused(command: str) -> None:
    words = ("list", "--", "-*") if command == "list" else ("coverage", "--attacks=-*")
    failed = run(*words)
    assert isinstance(failed.exception, InputError)
    assert "no attack is left" in str(failed.exception)
