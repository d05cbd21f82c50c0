"""Several judges from the command line: one run, one journal, one limit, one ranking."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shell import Run, shell

from judgekit.testing import Fault, Provider

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
CODE = '''
import re

def sober(prompt, response):
    """Give 8 to the right number and 3 to a wrong one."""
    twice = 2 * int(re.search(r"What is (\\d+)", prompt)[1])
    return 8 if re.search(rf"answer is {twice}\\b", response) else 3

def fond(prompt, response):
    return sober(prompt, response) + bool(re.search(r"(?m)^#{1,6} ", response))

def down(prompt, response):
    raise ConnectionError("no route")
'''
SOBER, FOND, DOWN = (f"python:judges.py:{name}" for name in ("sober", "fond", "down"))
SCALE = ("--scale", "1..10", "--accept", "7")
ATTACKS = ("--attacks", "formatting/headings", "--attacks", "authority/url")
ATTACKS += ("--attacks", "-controls/[a-v]*")
LOOSE = ("--tolerance", "0.06")  # which so few rows can keep


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS))
    (tmp_path / "judges.py").write_text(CODE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-loopback-0000")
    return shell(capsys, monkeypatch)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


def flags(*judges: str) -> tuple[str, ...]:
    return tuple(word for judge in judges for word in ("--judge", judge))


def read(path: str) -> Any:
    return json.loads(Path(path).read_text())


def test_several_judges_are_audited_ranked_and_written(run: Run) -> None:
    words = (*flags(FOND, SOBER), *SCALE, *ATTACKS, *LOOSE)
    done = run("audit", "rows.jsonl", *words, "-o", "out")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(f"EXCEEDED  Of two judges, {SOBER} is fooled least: ")
    assert "report: out/judges.html" in done.stdout
    assert {p.name for p in Path("out").iterdir()} == {
        "judges.html",
        "judges.json",
        "judges.md",
        "python-judges.py-fond",
        "python-judges.py-sober",
        "traffic.json",
    }
    for judge in (FOND, SOBER):
        assert f"judging {judge} 30/30 items, " in done.stderr
    found = read("out/judges.json")
    assert [f["judge"] for f in found["findings"]] == [SOBER, FOND]
    assert found["gaps"][0]["apart"]
    assert found["reproduce"].endswith(f"--judge {FOND} --judge {SOBER}")
    assert 'href="python-judges.py-fond/report.html"' in Path("out/judges.html").read_text()
    alone = run("audit", "rows.jsonl", *flags(FOND), *SCALE, *ATTACKS, *LOOSE, "-o", "alone")
    assert alone.returncode == 1
    beside = Path("out/python-judges.py-fond/audit.json").read_bytes()
    assert Path("alone/audit.json").read_bytes() == beside


def test_finished_audits_are_ranked_without_asking(run: Run) -> None:
    for name, judge in (("a", FOND), ("b", SOBER)):
        run("audit", "rows.jsonl", *flags(judge), *SCALE, *ATTACKS, *LOOSE, "-o", name)
    done = run("rank", "a/audit.json", "b", "--json")
    assert done.returncode == 1, done.stderr
    assert [f["judge"] for f in json.loads(done.stdout)["findings"]] == [SOBER, FOND]
    twice = run("rank", "a", "b", "a/audit.json", "-o", "out")
    assert twice.returncode == 1
    names = [f["judge"] for f in read("out/judges.json")["findings"]]
    assert names == [SOBER, "a", "a/audit.json"]
    assert "Not told apart: a and a/audit.json." in twice.stdout


def test_a_judge_that_is_down_is_said_and_loses_nobody_a_result(run: Run) -> None:
    done = run("audit", "rows.jsonl", *flags(SOBER, DOWN, FOND), *SCALE, *ATTACKS, "-o", "out")
    assert done.returncode == 4
    assert f"judgekit: {DOWN} is down: 20 calls in a row failed" in done.stderr
    assert f"{DOWN} is down and has no audit: " in done.stdout
    assert len(list(Path("out").glob("*/audit.json"))) == 2


LISTED = """
judge: openai/has-no-part
limit: 3
judges:
  - name: careful
    judge: openai/one
    prompt: pointwise
    api_base: {url}
    price_per_million: [1000, 0]
  - judge: openai/two
    prompt: pointwise-rubric
    api_base: {url}
    params: {{temperature: 0.5}}
    price_per_million: [1000, 0]
"""


def listed(provider: Provider) -> None:
    Path("judgekit.yaml").write_text(LISTED.format(url=provider.base_url))


def test_the_list_of_the_file_is_audited_with_what_is_each_judge_s_own_and_replays(
    run: Run, provider: Provider
) -> None:
    listed(provider)
    before = provider.count
    first = run("audit", "rows.jsonl", *ATTACKS, "-o", "out", "--json")
    seen = provider.requests[before:]
    found = json.loads(first.stdout)
    manifests = {f["judge"]: f["manifest"] for f in found["findings"]}
    assert {n: m["prompt"] for n, m in manifests.items()} == {
        "careful": "pointwise",
        "openai/two": "pointwise-rubric",
    }
    assert {r.body["model"] for r in seen} == {"one", "two"}
    assert {r.body.get("temperature") for r in seen if r.body["model"] == "two"} == {0.5}
    assert {r.body.get("temperature") for r in seen if r.body["model"] == "one"} == {None}
    again = run("audit", "rows.jsonl", *ATTACKS, "-o", "out", "--json", "--replay")
    assert (again.returncode, again.stdout) == (first.returncode, first.stdout)
    assert provider.count == before + len(seen)
    alone = run("audit", "rows.jsonl", "--judge", "careful", *ATTACKS, "-o", "alone", "--replay")
    assert alone.stdout
    assert Path("alone/audit.json").read_bytes() == Path("out/careful/audit.json").read_bytes()


def test_a_plan_counts_the_calls_of_all_judges(run: Run, provider: Provider) -> None:
    listed(provider)
    before = provider.count
    planned = run("plan", "rows.jsonl", *ATTACKS)
    assert planned.returncode == 0, planned.stderr
    assert provider.count == before
    total = planned.stdout.split("2 judges ask ")[1]
    left = int(total.split("journal, ")[1].split(" left")[0])
    run("audit", "rows.jsonl", *ATTACKS)
    assert provider.count == before + left
    assert f"{left:,} answered by the journal, 0 left" in run("plan", "rows.jsonl", *ATTACKS).stdout


def test_one_limit_holds_for_all_and_what_was_asked_is_kept(run: Run, provider: Provider) -> None:
    listed(provider)
    before = provider.count
    stopped = run("audit", "rows.jsonl", *ATTACKS, "--max-cost", "3")
    made = provider.count - before
    assert stopped.returncode == 4
    assert "stopped before --max-cost 3 was passed: $" in stopped.stderr
    assert {r.body["model"] for r in provider.requests[before:]} == {"one", "two"}
    resumed = stopped.stderr.split("resume with:\n  judgekit ")[1].split("\n")[0]
    planned = run("plan", "rows.jsonl", *ATTACKS).stdout.split("2 judges ask ")[1]
    kept = int(planned.split(" answered")[0].split()[-1])
    assert made - 2 <= kept <= made  # the first reply of each may still be looked at
    done = run(*shlex.split(resumed))
    assert done.returncode in (0, 1, 3), done.stderr
    left = int(planned.split("journal, ")[1].split(" left")[0])
    assert provider.count - before == made + left


def test_a_wrong_key_is_one_judge_s_trouble(run: Run, provider: Provider) -> None:
    with Provider(faults=[Fault(401)] * 999) as locked:
        Path("judgekit.yaml").write_text(
            LISTED.format(url=provider.base_url).replace(provider.base_url, locked.base_url, 1)
        )
        done = run("audit", "rows.jsonl", *ATTACKS, "-o", "out")
    assert done.returncode == 4
    assert "careful is down and has no audit" in done.stdout
    assert "401" in done.stdout
    assert "sk-loopback" not in done.stdout + done.stderr
    assert read("out/openai-two/audit.json")["manifest"]["n_unscored"] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "judges:\n  - judge: a\n    api_bas: http://h\n",
            "judgekit.yaml:3: setting 'judges.0.api_bas' is unknown; did you mean 'api_base'?",
        ),
        ("seed: 1\njudges:\n  - name: b\n", "judgekit.yaml:3: setting 'judges.0.judge'"),
        ("judges: [{judge: a, scale: wide}]\n", "judgekit.yaml:1: setting 'judges.0.scale'"),
        ("judges: [{judge: a}, {judge: a}]\n", "judges: 'a' is that of two judges"),
        ("judges: [{judge: a/b}, {judge: a-b}]\n", "the folder 'a-b' is that of two judges"),
        ("judges: [{judge: a}]\n", "judges: one alone has no rank"),
        ("judges: a\n", "judgekit.yaml:1: setting 'judges'"),
    ],
)
def test_a_wrong_list_is_refused_by_file_line_and_field(run: Run, text: str, said: str) -> None:
    Path("judgekit.yaml").write_text(text)
    done = run("audit", "rows.jsonl", *ATTACKS)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*flags(SOBER, SOBER), *SCALE), f"{SOBER!r} is that of two judges"),
        ((*flags(SOBER, FOND), *SCALE, "--early-stop"), "--early-stop: judges are compared"),
        ((*flags(SOBER, FOND), *SCALE, "--compare-defences"), "is about one judge"),
        ((*flags("openai/a", "openai/b"), "--price-per-million", "1,2"), "is one judge's"),
        ((*flags("openai/gpt-4o", FOND), "--max-cost", "1", *SCALE), "--max-cost: "),
    ],
)
def test_what_several_judges_cannot_be_asked_is_refused_in_a_sentence(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    done = run("audit", "rows.jsonl", *words, *ATTACKS)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_hostile_name_stays_a_name_in_a_folder_of_its_own(run: Run) -> None:
    names = ("../../up", "<b>\x1b[31m\u202eevil", "..")
    listed = [{"name": name, "judge": SOBER, "scale": "1..10"} for name in names]
    Path("judgekit.yaml").write_text(json.dumps({"limit": 6, "judges": listed}))
    done = run("audit", "rows.jsonl", *ATTACKS, "-o", "deep/out")
    assert done.returncode == 3, done.stderr
    folders = {p.name for p in Path("deep/out").iterdir() if p.is_dir()}
    assert folders == {"-..-up", "-b-31m-evil", "judge"}
    assert {p.name for p in Path().iterdir()} - {"__pycache__"} == {
        "deep",
        "judges.py",
        "judgekit.yaml",
        "rows.jsonl",
    }
    page = Path("deep/out/judges.html").read_text()
    for active in ("<b>\x1b", "\x1b", "\u202e"):
        assert active not in page + done.stdout + done.stderr


@pytest.mark.parametrize(
    ("judges", "attacks", "said"),
    [
        ("[{judge: openai/a, prompt: pairwise}, {judge: openai/b}]", "authority/url", "compares"),
        ("[{judge: openai/a}, {judge: 'python:judges.py:fond'}]", "scale", "no attack can be"),
    ],
)
def test_judges_that_could_not_be_ranked_are_refused_before_anything_is_paid(
    run: Run, provider: Provider, judges: str, attacks: str, said: str
) -> None:
    where = f"api_base: {provider.base_url}, judge: openai"
    Path("judgekit.yaml").write_text(f"judges: {judges.replace('judge: openai', where)}\n")
    before = provider.count
    done = run("audit", "rows.jsonl", *SCALE, "--attacks", attacks)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert provider.count == before


def test_one_audit_has_no_rank(run: Run) -> None:
    done = run("rank", "rows.jsonl")
    assert (done.returncode, "give two or more" in done.stderr) == (2, True)
