"""Judges that are no model with a prompt, as a user names them on the command line."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from judgekit.cli import main
from judgekit.testing import Fault, Provider
from judgekit.text import sha256

TOKEN = "correct-horse-battery"
ROWS = [
    {
        "id": f"sum-{i}",
        "prompt": f"What is {i} + {i}?",
        "response": f"Twice {i} is asked for. The answer is {2 * i}.",
        "wrong_response": f"Twice {i} is asked for. The answer is {2 * i + 1}.",
    }
    for i in range(1, 9)
]
ENDPOINT = """
url: {url}
headers:
  Authorization: Bearer ${{JUDGE_TOKEN}}
body: {{question: "{{{{ prompt }}}}", answer: "{{{{ response }}}}"}}
score: $.verdict.score
reason: $.verdict.why
usage: {{cost_usd: $.usd}}
scale: {{low: 0, high: 10, accept: 6}}
"""
CODE = """
def by_length(prompt, response):
    return min(10, len(response) / 10)

async def later(prompt, response):
    return {"score": True}
"""
ATTACKS = ("--attacks", "authority/url", "--attacks", "-controls/[d-v]*")


class Done(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS))
    (tmp_path / "mine.py").write_text(CODE)
    (tmp_path / "planted_module.py").write_text(CODE)
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", [*sys.path])

    def command(*words: str, token: str | None = TOKEN) -> Done:
        with monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["judgekit", *words])
            if token is not None:
                patched.setenv("JUDGE_TOKEN", token)
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    return command


@pytest.fixture
def audit(run: Run) -> Run:
    def command(judge: str, *words: str, **terms: Any) -> Done:
        return run("audit", "rows.jsonl", "--judge", judge, *ATTACKS, *words, **terms)

    return command


def score(body: dict[str, Any]) -> str:
    """Give 4 to 8 points by a hash of the answer, and say so."""
    points = 4 + int(sha256(body["answer"])[:4], 16) % 5
    return json.dumps({"verdict": {"score": points, "why": f"{points} points"}, "usd": 0.001})


def describe(folder: Path, provider: Provider, name: str = "endpoint.yaml") -> None:
    (folder / name).write_text(ENDPOINT.format(url=provider.service_url))


def manifest(folder: Path, name: str = "judgekit-out") -> Any:
    return json.loads((folder / name / "audit.json").read_text())["manifest"]


def test_an_endpoint_is_asked_once_and_replayed_without_it_or_its_key(
    folder: Path, audit: Run
) -> None:
    with Provider(score) as provider:
        describe(folder, provider)
        done = audit("http:endpoint.yaml")
        assert done.returncode in (1, 3), done.stderr
        asked = provider.count
        audit("http:endpoint.yaml", "-o", "again")
        assert provider.count == asked == manifest(folder)["n_judgments"]
    replayed = audit("http:endpoint.yaml", "--replay", "-o", "replayed", token=None)
    assert replayed.returncode == done.returncode, replayed.stderr
    files = [folder / out / "audit.json" for out in ("judgekit-out", "again", "replayed")]
    assert len({f.read_bytes() for f in files}) == 1
    assert manifest(folder)["cost_usd"] == pytest.approx(asked * 0.001)
    assert "points" in files[0].read_text()


def test_its_key_is_nowhere_on_disk_or_screen(folder: Path, audit: Run) -> None:
    echo = json.dumps({"error": f"who is {TOKEN}?"}).encode()
    with Provider(score, faults=[None, None, Fault(400, content=echo)]) as provider:
        describe(folder, provider)
        done = audit("http:endpoint.yaml")
    assert manifest(folder)["unscored"] == {"transport": 1}
    assert TOKEN not in done.stdout + done.stderr
    for path in folder.rglob("*"):
        assert not path.is_file() or TOKEN.encode() not in path.read_bytes()


def test_a_wrong_key_ends_the_run_at_once(folder: Path, audit: Run) -> None:
    with Provider(score, faults=[Fault(401)] * 999) as provider:
        describe(folder, provider)
        done = audit("http:endpoint.yaml", "--max-connections", "1")
        assert provider.count == 1
    assert done.returncode == 4
    assert "HTTP 401" in done.stderr


def test_a_key_that_is_not_set_is_asked_for_by_name(folder: Path, audit: Run) -> None:
    with Provider(score) as provider:
        describe(folder, provider)
        done = audit("http:endpoint.yaml", token=None)
        assert provider.count == 0
    assert done.returncode == 2
    assert "JUDGE_TOKEN" in done.stderr


def test_code_is_a_judge_and_the_report_says_how_to_repeat_it(folder: Path, audit: Run) -> None:
    judge = ("python:mine.py:by_length", "--scale", "0..10", "--accept", "6.5")
    assert audit(*judge).returncode in (1, 3)
    made = manifest(folder)
    assert made["scale"] == {"low": 0, "high": 10, "accept": 6.5}
    assert made["params"] == {"recorded": False}
    assert shlex.join(("--judge", *judge)) in made["reproduce"]
    assert not (folder / ".judgekit").exists()


def test_an_async_function_of_a_module_here_is_one_too(folder: Path, audit: Run) -> None:
    assert audit("python:planted_module:later", "--scale", "1..5").returncode in (1, 3)
    assert manifest(folder)["scale"]["accept"] == 3
    assert manifest(folder)["n_unscored"] == 0


def test_a_panel_of_an_endpoint_and_of_code_is_one_judge(folder: Path, audit: Run) -> None:
    with Provider(score) as provider:
        describe(folder, provider)
        panel = "members: [{judge: 'http:endpoint.yaml'}, {judge: 'python:mine.py:by_length',"
        panel += " scale: 0..10, accept: 6}]\nhow: median\nquorum: 1\n"
        (folder / "panel.yaml").write_text(panel)
        done = audit("panel:panel.yaml", "--seed", "3")
        assert done.returncode in (1, 3), done.stderr
        assert provider.count == manifest(folder)["n_judgments"]
    assert manifest(folder)["params"]["members"] == [
        "http:endpoint.yaml",
        "python:mine.py:by_length",
    ]


def test_two_endpoints_at_one_url_are_told_apart_by_their_headers(folder: Path, audit: Run) -> None:
    with Provider(score) as provider:
        for version in "ab":
            describe(folder, provider, f"{version}.yaml")
            with (folder / f"{version}.yaml").open("a") as file:
                file.write(f"headers: {{X-Version: {version}}}\n")
            text = (folder / f"{version}.yaml").read_text()
            kept = text.replace("headers:\n  Authorization: Bearer ${JUDGE_TOKEN}\n", "")
            (folder / f"{version}.yaml").write_text(kept)
        (folder / "panel.yaml").write_text("members: [{judge: http:a.yaml}, {judge: http:b.yaml}]")
        audit("panel:panel.yaml")
        versions = [seen.headers["x-version"] for seen in provider.requests]
    n = manifest(folder)["n_judgments"]
    assert (versions.count("a"), versions.count("b")) == (n, n)


REFUSED = {
    "no scale": (("python:mine.py:by_length",), "needs its scale"),
    "a replay of code": (
        ("python:mine.py:by_length", "--scale", "0..10", "--replay"),
        "never recorded",
    ),
    "a prompt for code": (
        ("python:mine.py:later", "--scale", "0..1", "--prompt", "pointwise"),
        "'prompt' has no part",
    ),
    "a scale for a model": (("openai/x", "--scale", "0..1"), "'scale' has no part"),
    "no scale at all": (("python:mine.py:later", "--scale", "ten"), "LOW..HIGH"),
    "a falling scale": (("python:mine.py:later", "--scale", "5..1"), "must rise"),
    "accept elsewhere": (
        ("python:mine.py:later", "--scale", "0..1", "--accept", "2"),
        "not on the scale",
    ),
    "accept alone": (("python:mine.py:later", "--accept", "1"), "give the scale"),
    "money for code": (
        ("python:mine.py:later", "--scale", "0..1", "--max-cost", "1"),
        "no limit can be kept",
    ),
    "a price of code": (
        ("python:mine.py:later", "--scale", "0..1", "--price-per-million", "1,1"),
        "'price_per_million' has no part",
    ),
    "money for an endpoint on a panel": (("panel:paid.yaml", "--max-cost", "1"), "'http:a.yaml'"),
    "an endpoint that writes": (("local", "--generate", "http:a.yaml"), "a model writes"),
    "a url": (("http://127.0.0.1/score",), "http:FILE.yaml"),
    "no file": (("http:nowhere.yaml",), "nowhere.yaml: cannot be read"),
    "a panel in a panel": (("panel:nested.yaml",), "is a panel itself"),
    "a misspelt field": (("panel:misspelt.yaml",), "misspelt.yaml:1.*'membres'"),
    "an endpoint without a path": (("http:pathless.yaml",), "pathless.yaml:.*'score'"),
}


@pytest.mark.parametrize(("judge", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(
    folder: Path, audit: Run, judge: tuple[str, ...], said: str
) -> None:
    nested = "members: [{judge: panel:nested.yaml}, {judge: local}]"
    (folder / "nested.yaml").write_text(nested)
    (folder / "paid.yaml").write_text("members: [{judge: http:a.yaml}, {judge: local}]")
    (folder / "misspelt.yaml").write_text("membres: []")
    scale = "scale: {low: 0, high: 1, accept: 1}"
    (folder / "pathless.yaml").write_text(f"url: http://127.0.0.1/\nbody: 1\n{scale}\n")
    done = audit(*judge)
    assert done.returncode == 2
    assert re.search(said, done.stderr), done.stderr
    assert "Traceback" not in done.stderr


def test_a_plan_counts_the_calls_that_an_endpoint_then_gets(folder: Path, run: Run) -> None:
    with Provider(score) as provider:
        describe(folder, provider)
        about = ("rows.jsonl", "--judge", "http:endpoint.yaml", *ATTACKS)
        (planned,) = json.loads(run("plan", *about, "--json", token=None).stdout)
        assert (provider.count, planned["cost_usd"]) == (0, None)
        run("audit", *about)
        assert provider.count == planned["n_calls"]


@pytest.mark.parametrize("judge", ["http:a.yaml", "python:mine.py:later", "panel:a.yaml"])
def test_only_a_providers_model_takes_batches(folder: Path, run: Run, judge: str) -> None:
    done = run("batch", "submit", "rows.jsonl", "--judge", judge)
    assert done.returncode == 2
    assert "takes batches" in done.stderr


def test_what_code_takes_is_not_planned(folder: Path, run: Run) -> None:
    done = run("plan", "rows.jsonl", "--judge", "python:mine.py:by_length", "--scale", "0..10")
    assert done.returncode == 2
    assert "cannot be foreseen" in done.stderr


def test_the_doctor_knows_every_kind_of_judge(folder: Path, run: Run) -> None:
    with Provider(score) as provider:
        describe(folder, provider)
        members = "members: [{judge: http:endpoint.yaml}, {judge: python:mine.py:later}]"
        (folder / "panel.yaml").write_text(members)
        told = run("doctor", "--judge", "panel:panel.yaml")
        assert provider.count == 0
    assert (told.returncode, "POST http://127.0.0.1" in told.stdout) == (0, True), told.stdout
    assert "not recorded" in told.stdout
    unset = run("doctor", "--judge", "http:endpoint.yaml", token=None)
    assert (unset.returncode, "not set: JUDGE_TOKEN" in unset.stdout) == (4, True)
    assert TOKEN not in told.stdout
    assert run("doctor", "--judge", "python:mine.py:latter").returncode == 4
    assert run("doctor", "--judge", "panel:panel.yaml", "--call").returncode == 2
