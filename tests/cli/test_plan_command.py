"""What an audit will cost, before it costs anything; and a limit that it never passes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from shell import Run, shell

from judgekit.testing import Provider

ATTACKS = ("--attacks", "authority/url", "--attacks", "-controls/[d-v]*")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    rows = [
        {"id": f"r{i}", "prompt": f"What is {i} + {i}?", "response": f"It is {2 * i}."}
        for i in range(1, 7)
    ]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-loopback-0000")

    return shell(capsys, monkeypatch)


def test_a_plan_tells_calls_cost_time_and_reach_and_calls_nobody(
    run: Run, provider: Provider
) -> None:
    before = provider.count
    done = run("plan", "rows.jsonl", "--judge", "openai/gpt-4o-mini", *ATTACKS, "--latency", "1")
    assert done.returncode == 0
    heads = [line.split(" ")[0] for line in done.stdout.splitlines()]
    assert [h for h in heads if h] == (
        ["judge", "asks", "reads", "writes", "cost", "time", "shows", "clears", "spread"]
    )
    assert "0 answered by the journal" in done.stdout
    assert "LiteLLM's price" in done.stdout
    assert provider.count == before


def test_several_judges_are_planned_one_by_one(run: Run) -> None:
    judges = ("--judge", "openai/gpt-4o-mini", "--judge", "openai/nobody-knows")
    done = run("plan", "rows.jsonl", *judges, *ATTACKS, "--json")
    known, unknown = json.loads(done.stdout)
    assert known["cost_usd"]["low"] < known["cost_usd"]["expected"] < known["cost_usd"]["high"]
    assert unknown["cost_usd"] is None
    assert "--price-per-million" in unknown["price"]
    assert known["n_calls"] == unknown["n_calls"]


def test_one_price_is_not_said_of_several_judges(run: Run) -> None:
    judges = ("--judge", "openai/a", "--judge", "openai/b")
    done = run("plan", "rows.jsonl", *judges, *ATTACKS, "--price-per-million", "1,2")
    assert (done.returncode, "one judge's" in done.stderr) == (2, True)


@pytest.mark.parametrize("price", ["1", "1,2,3", "cheap,dear", "-1,2"])
def test_a_price_is_two_numbers(run: Run, price: str) -> None:
    done = run("plan", "rows.jsonl", "--judge", "openai/a", f"--price-per-million={price}")
    assert done.returncode == 2
    assert "price" in done.stderr


def test_a_limit_ends_the_audit_with_what_was_spent_and_how_to_go_on(
    run: Run, provider: Provider
) -> None:
    asked = ("rows.jsonl", "--judge", "openai/nobody-knows", "--api-base", provider.base_url)
    asked = (*asked, *ATTACKS, "--price-per-million", "1000,0")
    before = provider.count
    stopped = run("audit", *asked, "--max-cost", "3")
    made = provider.count - before
    assert stopped.returncode == 4
    assert made > 0
    assert "stopped before --max-cost 3 was passed: $" in stopped.stderr
    assert "items are not done; resume with:\n  judgekit audit" in stopped.stderr
    assert "--price-per-million 1000.0,0.0" in stopped.stderr
    planned = run("plan", *asked)
    assert f" {made} answered by the journal" in planned.stdout
    left = int(planned.stdout.split("journal, ")[1].split(" left")[0])
    run("audit", *asked)
    assert provider.count - before == made + left


def test_a_plan_beyond_the_limit_says_so(run: Run) -> None:
    done = run("plan", "rows.jsonl", "--judge", "openai/gpt-4o", *ATTACKS, "--max-cost", "0.0001")
    assert "more than --max-cost 0.0001" in done.stdout


def test_without_a_price_a_limit_is_refused_with_what_to_do(run: Run, provider: Provider) -> None:
    judge = ("--judge", "openai/nobody-knows", "--api-base", provider.base_url)
    done = run("audit", "rows.jsonl", *judge, *ATTACKS, "--max-cost", "1")
    assert done.returncode == 4
    assert "--price-per-million IN,OUT" in done.stderr


def test_an_audit_that_stops_early_says_where(run: Run, provider: Provider) -> None:
    judge = ("--judge", "openai/gpt-4o-mini", "--api-base", provider.base_url)
    done = run("audit", "rows.jsonl", *judge, *ATTACKS, "--early-stop")
    assert "last look, at all 6 samples" in done.stdout
    audit = json.loads(Path("judgekit-out/audit.json").read_text())
    assert audit["look"]["of"] == 4
    assert "--early-stop" in audit["manifest"]["reproduce"]
