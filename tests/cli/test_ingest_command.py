"""`judgekit ingest` from a shell: one sentence for what is wrong, the audit for what is right."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from judgekit.cli import cli
from judgekit.errors import InputError

ROWS = [(i, a, 5 + i % 4 - (a == "expert")) for i in range(60) for a in ("none", "expert")]
SAID = ("--map", "item=id,arm=framing", "--map", "score=points", "--scale", "0:10", "--accept", "7")
ARMS = ("--arm", "none=clean", "--arm", "expert=same")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    text = "\n".join(f"{i},{a},{s}" for i, a, s in ROWS)
    (tmp_path / "rows.csv").write_text(f"id,framing,points\n{text}\n")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["ingest", "rows.csv", *words], standalone_mode=False)


def test_recorded_verdicts_become_an_audit_and_its_reports(folder: Path):
    done = run("--judge", "gpt-x", *SAID, *ARMS, "-o", "out")
    assert done.return_value == 1, done.output
    assert done.output.startswith("EXCEEDED  No, not within this budget")
    assert "gpt-x as it was recorded" in done.output
    assert "120 verdicts of 60 samples under 1 attack" in done.output
    assert {p.name for p in (folder / "out").iterdir()} == {
        "CARD.md", "audit.json", "card.json", "effects.csv", "report.html", "report.md",
    }  # fmt: skip


def test_the_reproduce_command_makes_the_same_audit(folder: Path):
    first = run("--judge", "gpt-x", *SAID, *ARMS, "--tolerance", "0.05", "--json", "-o", "a")
    again = json.loads(first.output)["manifest"]["reproduce"]
    assert again.startswith("judgekit ingest rows.csv --judge gpt-x")
    words = shlex.split(again)[3:]
    assert run(*words, "--json", "-o", "b").output == first.output


def test_what_is_seen_in_the_data_is_said_on_the_screen(folder: Path):
    done = run("--judge", "gpt-x", *SAID, "--arm", "none=clean", "--arm", "expert=mirror")
    assert "! inverted columns: 'expert' is said to mirror 'none'" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*SAID, "--arm", "none=clean", "--arm", "expert=sam"), "'sam' is no role"),
        ((*SAID, *ARMS, "--where", "id"), "--where id: is not NAME=VALUE"),
        ((*ARMS, "--map", "item=id,arm=framing,score=points", "--scale", "10"), "give both"),
        ((*SAID[:-2], *ARMS, "--accept", "70"), "a scale needs low < accept <= high"),
        ((*SAID, *ARMS, "--alpha", "3"), "--alpha: Input should be less than 0.5"),
        (SAID, "the arm 'none' has no role"),
    ],
)
def test_a_wrong_word_is_one_sentence(folder: Path, words: tuple[str, ...], said: str):
    done = run("--judge", "gpt-x", *words)
    assert isinstance(done.exception, InputError)
    assert said in str(done.exception)


def test_a_recording_that_mostly_failed_is_exit_4(folder: Path):
    failed = [f"{i},{a},refused" for i in range(30) for a in ("none", "expert")]
    with (folder / "rows.csv").open("a") as rows:
        rows.write("\n".join(line.replace(",", "x,", 1) for line in failed))
    done = run("--judge", "gpt-x", *SAID, *ARMS)
    assert done.return_value == 4
    assert "60 of 180 judgments have no score, more than 20%" in done.stderr
