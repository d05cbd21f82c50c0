"""The command line as a new user meets it."""

from __future__ import annotations

import json
import os
import shlex
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from forked import forked
from shell import Done, Run, shell

from judgekit.testing import FAULTS, Fault, Provider, storm

ROWS = [
    {
        "id": f"sum-{i}",
        "prompt": f"What is {i} + {i}?",
        "response": f"Twice {i} is asked for. The answer is {2 * i}.",
        "wrong_response": f"Twice {i} is asked for. The answer is {2 * i + 1}.",
        "verify": {"numeric": {"answer": 2 * i}},
    }
    for i in range(1, 13)
]
KEY = "sk-loopback-0000"
ATTACKS = ("--attacks", "authority/url", "--attacks", "tone/certain")
ATTACKS += ("--attacks", "-controls/[d-v]*")  # what a command does needs few controls


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = "".join(json.dumps(r) + "\n" for r in ROWS)
    (tmp_path / "rows.jsonl").write_text(lines)
    return tmp_path


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the command line in this process, which spares each test the import of LiteLLM."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    return shell(capsys, monkeypatch)


@pytest.fixture
def audit(run: Run) -> Run:
    """Return the audit of rows.jsonl by the judge of a provider."""

    def command(base_url: str, *words: str, **env: str) -> Done:
        return run("audit", "rows.jsonl", *_judge(base_url), *ATTACKS, *words, **env)

    return command


def _judge(base_url: str) -> tuple[str, ...]:
    return ("--judge", "openai/judge", "--api-base", base_url, "--prompt", "pointwise")


def read(folder: Path, name: str = "judgekit-out") -> Any:
    return json.loads((folder / name / "audit.json").read_text())


def test_an_audit_writes_its_files_and_says_its_verdict(
    folder: Path, provider: Provider, audit: Run
) -> None:
    done = audit(provider.base_url)
    assert done.returncode in (1, 3), done.stderr
    assert done.stdout.split()[0] in ("EXCEEDED", "INCONCLUSIVE")
    assert "report: judgekit-out/report.html" in done.stdout
    assert "judging" in done.stderr
    assert {p.name for p in (folder / "judgekit-out").iterdir()} == {
        "CARD.md",
        "audit.json",
        "card.json",
        "effects.csv",
        "report.html",
        "report.md",
        "traffic.json",
    }
    assert read(folder)["manifest"]["reproduce"].startswith("judgekit audit rows.jsonl --judge")


def test_attributes_are_audited_one_by_one_and_schema_bound(
    folder: Path, provider: Provider, run: Run
) -> None:
    judge = (*_judge(provider.base_url)[:-1], "attributes", "--structured")
    done = run("audit", "rows.jsonl", *judge, *ATTACKS)
    assert done.returncode in (1, 3), done.stderr
    assert "attributes   clarity: moved too far by" in done.stdout
    found = read(folder)
    assert found["manifest"]["protocol"] == "attributes"
    assert found["manifest"]["n_unscored"] == 0
    assert [f["name"] for f in found["attributes"]["findings"]] == [
        "clarity",
        "relevance",
        "specificity",
        "overall",
    ]
    shape = provider.requests[-1].body["response_format"]["json_schema"]["schema"]
    assert shape["required"][0] == "reason"
    assert "Which attribute each attack moves" in (folder / "judgekit-out/report.html").read_text()


def test_the_key_is_nowhere_on_disk_or_screen(folder: Path, provider: Provider, audit: Run) -> None:
    done = audit(provider.base_url)
    assert KEY not in done.stdout + done.stderr
    for path in folder.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()


def test_json_alone_is_on_stdout_where_it_is_asked_for(
    folder: Path, provider: Provider, audit: Run
) -> None:
    assert json.loads(audit(provider.base_url, "--json").stdout)["verdict"]


def test_a_second_run_asks_nothing_and_a_replay_needs_no_provider(folder: Path, audit: Run) -> None:
    with Provider() as provider:
        audit(provider.base_url)
        asked = provider.count
        audit(provider.base_url, "-o", "again")
        assert provider.count == asked
    replayed = audit(provider.base_url, "--replay", "-o", "replayed")
    assert replayed.returncode in (1, 3), replayed.stderr
    files = ("judgekit-out", "again", "replayed")
    for name in ("audit.json", "report.html", "report.md"):
        assert len({(folder / f / name).read_bytes() for f in files}) == 1


def test_what_a_storm_did_is_told_beside_the_audit_and_never_in_it(
    folder: Path, audit: Run
) -> None:
    with Provider(faults=storm(3, share=0.1, kinds=[FAULTS["503"]])) as provider:
        done = audit(provider.base_url)
        tries = provider.count
    sent = json.loads((folder / "judgekit-out/traffic.json").read_text())
    assert sent["fast"] + sent["through_litellm"] == tries
    assert sent["retries"] == sent["crowded"] == tries - provider.answered > 0
    assert f"sent {tries:,} calls" in done.stderr
    assert f"{sent['retries']} tried again" in done.stderr
    replayed = audit(provider.base_url, "--replay", "-o", "replayed")
    assert read(folder) == read(folder, "replayed")
    assert "sent" not in replayed.stderr


def test_recordings_travel_as_text_and_replay_the_same_bytes(
    folder: Path, provider: Provider, audit: Run, run: Run
) -> None:
    audit(provider.base_url)
    journal = ".judgekit/replies.journal"
    assert "replies in" in run("recordings", "export", journal, "git.jsonl").stdout
    assert "new replies" in run("recordings", "import", "git.jsonl", "b.journal").stdout
    audit(provider.base_url, "--replay", "--journal", "b.journal", "-o", "b")
    assert read(folder) == read(folder, "b")


def test_a_replay_that_lacks_a_reply_says_which(
    folder: Path, provider: Provider, audit: Run
) -> None:
    audit(provider.base_url)
    done = audit(provider.base_url, "--replay", "--repeats", "2")
    assert done.returncode == 2
    assert "no reply of 'openai/judge'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('{"prompt": "a"}', "rows.jsonl:13: field 'response'"),
        ('{"prompt": "a", "respnse": "b"}', "did you mean 'response'?"),
        ("{", "rows.jsonl:13:"),
        ('{"prompt": "a", "response": "b", "verify": {"numeri": {}}}', "did you mean 'numeric'?"),
    ],
)
def test_a_bad_row_is_named_by_file_line_and_field(
    folder: Path, row: str, message: str, run: Run
) -> None:
    with (folder / "rows.jsonl").open("a") as file:
        file.write(row + "\n")
    done = run("audit", "rows.jsonl")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "judgekit-out").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("audit", "none.jsonl"), "none.jsonl"),
        (("audit", "--attacks", "authorty"), "did you mean 'authority'?"),
        (("audit", "--prompt", "referense"), "did you mean 'reference'?"),
        (("audit", "--judge", "local:none.gguf"), "none.gguf"),
        (("audit", "--limit", "0"), "--limit"),
        (("audit", "--config", "none.yaml"), "none.yaml"),
        (("audit", "--api-base", "http://user:pw@host/v1"), "no user or password"),
        (("attacks", "show", "authority/ur"), "did you mean 'authority/url'?"),
        (("prompts", "try", "pointwise", "--sample", "fact-o3"), "did you mean 'fact-03'?"),
        (("attacks", "try", "authority/url", "--sample", "fact-o3"), "did you mean 'fact-03'?"),
        (("audt",), "audt"),
    ],
)
def test_a_wrong_word_is_one_sentence_and_exit_2(
    folder: Path, words: tuple[str, ...], message: str, run: Run
) -> None:
    done = run(*words)
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refused_key_is_exit_4(folder: Path, audit: Run) -> None:
    with Provider(faults=[Fault(401)] * 99) as provider:
        done = audit(provider.base_url)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_a_judge_that_babbles_is_exit_4(folder: Path, audit: Run) -> None:
    with Provider(lambda body: "what a lovely day") as provider:
        done = audit(provider.base_url)
    assert done.returncode == 4
    assert "judgments have no score" in done.stderr


def test_a_variable_stands_for_its_flag_and_gives_way_to_it(
    folder: Path, provider: Provider, audit: Run
) -> None:
    audit(provider.base_url, JUDGEKIT_LIMIT="5")
    assert read(folder)["manifest"]["n_samples"] == 5
    audit(provider.base_url, "--limit", "4", JUDGEKIT_LIMIT="5")
    assert read(folder)["manifest"]["n_samples"] == 4


def test_the_reproduce_command_makes_the_same_audit(
    folder: Path, provider: Provider, audit: Run, run: Run
) -> None:
    audit(provider.base_url, "--alpha", "0.1", "--param", "top_p=0.5", "--attacks=-controls/step")
    again = shlex.split(read(folder)["manifest"]["reproduce"])
    assert "--alpha" in again
    assert "--tolerance" not in again
    assert run(*again[1:], "-o", "again").returncode in (1, 3)
    assert read(folder) == read(folder, "again")


def test_a_report_is_made_again_from_its_audit(
    folder: Path, provider: Provider, audit: Run, run: Run
) -> None:
    audit(provider.base_url)
    run("report", "judgekit-out/audit.json", "-o", "again")
    for name in ("audit.json", "report.html", "report.md"):
        first = (folder / "judgekit-out" / name).read_bytes()
        assert (folder / "again" / name).read_bytes() == first


def test_killed_in_a_storm_it_pays_only_for_what_is_missing(folder: Path, audit: Run) -> None:
    with Provider(latency_s=0.03, faults=storm(1)) as provider:
        _kill_after(40, folder, provider)
        patient = ("--max-retries", "20", "--max-connections", "16")
        done = audit(provider.base_url, *patient)
        paid = provider.answered
        (folder / ".judgekit").rename(folder / "first")
        audit(provider.base_url, *patient, "-o", "whole")
    assert done.returncode in (1, 3), done.stderr
    assert read(folder) == read(folder, "whole")
    # At most the calls in flight at the kill are paid for twice.
    needed = read(folder)["manifest"]["n_judgments"]
    assert read(folder)["manifest"]["n_unscored"] == 0
    assert needed <= paid <= needed + 16


def _kill_after(calls: int, folder: Path, provider: Provider) -> None:
    words = ("audit", "rows.jsonl", *_judge(provider.base_url), *ATTACKS)
    run = forked(*words, "--max-connections", "16", talk=folder / "talk")
    _wait_for(calls, provider)
    assert run.is_alive(), "the run ended before it could be killed"
    run.kill()
    run.join(30)
    assert run.exitcode == -signal.SIGKILL


def _wait_for(calls: int, provider: Provider) -> None:
    deadline = time.monotonic() + 60
    while provider.count < calls and time.monotonic() < deadline:
        time.sleep(0.02)


def test_an_interrupt_is_exit_130_and_tells_how_to_resume(folder: Path, run: Run) -> None:
    with Provider(latency_s=0.05) as provider:
        words = ("audit", "rows.jsonl", *ATTACKS, *_judge(provider.base_url))
        running = forked(*words, "--max-connections", "2", talk=folder / "talk")
        _wait_for(10, provider)
        os.kill(running.pid or 0, signal.SIGINT)
        running.join(30)
        running.kill()  # or leaving the block would wait for it for ever
    talk = (folder / "talk").read_text()
    assert running.exitcode == 130, talk
    assert "resume with:\n  judgekit audit rows.jsonl" in talk
    assert "Traceback" not in talk


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    for command in ("demo", "audit", "report", "attacks", "prompts", "recordings", "local"):
        assert f"  {command} " in done.stdout


def test_the_catalogue_is_listed_shown_tried_and_checked(folder: Path, run: Run) -> None:
    assert "authority/url" in run("attacks", "list", "authority").stdout
    assert "example.org" in run("attacks", "show", "authority/url").stdout
    tried = run("attacks", "try", "authority/url", "--text", "It is so.")
    assert tried.stdout.startswith("It is so.{+")
    assert "affix" in tried.stderr
    assert run("attacks", "lint").returncode == 0


def test_an_attack_of_one_s_own_is_audited_beside_the_catalogue(
    folder: Path, provider: Provider, audit: Run
) -> None:
    own = folder / "mine" / "slogan"
    own.mkdir(parents=True)
    packaged = Path(__file__).parents[2] / "attacks" / "authority" / "url.yaml"
    (own / "link.yaml").write_text(packaged.read_text())
    audit(provider.base_url, "--attacks-dir", "mine", "--attacks", "slogan")
    assert "slogan/link" in {e["attack"] for e in read(folder)["effects"]}


@pytest.mark.parametrize("kind", ["attack", "prompt", "sample", "audit", "settings"])
def test_schemas_are_json(folder: Path, kind: str, run: Run) -> None:
    assert json.loads(run("schema", kind).stdout)["type"] == "object"


def test_a_pairwise_audit_asks_in_both_orders_and_tells_of_the_place(
    audit: Run, provider: Provider
) -> None:
    before = len(provider.requests)
    done = audit(provider.base_url, "--prompt", "pairwise-tie", "--json")
    found = json.loads(done.stdout)
    assert found["manifest"]["against"] == "rival"
    assert found["position"]["n"] == len(ROWS)
    # Two calls a judgment, one where both orders of a comparison are asked for anyway.
    asked = len(provider.requests) - before
    assert found["manifest"]["n_judgments"] < asked <= 2 * found["manifest"]["n_judgments"]
    assert "position     first place" in audit(provider.base_url, "--prompt", "pairwise-tie").stdout


def test_against_without_a_pairwise_prompt_is_refused(audit: Run, provider: Provider) -> None:
    done = audit(provider.base_url, "--against", "itself")
    assert done.returncode == 2
    assert "compares nothing" in done.stderr


def test_greedy_tells_the_gain_on_rows_it_did_not_choose_on(
    run: Run, folder: Path, provider: Provider
) -> None:
    words = ("greedy", "rows.jsonl", "--judge", "openai/m", "--api-base", provider.base_url)
    some = ("--attacks", "formatting/headings", "--attacks", "authority/url", "--max-calls", "200")
    before = len(provider.requests)
    done = run(*words, *some, "-o", "found.json")
    assert done.returncode == 0
    assert "on 6 items that had no part in the choice: formatting/headings" in done.stdout
    assert len(provider.requests) - before <= 200
    assert json.loads((folder / "found.json").read_text())["max_calls"] == 200
    few = run(*words, *some[:-1], "20")
    assert few.returncode == 2
    assert "--max-calls 20: composing 3 attacks on 12 samples may take 72 calls" in few.stderr


def test_greedy_again_asks_nothing_and_says_the_same(run: Run, folder: Path) -> None:
    some = ("--attacks", "formatting/headings", "--attacks", "authority/url", "--max-calls", "100")
    with Provider() as provider:
        words = ("greedy", "rows.jsonl", *_judge(provider.base_url), *some, "--json")
        first = run(*words, "-o", "first.json")
        asked = provider.count
        again = run(*words)
        assert provider.count == asked == json.loads(first.stdout)["n_calls"]
    replayed = run(*words, "--replay", "-o", "replayed.json")
    assert first.stdout == again.stdout == replayed.stdout == (folder / "first.json").read_text()
    written = run(*words, "--generate", "openai/writer")
    assert written.returncode == 2
    assert "run 'judgekit attacks write' before it" in written.stderr


def test_greedy_on_a_provider_that_fails_has_failed(run: Run) -> None:
    some = ("--attacks", "authority/url", "--max-calls", "100", "--max-retries", "0")
    with Provider(faults=[Fault(500)] * 100) as provider:
        done = run("greedy", "rows.jsonl", *_judge(provider.base_url), *some)
    assert done.returncode == 4
    assert "judgments have no score" in done.stderr
    assert done.stdout.startswith("no attack raised the score")
