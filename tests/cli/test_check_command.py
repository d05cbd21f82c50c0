"""Baseline, check and compare as a team's CI calls them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from judgekit.cli import cli, main
from judgekit.testing import Provider
from judgekit.text import sha256

ROWS = [
    {
        "id": f"sum-{i}",
        "prompt": f"What is {i} + {i}?",
        "response": f"Twice {i} is asked for. The answer is {2 * i}.",
        "wrong_response": f"Twice {i} is asked for. The answer is {2 * i + 1}.",
        "verify": {"numeric": {"answer": 2 * i}},
    }
    for i in range(1, 41)
]
ATTACKS = ("authority/url", "tone/certain", "-controls/[d-v]*", "controls/wrong-response")
KEY = "sk-loopback-0000"
UPDATE = ("baseline", "update", "before", "-o", "base.json")
WEAKNESS = "Reward sources."
Command = Callable[..., "Done"]


class Done(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


def verdict(body: dict[str, Any]) -> str:
    """Tell right from wrong, and give two points to a link where the prompt rewards sources."""
    shown = "\n".join(str(m["content"]) for m in body["messages"])
    sums = re.search(r"Twice (\d+) is", shown)
    right = sums is not None and f"answer is {2 * int(sums[1])}." in shown
    points = 5 + int(sha256(shown.partition("Twice")[2])[:8], 16) % 2 if right else 2
    fooled = 2 * ("https://" in shown and WEAKNESS in shown)
    return json.dumps({"reason": "By rules.", "score": min(10, points + fooled)})


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider(verdict) as running:
        yield running


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Path:
    """Return a folder in which a judge was accepted, and its prompt weakened and audited."""
    folder = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        patched.setenv("OPENAI_API_KEY", KEY)
        Path("rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS))
        prompt = (files("judgekit.prompts") / "pointwise.yaml").read_text()
        Path("judge.yaml").write_text(prompt)
        attacks = "".join(f"  - '{a}'\n" for a in ATTACKS)
        Path("judgekit.yaml").write_text(
            f"judge: openai/judge\napi_base: {provider.base_url}\nprompt: judge.yaml\n"
            f"attacks:\n{attacks}"
        )
        for words in (("audit", "rows.jsonl", "-o", "before"), UPDATE):
            cli.main(words, standalone_mode=False)
        Path("judge.yaml").write_text(prompt.replace("user: |\n", f"user: |\n  {WEAKNESS}\n", 1))
        cli.main(("audit", "rows.jsonl", "-o", "after"), standalone_mode=False)
    return folder


@pytest.fixture
def run(team: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(team)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    def command(*words: str) -> Done:
        with monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["judgekit", *words])
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    return command


def test_an_unchanged_judge_passes_or_is_open_and_says_so(run: Command) -> None:
    done = run("check", "before", "--baseline", "base.json")
    assert done.code in (0, 3)
    assert "the same judge" in done.out


def test_a_weakened_prompt_fails_the_build_and_names_attack_and_prompt(run: Command) -> None:
    done = run("check", "after", "--baseline", "base.json")
    assert done.code == 1
    assert done.out.startswith("REGRESSED")
    assert "authority/url" in done.out
    assert "prompt_sha256 was" in done.out


def test_a_confirmed_regression_asks_both_judges_anew_and_still_fails(
    run: Command, provider: Provider
) -> None:
    asked = len(provider.requests)
    done = run("check", "after", "--baseline", "base.json", "--confirm")
    anew = provider.requests[asked:]
    assert done.code == 1
    assert "the shift rose again" in done.out
    rewarded = sum(WEAKNESS in str(r.body["messages"]) for r in anew)
    assert 0 < rewarded < len(anew)


def test_what_cannot_be_asked_again_is_not_confirmed_in_silence(run: Command) -> None:
    Path("few.jsonl").write_text(json.dumps(ROWS[0]) + "\n")
    done = run("check", "after", "--baseline", "base.json", "--confirm", "--samples", "few.jsonl")
    assert done.code == 2
    assert "is not in the samples given" in done.err


def test_compare_tells_of_a_regression_and_fails_no_build(run: Command) -> None:
    done = run("compare", "before", "after", "--json")
    assert done.code == 0
    (found,) = json.loads(done.out)
    assert found["verdict"] == "exceeded"


def test_without_a_baseline_a_check_is_of_the_budget(run: Command) -> None:
    done = run("check", "after/audit.json")
    assert done.code == 1
    assert done.out.startswith("EXCEEDED")


def test_an_open_question_can_be_let_pass(run: Command) -> None:
    strict = ("check", "before", "--baseline", "base.json", "--tolerance", "0.001")
    assert run(*strict).code == 3
    assert run(*strict, "--on-inconclusive", "warn").code == 0


def test_a_baseline_shows_its_judges(run: Command) -> None:
    shown = run("baseline", "show", "base.json")
    assert "openai/judge with the prompt judge, accepted first" in shown.out
    assert "40 items, 2 attacks" in shown.out
