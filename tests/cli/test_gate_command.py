"""`judgekit gate` as a person meets it."""

from __future__ import annotations

import json
import shlex
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from judgekit.cli import cli
from judgekit.errors import InputError

ROWS = [
    {
        "id": f"{i}-{a}",
        "prompt": f"What is {i} + {i}?",
        "response": f"The answer is {a}.",
        "verify": {"numeric": {"answer": 2 * i}},
    }
    for i in range(1, 6)
    for a in (2 * i, 2 * i + 1)
]


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS))
    return "rows.jsonl"


def run(*words):
    return CliRunner().invoke(cli, ["gate", *words], standalone_mode=False)


def test_verifiers_alone_keep_what_they_pass(data):
    done = run(data, "--no-judge")
    assert done.return_value == 0
    assert "5 of 10 rows kept" in done.stdout
    assert f"read         {Path('judgekit-gate/gate.html')}" in done.stdout
    assert f"train on     {Path('judgekit-gate/kept.jsonl')}" in done.stdout
    assert "review.html" not in done.stdout
    assert "10 rows read" in done.stderr
    assert len(Path("judgekit-gate/kept.jsonl").read_text().splitlines()) == 5


def test_the_report_comes_as_json_too(data):
    made = json.loads(run(data, "--no-judge", "--json", "--alpha", "0.1").stdout)
    assert made["counts"]["actions"] == {"drop": 5, "keep": 5}
    assert made["manifest"]["terms"]["alpha"] == 0.1


def test_the_command_in_the_report_makes_the_same_again(data):
    flags = ("--seed", "3", "--quota", "2", "--require", "teacher", "--require", "source")
    made = json.loads(run(data, "--no-judge", *flags, "--json").stdout)
    again = json.loads(run(*shlex.split(made["manifest"]["reproduce"])[2:], "--json").stdout)
    assert again == made


def test_flags_are_variables_and_sections_of_the_file_too(data, monkeypatch):
    Path("judgekit.yaml").write_text("gate:\n  quota: 3\n  review: 0.5\n")
    monkeypatch.setenv("JUDGEKIT_QUOTA", "2")
    made = json.loads(run(data, "--no-judge", "--json").stdout)
    assert (made["manifest"]["terms"]["quota"], made["manifest"]["terms"]["review"]) == (2, 0.5)


def test_a_misspelt_setting_is_named_with_what_was_meant(data):
    Path("judgekit.yaml").write_text("gate:\n  quotta: 3\n")
    done = run(data, "--no-judge")
    assert isinstance(done.exception, InputError)
    assert "'gate.quotta' is unknown; did you mean 'quota'?" in str(done.exception)


def test_without_an_audit_the_judge_is_refused_with_the_command_that_makes_one(data):
    done = run(data, "--judge", "openai/gpt-4o", "--param", "temperature=0.5", "--limit", "3")
    assert isinstance(done.exception, InputError)
    assert done.exception.exit_code == 2
    named = str(done.exception).partition("run: ")[2].partition(";")[0]
    assert named.startswith("judgekit audit rows.jsonl --profile gate --judge openai/gpt-4o")
    assert "temperature=0.5" in named
    assert "--limit" not in named


def test_a_prompt_file_and_a_defence_are_in_the_command_too(data):
    prompt = files("judgekit.prompts").joinpath("pointwise.yaml").read_text(encoding="utf-8")
    Path("mine.yaml").write_text(prompt, encoding="utf-8")
    flags = ("--judge", "openai/gpt-4o", "--prompt", "mine.yaml", "--defence", "canonicalise")
    named = str(run(data, *flags).exception).partition("run: ")[2].partition(";")[0]
    assert "--prompt mine.yaml" in named
    assert "--defence canonicalise" in named


def test_where_nothing_is_kept_nothing_is_concluded(data):
    Path(data).write_text(json.dumps({"id": "a", "prompt": "Why?", "response": "So."}) + "\n")
    assert run(data, "--no-judge").return_value == 3


def test_verdicts_of_a_person_are_read(data):
    Path(data).write_text(json.dumps({"id": "a", "prompt": "Why?", "response": "So."}) + "\n")
    first = run(data, "--no-judge").stdout
    assert "review.html: 1 row for a person, then" in first
    assert "judgekit gate rows.jsonl --no-judge --reviewed reviewed.jsonl" in first
    (shown,) = map(json.loads, Path("judgekit-gate/escalated.jsonl").read_text().splitlines())
    said = {"id": "a", "sha256": shown["sha256"], "verdict": "keep"}
    Path("reviewed.jsonl").write_text(json.dumps(said) + "\n")
    done = run(data, "--no-judge", "--reviewed", "reviewed.jsonl")
    assert done.return_value == 0
    assert "reviewed     1 keep; refused: none" in done.stdout
