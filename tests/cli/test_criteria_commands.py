"""`judgekit criteria` from a shell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from judgekit.catalog import load_samples
from judgekit.cli import cli
from judgekit.criteria.style import SlickCertainty
from judgekit.errors import InputError
from judgekit.filtering import gate
from judgekit.types import Action, Reason

SHARED = Path(__file__).parents[3] / "shared" / "data" / "filter" / "gsm8k_solutions.jsonl"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(rows: Sequence[dict[str, Any]], name: str = "rows.jsonl") -> None:
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows))


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ("criteria", *words), standalone_mode=False)


def said(*words: str) -> str:
    done = run(*words)
    assert done.return_value == 0, done.exception
    return done.output


def row(i: int, said: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"r{i}", "prompt": f"{i} apples in {i} bags?", "response": said, **fields}


LONG = "Perhaps we should first look at what he had, and then we add to it. " * 4


def test_slick_rows_are_named_beside_the_groups():
    told = [row(i, LONG * (2 + i % 3), metadata={"teacher_context": "none"}) for i in range(20)]
    sure = "He had all of them, and so he took these to his own house at once."
    write([*told, row(99, sure, metadata={"teacher_context": "answer"})])
    lines = said("style", "rows.jsonl")
    assert "slick certainty: 1 of 1 row compared\n  r99\n" in lines
    assert "shown: answer" in lines
    assert json.loads(said("style", "rows.jsonl", "--json"))["slick"] == ["r99"]


def test_a_baseline_may_stand_in_a_file_of_its_own():
    write([row(i, LONG, metadata={"teacher_context": "none"}) for i in range(20)], "plain.jsonl")
    write([row(1, LONG, metadata={"teacher_context": "answer"})])
    assert "0 of 0 rows compared" in said("style", "rows.jsonl")
    assert "0 of 1 row compared" in said("style", "rows.jsonl", "--baseline", "plain.jsonl")


def test_right_and_wrong_come_from_verifiers_or_from_a_label():
    check = {"numeric": {"answer": 5}}
    write([row(i, f"{LONG} The answer is {i}.", verify=check) for i in (5, 6)])
    groups = json.loads(said("style", "rows.jsonl", "--json"))["by_outcome"]
    assert {name: g["rows"] for name, g in groups.items()} == {"right": 1, "wrong": 1}
    write([row(1, LONG, metadata={"ok": False})])
    groups = json.loads(said("style", "rows.jsonl", "--label", "ok", "--json"))["by_outcome"]
    assert list(groups) == ["wrong"]


def test_templates_and_twins_are_shown():
    steps = "First we take what there was and then add all that came after, so {0} + {0} = {1}."
    rows = [row(i, f"{steps.format(i, 2 * i)} The answer is {2 * i}.") for i in range(6)]
    answer = {"numeric": {"answer": 2}}
    changed = row(9, rows[1]["response"], verify={"numeric": {"answer": 3}})
    rows[1]["verify"] = answer
    write([*rows, {**changed, "metadata": {"twin_of": "r1", "twin": "n-1"}}])
    lines = said("shortcut", "rows.jsonl")
    assert "1 skeleton answering two prompts or more" in lines
    assert "variants, n-1: 1 pair settled, 0 open, 0 repeated" in lines
    found = json.loads(said("shortcut", "rows.jsonl", "--json"))
    assert found["templates"]["templates"][0]["prompts"] == 7
    assert found["twins"][0]["defaulted"]["est"] == 1


def test_what_a_filter_took_is_counted_by_its_reason():
    write([row(i, "x", metadata={"from": "a" if i < 3 else "b"}) for i in range(6)])
    write(
        [
            {"sample": f"r{i}", "action": "drop" if i < 2 else "keep", "reason": "wrong"}
            for i in range(5)
        ],
        "decisions.jsonl",
    )
    words = ("coverage", "rows.jsonl", "--family", "from", "--decisions", "decisions.jsonl")
    families = json.loads(said(*words, "--json"))["loss"]["families"]
    assert [(f["name"], f["kept"], f["lost"]) for f in families] == [
        ("a", 1, {"drop wrong": 2}),
        ("b", 2, {"not decided": 1}),
    ]
    assert "strata reached: " in said(*words)


def test_a_budget_is_spent_on_kept_rows_and_written(folder: Path):
    write([row(i, "x") for i in range(6)])
    decisions = [{"sample": f"r{i}", "action": "keep", "reason": "right"} for i in range(3)]
    write(decisions, "decisions.jsonl")
    np.save("v.npy", np.eye(6))
    words = ("coverage", "rows.jsonl", "--decisions", "decisions.jsonl", "--vectors", "v.npy")
    assert "2 rows chosen" in said(*words, "--budget", "2", "-o", "chosen.jsonl")
    chosen = [json.loads(line)["id"] for line in (folder / "chosen.jsonl").read_text().splitlines()]
    assert chosen == ["r0", "r1"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--vectors", "rows.jsonl"), "rows.jsonl: not an .npy file of numbers"),
        (("--vectors", "two.npy"), "two.npy: 2 vectors for 1 rows; give one for each"),
        (("--vectors", "objects.npy"), "objects.npy: not an .npy file of numbers"),
        (("--vectors", "absent.npy"), "absent.npy: not an .npy file of numbers"),
        (("--decisions", "absent.jsonl"), "absent.jsonl: cannot be read"),
        (("--decisions", "rows.jsonl"), "rows.jsonl:1: no decision; one JSON object a line"),
    ],
)
def test_what_a_person_can_put_right_is_one_sentence(words, why):
    write([row(1, "x")])
    np.save("two.npy", np.eye(2))
    np.save("objects.npy", np.array([{}]), allow_pickle=True)
    error = run("coverage", "rows.jsonl", *words).exception
    assert isinstance(error, InputError)
    assert why in str(error)


def test_the_gate_escalates_what_criteria_object_to_and_coverage_reads_its_decisions():
    check = {"numeric": {"answer": 5}}
    plain = [
        row(i, f"{LONG * (2 + i % 3)} The answer is 5.", metadata={"teacher_context": "none"})
        for i in range(20)
    ]
    sure = "He had all of them, and so he took these to his own house. The answer is 5."
    write([{**r, "verify": check} for r in [*plain, row(99, sure)]])
    slick = SlickCertainty(load_samples(Path("rows.jsonl")))
    decided = gate("rows.jsonl", None, criteria=[slick], output="out").decisions()
    assert {d.sample: d.reason for d in decided if d.action is Action.ESCALATE} == {
        "r99": Reason.SLICK_CERTAINTY
    }
    lines = said("coverage", "rows.jsonl", "--decisions", "out/decisions.jsonl")
    assert "escalate slick_certainty" in lines


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")
def test_real_solutions_hold_hardly_a_doubt_and_no_common_skeleton():
    problems = [json.loads(line) for line in SHARED.read_text().splitlines()[:15]]
    write(
        [
            {"id": f"{p['id']}-{s['model']}", "prompt": p["prompt"], "response": s["text"]}
            for p in problems
            for s in p["solutions"]
        ]
    )
    assert json.loads(said("style", "rows.jsonl", "--json"))["together"]["doubtless"] > 0.95
    found = json.loads(said("shortcut", "rows.jsonl", "--json"))["templates"]
    assert all(t["prompts"] < 5 for t in found["templates"])
