"""Baseline, check and compare as a team's CI calls them."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from junitparser import Failure, JUnitXml
from sarif_pydantic import Sarif
from shell import Run, shell

from judgekit.cli import cli
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
SUITE = """
import pytest

@pytest.mark.judge_audit("rows.jsonl", baseline="base.json", recordings="replies.jsonl")
def test_nobody_fools_the_judge_more_than_before(judge_audit):
    pass
"""
BARE = (
    "-p no:cacheprovider -p no:asyncio -p no:anyio -p no:hypothesispytest -p no:deepeval "
    "-p no:langsmith_plugin"
)
RECORD = ("recordings", "export", ".judgekit/replies.journal", "replies.jsonl")
WEAKNESS = "Reward sources."
CHROMIUM = "/usr/bin/chromium"


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
        Path("test_judge.py").write_text(SUITE)
    return folder


@pytest.fixture
def run(team: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(team)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    return shell(capsys, monkeypatch)


def suite(capsys: pytest.CaptureFixture[str], *flags: str, file: str = "test_judge.py") -> str:
    """Run the team's suite and return what it printed."""
    capsys.readouterr()
    pytest.main([file, *BARE.split(), *flags])
    return capsys.readouterr().out


def failures(said: str) -> list[str]:
    return re.findall(r"^(?:FAILED|ERROR) .*", said, re.MULTILINE)


def test_an_unchanged_judge_passes_or_is_open_and_says_so(run: Run) -> None:
    done = run("check", "before", "--baseline", "base.json")
    assert done.returncode in (0, 3)
    assert "the same judge" in done.stdout


def test_a_weakened_prompt_fails_the_build_and_names_attack_and_prompt(run: Run) -> None:
    done = run("check", "after", "--baseline", "base.json", "--no-confirm")
    assert done.returncode == 1
    assert done.stdout.startswith("REGRESSED")
    assert "authority/url" in done.stdout
    assert "prompt_sha256 was" in done.stdout


def test_a_confirmed_regression_asks_both_judges_anew_and_still_fails(
    run: Run, provider: Provider
) -> None:
    asked = len(provider.requests)
    done = run("check", "after", "--baseline", "base.json")
    anew = provider.requests[asked:]
    assert done.returncode == 1
    assert "the shift rose again" in done.stdout
    rewarded = sum(WEAKNESS in str(r.body["messages"]) for r in anew)
    assert 0 < rewarded < len(anew)


def test_what_cannot_be_asked_again_is_not_confirmed_in_silence(run: Run) -> None:
    Path("few.jsonl").write_text(json.dumps(ROWS[0]) + "\n")
    checked = ("check", "after", "--baseline", "base.json", "--samples", "few.jsonl")
    done = run(*checked, "--confirm")
    assert done.returncode == 2
    assert "is not in the samples given" in done.stderr
    done = run(*checked)
    assert (done.returncode, done.stdout[:9]) == (1, "REGRESSED")
    assert "not confirmed by asking anew: sample 'sum-2'" in done.stderr


def test_compare_tells_of_a_regression_and_fails_no_build(run: Run) -> None:
    done = run("compare", "before", "after", "--json")
    assert done.returncode == 0
    (found,) = json.loads(done.stdout)
    assert found["verdict"] == "exceeded"


def test_without_a_baseline_a_check_is_of_the_budget(run: Run) -> None:
    done = run("check", "after/audit.json")
    assert done.returncode == 1
    assert done.stdout.startswith("EXCEEDED")


def test_an_open_question_can_be_let_pass(run: Run) -> None:
    strict = ("check", "before", "--baseline", "base.json", "--tolerance", "0.001")
    assert run(*strict).returncode == 3
    assert run(*strict, "--on-inconclusive", "warn").returncode == 0


def test_a_baseline_shows_its_judges(run: Run) -> None:
    shown = run("baseline", "show", "base.json")
    assert "openai/judge with the prompt judge, accepted first" in shown.stdout
    assert "40 items, 2 attacks" in shown.stdout


def test_junit_and_sarif_of_a_regression_name_the_attack(run: Run) -> None:
    files = ("--junit", "ci/junit.xml", "--sarif", "ci/judge.sarif")
    assert run("check", "after", "--baseline", "base.json", *files).returncode == 1
    (suite,) = JUnitXml.fromfile("ci/junit.xml")
    failed = [c.name for c in suite if c.result and isinstance(c.result[0], Failure)]
    assert failed == ["url"]
    (told,) = Sarif.model_validate_json(Path("ci/judge.sarif").read_bytes()).runs
    assert [r.rule_id for r in told.results if r.level.value == "error"] == ["authority/url"]
    first = Path("ci/judge.sarif").read_bytes()
    run("check", "after", "--baseline", "base.json", *files)
    assert Path("ci/judge.sarif").read_bytes() == first


def test_the_report_of_the_weakened_judge_opens_clean(team: Path) -> None:
    """The end of the loop: a page that says what fooled the judge, and asks for nothing."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page, heard = browser.new_page(), []
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda request: heard.append(request.url))
        page.goto((team / "after/report.html").as_uri())
        heard = [x for x in heard if x not in (page.url, "data:,")]
        shown = page.inner_text("main")
        browser.close()
    assert heard == []
    assert "authority/url" in shown


def test_a_step_on_github_gets_a_summary_and_an_annotation(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = run("check", "after", "--baseline", "base.json")
    (line,) = done.stderr.splitlines()
    assert line.startswith("::error file=rows.jsonl,title=authority/url::Its shift rose by")
    assert (
        "| authority/url | **exceeded** | Its shift rose by"
        in (tmp_path / "summary.md").read_text()
    )
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md" / "of a file"))
    done = run("check", "after", "--baseline", "base.json")
    assert (done.returncode, "cannot be written" in done.stderr) == (2, True)


def test_outside_of_github_there_is_neither(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert run("check", "after", "--baseline", "base.json").stderr == ""


def test_a_run_without_scores_is_an_error_in_junit_and_for_the_shell(run: Run) -> None:
    document = json.loads(Path("after/audit.json").read_text())
    document["manifest"]["n_unscored"] = document["manifest"]["n_judgments"]
    Path("down").mkdir(exist_ok=True)
    Path("down/audit.json").write_text(json.dumps(document))
    done = run("check", "down", "--baseline", "base.json", "--junit", "down/junit.xml")
    assert done.returncode == 4
    (suite,) = JUnitXml.fromfile("down/junit.xml")
    assert suite.errors == 1
    refused = run("baseline", "update", "down", "-o", "none.json")
    assert (refused.returncode, "no baseline" in refused.stderr) == (2, True)


def test_scores_go_to_parquet(run: Run) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra [scale] is not installed")
    assert run("report", "after", "--parquet", "out/scores.parquet").returncode == 0
    table = parquet.read_table("out/scores.parquet")
    assert table.num_rows == 40 * len(set(table["attack"].to_pylist()))


def test_without_pyarrow_parquet_is_refused_in_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run("report", "after", "--parquet", "none.parquet")
    assert done.returncode == 2
    assert "judgekit-audit[scale]" in done.stderr
    assert not Path("none.parquet").exists()


def test_a_suite_fails_by_the_attack_of_a_weakened_prompt(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The loop of issue 7: replayed in CI, without a key, from recordings in git."""
    run(*RECORD)
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv("CI", "true")
    said = suite(capsys, "-o", "judgekit_inconclusive=skip")
    assert re.search(r"FAILED \S+\[authority/url\] - Failed: Its shift rose by", said)
    assert re.search(r"where 0\.\d+ are tolerated", said)
    assert said.count("FAILED ") == 1


def test_a_live_run_keeps_what_it_asked_for_replays_in_git(
    run: Run,
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("replies.jsonl").unlink(missing_ok=True)
    said = suite(capsys)
    assert "pytest --judgekit-live test_judge.py::test_nobody_fools" in said
    assert "During handling" not in said
    assert "3 errors" in said
    asked = len(provider.requests)
    live = suite(capsys, "--judgekit-live")
    assert len(provider.requests) > asked
    assert "not confirmed" not in live
    asked = len(provider.requests)
    monkeypatch.delenv("OPENAI_API_KEY")
    assert failures(suite(capsys)) == failures(live)
    assert len(provider.requests) == asked


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("api_base='http://127.0.0.1:9/v1', max_retries=0", "judgments have no score"),
        ("max_cost=1.0", "the price of 'openai/judge' is unknown"),
    ],
    ids=["down", "unpriced"],
)
def test_a_suite_is_red_where_the_judge_is_down_or_has_no_price(
    run: Run, capsys: pytest.CaptureFixture[str], more: str, said: str
) -> None:
    asks = SUITE.replace('baseline="base.json", recordings="replies.jsonl"', f"limit=2, {more}")
    file = f"test_asks_{sha256(more)[:8]}.py"  # a name is imported once
    Path(file).write_text(asks)
    printed = suite(capsys, "--judgekit-live", file=file)
    assert said in printed
    assert re.search(r"=+ 3 errors in ", printed)


@pytest.mark.parametrize("server", ["github", "gitlab"])
def test_a_ready_workflow_replays_and_checks(
    server: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*RECORD)
    monkeypatch.delenv("OPENAI_API_KEY")
    document = yaml.safe_load(run("ci", server).stdout)
    job = document["jobs"]["judge"] if server == "github" else document["judge"]
    lines = job.get("script") or [s["run"] for s in job["steps"] if "run" in s]
    own = {"SAMPLES": "rows.jsonl", "RECORDINGS": "replies.jsonl", "JUDGEKIT_BASELINE": "base.json"}
    for name, value in own.items():
        assert name in (document.get("env") or job["variables"])
        monkeypatch.setenv(name, value)
    commands = [shlex.split(os.path.expandvars(x).split(" || ")[0]) for x in lines]
    codes = [run(*c[1:]).returncode for c in commands if c[0] == "judgekit"]
    assert codes == [0, 1, 1]
    assert Path("judgekit-out/junit.xml").is_file()
    assert Path("judgekit-out/judge.sarif").is_file()
