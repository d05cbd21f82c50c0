"""Submit, exit, collect: in processes of their own, one of which is killed."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import pytest
from forked import forked

from judgekit.cli import cli
from judgekit.testing import Batches, Dialect, Provider
from judgekit.testing.dialects import answered, asked
from judgekit.testing.rules import verdict_by_rules

KEY = "sk-test-0123456789abcdef"


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)


class Terminal:
    """Run commands in this process, on one journal."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str]:
        code = cli.main([*words, "--journal", "j.journal"], standalone_mode=False)
        said = self._capsys.readouterr()
        assert KEY not in said.out + said.err
        return code, said.out


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)


def flags(provider: Provider, dialect: Dialect = Dialect.OPENAI) -> list[str]:
    model = {Dialect.OPENAI: "openai/gpt-4o", Dialect.VLLM: "hosted_vllm/judge"}[dialect]
    where = ["--judge", model, "--api-base", provider.url(dialect)]
    return [*where, "--limit", "3", "--attacks", "authority/credential"]


def test_an_audit_after_a_batch_calls_only_what_is_missing(run: Terminal) -> None:
    batches = Batches()
    with Provider(batches=batches) as provider:
        code, out = run("batch", "submit", *flags(provider))
        n = len(batches.asked)
        assert (code, f"{n} requests submitted, 0 answered by the journal" in out) == (0, True)
        assert run("batch", "collect") == (3, f"{out[:12]}  validating  nothing yet\n")
        assert "gpt-4o" in run("batch", "status")[1]
        batches.finish(change=lambda i, line: None if i < 2 else line)
        code, out = run("batch", "collect", "--json")
        assert json.loads(out)[0]["counts"] == {"answered": n - 2, "missing": 2}
        run("audit", *flags(provider), "-o", "out")
        assert provider.count == 2
        assert run("batch", "submit", *flags(provider))[1].startswith("0 requests submitted")


def test_a_file_for_a_runner_comes_back_as_answers(run: Terminal) -> None:
    with Provider() as provider:
        those = flags(provider, Dialect.VLLM)
        _, out = run("batch", "submit", *those, "--to", "file", "-o", "files")
        (asked_in,) = Path("files").iterdir()
        assert str(asked_in) in out
        Path("answers.jsonl").write_text(run_batch(asked_in.read_text()))
        code, out = run("batch", "collect", "answers.jsonl")
        assert (code, out.split()[:2]) == (0, ["answers.jsonl", "read"])
        run("audit", *those, "-o", "out")
        assert provider.count == 0
    audit = json.loads(Path("out/audit.json").read_text())
    assert audit["manifest"]["n_unscored"] == 0
    assert audit["manifest"]["cost_usd"] is None


def test_half_of_a_runners_answers_leave_the_rest_waiting(run: Terminal) -> None:
    with Provider() as provider:
        those = flags(provider, Dialect.VLLM)
        run("batch", "submit", *those, "--to", "file", "-o", "files")
        (asked_in,) = Path("files").iterdir()
        lines = run_batch(asked_in.read_text()).splitlines(keepends=True)
        Path("some.jsonl").write_text("".join(lines[:2]) + lines[2][:50])
        code, out = run("batch", "collect", "some.jsonl")
        assert (code, "2 answered, 1 unreadable" in out) == (4, True)
        Path("all.jsonl").write_text("".join(lines))
        assert run("batch", "collect", "all.jsonl")[0] == 0


def test_what_is_no_batch_and_no_file_is_refused(run: Terminal) -> None:
    from judgekit.errors import InputError

    with Provider(batches=Batches()) as provider:
        run("batch", "submit", *flags(provider))
        with pytest.raises(InputError, match="has no batch 'answers'"):
            run("batch", "collect", "answers")
        Path("notes.txt").write_text("buy milk\n")
        with pytest.raises(InputError, match=r"notes\.txt: holds no results"):
            run("batch", "collect", "notes.txt")


def test_the_local_judge_has_no_batches(run: Terminal) -> None:
    from judgekit.errors import InputError

    with pytest.raises(InputError, match="--judge local: runs on this machine"):
        run("batch", "submit", "--judge", "local")


def test_a_run_killed_before_it_heard_of_its_batch_pays_once(run: Terminal, tmp_path: Path) -> None:
    submitting: list[ForkProcess] = []
    batches = Batches(created=lambda place: kill(submitting))
    with Provider(batches=batches) as provider:
        words = ["batch", "submit", *flags(provider), "--journal", "j.journal"]
        submitting.append(forked(*words, talk=tmp_path / "talk"))
        submitting[0].join(60)
        assert submitting.pop().exitcode == -signal.SIGKILL
        assert "0 requests submitted" in run("batch", "submit", *flags(provider))[1]
        batches.finish()
        assert run("batch", "collect")[0] == 0
        run("audit", *flags(provider), "-o", "out")
    assert len(batches.made) == 1
    assert provider.count == 0


def kill(processes: list[ForkProcess]) -> None:
    for process in processes:
        process.kill()
        wait([process.sentinel])


def run_batch(lines: str) -> str:
    """Answer a batch file as `vllm run-batch` does."""
    return "".join(f"{json.dumps(line)}\n" for line in _run_batch(lines))


def _run_batch(lines: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(map(json.loads, lines.splitlines())):
        body = asked(line["body"])
        spoken = answered(Dialect.VLLM, body, verdict_by_rules(body), number)
        response = {"status_code": 200, "request_id": f"vllm-{number}", "body": spoken}
        yield {"id": number, "custom_id": line["custom_id"], "response": response, "error": None}
