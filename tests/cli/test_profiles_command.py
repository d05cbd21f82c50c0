"""Profiles as a user names them, and the protocol from rows to exit code."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shell import Run, shell

from judgekit.auditing import forecast
from judgekit.catalog import load_attacks, load_samples
from judgekit.cli import cli
from judgekit.config import load_settings
from judgekit.errors import InputError
from judgekit.testing import Provider
from judgekit.types import Side

ROWS = [
    {
        "id": f"sum-{i}",
        "prompt": f"What is {i} + {i}?",
        "response": f"The answer is {2 * i}.",
        "wrong_response": f"The answer is {2 * i + 1}.",
        "verify": {"numeric": {"answer": 2 * i}},
    }
    for i in range(1, 27)
]
PREFERRED = [
    {
        "id": f"tale-{i}",
        "prompt": f"Tell of {i} + {i}.",
        "response": f"A dull tale of {2 * i + 1}.",
        "rival": f"A tale of {2 * i}.",
        "metadata": {"preferred": "rival"},
    }
    for i in range(1, 27)
]
MVVP = ("audit", "rows.jsonl", "--profile", "mvvp", "--preferences", "prefs.jsonl")


def verdict(body: dict[str, Any]) -> str:
    """Prefer the answer with the right sum."""
    shown = str(body["messages"][-1]["content"])
    asked = re.search(r"(\d+) \+ ", shown)
    first, second = re.findall(r"_answer>\n(.*?)\n</", shown, re.DOTALL)
    assert asked
    right = str(2 * int(asked[1])) + "."
    winner = "A" if right in first else "B" if right in second else "tie"
    return json.dumps({"reason": "By rules.", "winner": winner})


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider(verdict) as running:
        yield running


@pytest.fixture
def run(
    tmp_path: Path,
    provider: Provider,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-loopback-0000")
    for name, rows in (("rows.jsonl", ROWS), ("prefs.jsonl", PREFERRED)):
        Path(name).write_text("".join(json.dumps(r) + "\n" for r in rows))
    Path("judgekit.yaml").write_text(f"judge: openai/judge\napi_base: {provider.base_url}\n")
    return shell(capsys, monkeypatch)


def test_a_judge_goes_before_the_protocol_and_a_replay_says_the_same(
    run: Run, provider: Provider
) -> None:
    planned = run("plan", "rows.jsonl", *MVVP[2:])
    asked = provider.count
    done = run(*MVVP)
    assert (done.returncode, done.stdout[:4]) == (0, "PASS"), done.stdout + done.stderr
    assert provider.count - asked == 52 * 2 * 3, "every draw in either order is a call of its own"
    assert "312 calls about 52 pairs in both orders, 3 times" in planned.stdout
    made = {name: Path(f"judgekit-out/mvvp.{name}").read_bytes() for name in ("json", "md", "html")}
    assert "--preferences prefs.jsonl --profile mvvp" in made["md"].decode()
    assert "--min-kappa sets another" in made["html"].decode()
    again = run(*MVVP, "--replay", "--json")
    assert provider.count - asked == 52 * 2 * 3
    assert json.loads(again.stdout) == json.loads(made["json"])
    assert json.loads(again.stdout)["judge"]["prompt"] == "pairwise-tie"


def test_one_data_set_or_few_rows_leave_the_protocol_open(run: Run) -> None:
    assert run("audit", "rows.jsonl", "--profile", "mvvp").returncode == 3
    few = run(*MVVP, "--limit", "6")
    assert few.returncode == 3
    assert "pairs would settle it" in few.stdout


def test_a_judge_that_is_down_is_red_and_never_green(run: Run) -> None:
    down = ("--api-base", "http://127.0.0.1:9/v1", "--max-retries", "0", "--limit", "2")
    done = run(*MVVP, *down)
    assert done.returncode == 4
    assert "12 of 12 judgments have no score" in done.stderr
    attacks = ("--attacks", "authority/url", "--attacks", "-controls/[d-v]*")
    assert run("audit", "rows.jsonl", *down, *attacks).returncode == 4
    assert run("check", "judgekit-out").returncode == 4
    assert run("check", "judgekit-out", "--on-inconclusive", "warn").returncode == 4


def test_a_judge_without_a_price_is_red_where_money_is_limited(run: Run) -> None:
    for words in (MVVP, ("audit", "rows.jsonl")):
        done = run(*words, "--max-cost", "1")
        assert (done.returncode, "--price-per-million" in done.stderr) == (4, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("audit", "rows.jsonl", "--preferences", "prefs.jsonl"), "--profile mvvp alone"),
        ((*MVVP, "--compare-defences", "all"), "--compare-defences: has no part"),
        ((*MVVP, "--prompt", "pointwise"), "choose a pairwise prompt"),
        (("greedy", "rows.jsonl", "--profile", "mvvp", "--max-calls", "99"), "is no audit"),
        (("audit", "rows.jsonl", "--profile", "slow"), "is not one of"),
    ],
)
def test_what_has_no_part_is_refused_in_a_sentence(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_profile_weighs_as_much_as_the_place_it_is_named_in(tmp_path: Path) -> None:
    file = tmp_path / "judgekit.yaml"
    file.write_text("profile: mvvp\n")
    assert load_settings(file).repeats == 3
    assert load_settings(file, repeats=5).repeats == 5
    assert load_settings(file, profile="full").repeats == 1
    file.write_text("profile: quick\nattacks: [tone]\n")
    assert load_settings(file).attacks == ("tone",)
    assert load_settings(file, profile="gate").attacks == ("@wrong",)
    assert load_settings(file, profile="gate", attacks=("social",)).attacks == ("social",)
    file.write_text("profile: fast\n")
    with pytest.raises(InputError, match="'fast' is unknown; known: quick, full, gate, mvvp"):
        load_settings(file)


def test_the_quick_profile_has_an_attack_of_every_family_and_the_controls() -> None:
    every = load_attacks([], ())
    quick = load_attacks([], load_settings(profile="quick").attacks)
    assert {a.family for a in quick} == {a.family for a in every}
    assert sum(not a.is_control for a in quick) < 30


def test_the_gates_profile_has_whatever_its_permissions_can_rest_on() -> None:
    gate = load_attacks([], load_settings(profile="gate").attacks)
    every = load_attacks([], ())
    on_wrong = {a.id for a in every if a.on in (Side.WRONG, Side.WEAKEST)}
    assert {a.id for a in gate} == on_wrong | {a.id for a in every if a.is_control}


@pytest.mark.parametrize("profile", ["quick", "gate", "full"])
def test_the_help_tells_the_calls_of_a_profile_about_right(profile: str) -> None:
    settings = load_settings(profile=profile, judge="openai/judge", prompt="pointwise", limit=2)
    planned = asyncio.run(forecast(settings, load_samples())).n_calls / 2 * 100
    text = " ".join(str(p.help) for p in cli.commands["audit"].params if p.name == "profile")
    told = re.search(rf"{profile}: [^;]*?([\d,]+)(?: calls for 100 rows)?[;.]", text)
    assert told
    assert planned == pytest.approx(int(told[1].replace(",", "")), rel=0.2)
