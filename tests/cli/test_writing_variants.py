"""Variants that a model writes, from the command line: paid once, reviewed, replayed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from shell import Run, shell

from judgekit.testing import Fault, Provider, verdict_by_rules
from judgekit.types import Reply

ROWS = [
    {
        "id": f"sum-{i}",
        "prompt": f"What is {i} + {i}?",
        "response": f"Twice {i} is asked for, so we add them. The answer is {2 * i}.",
        "wrong_response": f"Twice {i} is asked for, so we add them. The answer is {2 * i + 1}.",
        "verify": {"numeric": {"answer": 2 * i}},
    }
    for i in range(2, 8)
]
SAD = "tone/written-sad"
ONLY_SAD = ("--attacks", SAD, "--attacks", "-controls")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the command line in this process, in a folder with rows.jsonl."""
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-loopback-0000")

    return shell(capsys, monkeypatch)


def writer_and_judge(body: dict[str, Any]) -> str | Reply:
    """Write sadly where an answer is to be rewritten, and declines on one; else judge by rules."""
    shown = str(body["messages"][-1]["content"])
    found = re.search(r"<answer>\n(.*)\n</answer>\n\nRewrite", shown, re.S)
    if found is None:
        return verdict_by_rules(body)
    if "What is 5" in shown:
        return "I'm sorry, but I would rather not."
    return f"<rewritten>Alas and alack: {found[1]}</rewritten>"


def audit(base_url: str, *words: str) -> tuple[str, ...]:
    judge = ("--judge", "openai/judge", "--api-base", base_url, "--prompt", "pointwise")
    return ("audit", "rows.jsonl", *judge, *ONLY_SAD, "--attacks", "tone/cheerful", *words)


def writer(base_url: str, model: str = "openai/writer") -> tuple[str, ...]:
    return ("--generate", model, "--generate-api-base", base_url)


def effect(folder: str = "judgekit-out") -> dict[str, Any] | None:
    audited = json.loads(Path(folder, "audit.json").read_text())
    return next((e for e in audited["effects"] if e["attack"] == SAD), None)


def rows_of(file: str = "judgekit-out/written.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]


def test_an_audit_writes_what_is_missing_first_and_never_pays_twice(run: Run) -> None:
    with Provider(writer_and_judge) as provider:
        done = run(*audit(provider.base_url, *writer(provider.base_url)))
        assert done.returncode in (1, 3), done.stderr
        assert "5 accepted, 1 refused, 0 failed; to review: judgekit-out/written" in done.stderr
        found = effect()
        assert found is not None
        assert (found["n"], found["n_declined"]) == (5, 1)
        (refused,) = (r for r in rows_of() if r["status"] == "refused")
        assert (refused["sample"], refused["reason"]) == (
            "sum-5",
            "the reply has no <rewritten> text",
        )
        asked, first = provider.count, Path("judgekit-out/audit.json").read_bytes()
        run(*audit(provider.base_url, *writer(provider.base_url)))
        assert provider.count == asked
        assert Path("judgekit-out/audit.json").read_bytes() == first
    run(*audit(provider.base_url, *writer(provider.base_url), "--replay", "-o", "replayed"))
    assert Path("replayed/audit.json").read_bytes() == first
    assert rows_of("replayed/written.jsonl") == rows_of()


def test_a_reviewed_file_replays_without_the_writer(run: Run) -> None:
    with Provider(writer_and_judge) as provider:
        done = run("attacks", "write", "rows.jsonl", *ONLY_SAD, *writer(provider.base_url))
        assert done.returncode == 0, done.stderr
        assert re.search(r"tone/written-sad +5 of 6 accepted +1 the reply has no", done.stdout)
        assert done.stdout.endswith("texts: written.jsonl\n")
        file = Path("written.jsonl")
        file.write_text(file.read_text().replace('"status": "accepted"', '"status": "refused"', 1))
        asked = provider.count
        done = run(*audit(provider.base_url, "--written", "written.jsonl"))
        assert done.returncode in (1, 3), done.stderr
    found = effect()
    assert found is not None
    assert (found["n"], found["n_declined"]) == (4, 2)
    bodies = [s.body["model"] for s in provider.requests[asked:]]
    assert set(bodies) == {"judge"}


def test_writing_again_keeps_what_a_person_decided(run: Run) -> None:
    words = ("attacks", "write", "rows.jsonl", *ONLY_SAD)
    with Provider(writer_and_judge) as provider:
        run(*words, "--limit", "3", *writer(provider.base_url))
        file = Path("written.jsonl")
        file.write_text(file.read_text().replace('"status": "accepted"', '"status": "refused"'))
        decided = rows_of("written.jsonl")
        asked = provider.count
        run(*words, *writer(provider.base_url))
        assert provider.count - asked == len(ROWS) - len(decided)
    now = rows_of("written.jsonl")
    assert [r for r in now if r in decided] == decided
    assert "accepted" in {r["status"] for r in now}


def test_an_audit_never_writes_over_a_review(run: Run) -> None:
    with Provider(writer_and_judge) as provider:
        words = audit(provider.base_url, *writer(provider.base_url))
        run(*words)
        file = Path("judgekit-out/written.jsonl")
        reviewed = file.read_text().replace('"status": "accepted"', '"status": "refused"', 1)
        file.write_text(reviewed)
        done = run(*words)
        assert done.returncode == 2
        assert "holds rows that differ from those written now, perhaps by review" in done.stderr
        assert file.read_text() == reviewed
        done = run(*words, "--written", str(file))
        assert done.returncode in (1, 3), done.stderr
        assert file.read_text() == reviewed


def test_a_changed_answer_leaves_its_text_out_and_says_so(run: Run) -> None:
    with Provider(writer_and_judge) as provider:
        run("attacks", "write", "rows.jsonl", *ONLY_SAD, *writer(provider.base_url))
        changed = ROWS[0] | {"response": "Add them up and see. The answer is 4."}
        rows = [changed, *ROWS[1:]]
        Path("rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
        done = run(*audit(provider.base_url, "--written", "written.jsonl"))
    assert "left out, as for another answer or task: 1 text of written.jsonl" in done.stderr
    found = effect()
    assert found is not None
    assert found["n"] == 4


def test_without_texts_the_written_attacks_are_not_in_the_report(run: Run) -> None:
    with Provider(writer_and_judge) as provider:
        done = run(*audit(provider.base_url))
    assert done.returncode in (1, 3), done.stderr
    page, command = Path("judgekit-out/report.html").read_text().split("--attacks", 1)
    assert "written-" not in page
    assert "written-" in command


def test_a_judge_that_wrote_its_own_variants_is_named(run: Run) -> None:
    with Provider(writer_and_judge) as provider:
        done = run(*audit(provider.base_url, *writer(provider.base_url, "openai/judge")))
    assert "the judge itself wrote 5 texts among the variants and may prefer its own" in done.stderr


def test_a_provider_that_is_down_is_no_success(run: Run) -> None:
    with Provider(faults=[Fault(status=500)] * 100) as provider:
        done = run(
            *("attacks", "write", "rows.jsonl", *ONLY_SAD, "--limit", "2"),
            *("--max-retries", "0", *writer(provider.base_url)),
        )
    assert done.returncode == 4
    assert "0 accepted, 0 refused, 2 failed" in done.stderr


def test_writing_needs_a_writer(run: Run) -> None:
    done = run("attacks", "write", "rows.jsonl")
    assert done.returncode == 2
    assert done.stderr == "judgekit: there is no model to write; give --generate MODEL\n"
