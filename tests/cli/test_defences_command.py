"""Defences from the command line: put before a judge, and compared."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from judgekit.cli import main
from judgekit.testing import Provider

ROWS = [
    {
        "id": f"sum-{i}",
        "prompt": f"What is {i} + {i}?",
        "response": f"Twice {i} is asked for.\n\nThe answer is {2 * i}.",
        "wrong_response": f"Twice {i} is asked for.\n\nThe answer is {2 * i + 1}.",
        "verify": {"numeric": {"answer": 2 * i}},
    }
    for i in range(1, 31)
]
JUDGE = '''
import re

def grade(prompt, response):
    """Give 8 to the right number and 3 to a wrong one, and a point for headings."""
    twice = 2 * int(re.search(r"What is (\\d+)", prompt)[1])
    right = re.search(rf"answer is {twice}\\b", response)
    return (8 if right else 3) + bool(re.search(r"(?m)^#{1,6} ", response))
'''
CODE = ("--judge", "python:judge.py:grade", "--scale", "1..10", "--accept", "7")
ATTACKS = ("--attacks", "formatting/headings", "--attacks", "-controls/[a-v]*")
LOOSE = ("--tolerance", "0.06")  # which so few rows can keep
Run = Callable[..., "Done"]


class Done(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS))
    (tmp_path / "judge.py").write_text(JUDGE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-loopback-0000")

    def command(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["judgekit", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    return command


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


def read(path: str) -> Any:
    return json.loads(Path(path).read_text())


def test_compared_defences_are_told_written_and_recommended(run: Run) -> None:
    names = "repeat-median,canonicalise"
    done = run(
        "audit", "rows.jsonl", *CODE, *ATTACKS, *LOOSE, "--compare-defences", names, "-o", "out"
    )
    assert done.returncode == 1, done.stderr  # the bare judge's verdict
    assert done.stdout.startswith("Take canonicalise. 2 defences")
    assert "canonicalise *" in done.stdout
    assert "report: out/defences.html" in done.stdout
    assert {p.name for p in Path("out").iterdir()} >= {
        "audit.json",
        "canonicalise",
        "defences.html",
        "defences.json",
        "defences.md",
        "repeat-median",
    }
    found = read("out/defences.json")
    assert found["recommended"] == "canonicalise"
    assert found["manifest"]["reproduce"].endswith(f"--compare-defences {names}")
    assert read("out/audit.json")["verdict"] == "exceeded"
    behind = read("out/canonicalise/audit.json")
    assert (behind["verdict"], behind["manifest"]["defences"]) == ("within", ["canonicalise"])
    assert "Take canonicalise" in Path("out/defences.html").read_text()


def test_without_names_all_that_suit_are_compared_and_the_others_have_a_reason(run: Run) -> None:
    done = run(
        "audit", "rows.jsonl", *CODE, *ATTACKS, "--limit", "4", "--json", "--compare-defences"
    )
    found = json.loads(done.stdout)
    compared = [f["defence"] for f in found["findings"]]
    assert compared == ["canonicalise", "injection-detector", "repeat-median"]
    assert found["unsuited"] == {
        "fenced": "how it is asked is not known",
        "commit-first": "there is no model that could answer first",
        "both-orders": "how it is asked is not known",
    }


def test_a_judge_behind_a_defence_is_audited_as_another_judge(run: Run) -> None:
    bare = run("audit", "rows.jsonl", *CODE, *ATTACKS, *LOOSE, "-o", "bare")
    defence = ("--defence", "canonicalise", "--defence", "repeat-median")
    done = run("audit", "rows.jsonl", *CODE, *ATTACKS, *LOOSE, *defence, "-o", "behind")
    assert (bare.returncode, done.returncode) == (1, 0), done.stderr
    assert "behind canonicalise, repeat-median" in done.stdout
    manifests = [read(f"{folder}/audit.json")["manifest"] for folder in ("bare", "behind")]
    assert manifests[0]["judge_hash"] != manifests[1]["judge_hash"]
    assert manifests[0]["judge"] == manifests[1]["judge"]
    assert manifests[1]["n_calls"] == 3 * manifests[1]["n_judgments"]
    assert shlex.join(defence) in manifests[1]["reproduce"]


def test_every_call_behind_a_defence_is_journalled_and_replays(
    run: Run, provider: Provider
) -> None:
    judge = ("--judge", "openai/judge", "--api-base", provider.base_url, "--prompt", "pointwise")
    words = ("audit", "rows.jsonl", *judge, *ATTACKS, "--limit", "3")
    words += ("--compare-defences", "fenced,commit-first", "--json")
    first = run(*words)
    asked = len(provider.requests)
    again = run(*words, "--replay")
    assert first.returncode in (1, 3), first.stderr
    assert again.stdout == first.stdout
    assert len(provider.requests) == asked
    costs = {f["defence"]: f["standing"]["cost"] for f in json.loads(first.stdout)["findings"]}
    assert (costs["fenced"]["calls"], costs["commit-first"]["calls"]) == (1.0, 2.0)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("audit", "--compare-defences", "canonicalize"), "did you mean 'canonicalise'"),
        (("audit", "--compare-defences", "rows.jsonl"), "'rows.jsonl' is no defence"),
        (("audit", "--compare-defences", "fenced", "--early-stop"), "--early-stop: defences"),
        (("audit", "--compare-defences", "fenced"), "no defence suits the judge"),
        (("audit", "--defence", "canonicalize"), "did you mean 'canonicalise'"),
        (("audit", "--defence", "both-orders"), "how it is asked is not known"),
        (("plan", "--defence", "commit-first"), "plan without it"),
    ],
)
def test_what_cannot_be_defended_is_refused_in_a_sentence(
    run: Run, words: tuple[str, ...], why: str
) -> None:
    command, *rest = words
    done = run(command, "rows.jsonl", *CODE, *ATTACKS, *rest)
    assert done.returncode == 2
    assert why in done.stderr
    assert done.stderr.count("\n") == 1


PANEL = """
members:
  - {judge: "python:judge.py:honest", scale: 1..10, accept: 7}
  - {judge: "python:judge.py:honest", scale: 1..10, accept: 7}
how: median
"""
HONEST = """
def honest(prompt, response):
    return grade(prompt, response.replace("#", ""))
"""


def test_a_panel_of_a_file_sits_with_the_judge(run: Run) -> None:
    Path("judge.py").write_text(JUDGE + HONEST)
    Path("beside.yaml").write_text(PANEL)
    words = (*CODE, *ATTACKS, *LOOSE, "--compare-defences", "panel:beside.yaml", "-o", "out")
    done = run("audit", "rows.jsonl", *words)
    assert done.stdout.startswith("Take panel:beside.yaml."), done.stderr
    found = read("out/panel-beside.yaml/audit.json")["manifest"]
    assert found["defences"] == ["panel:beside.yaml"]
    assert found["n_calls"] == 3 * found["n_judgments"]
