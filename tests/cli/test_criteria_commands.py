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


def graded(i: int, **grades: Any) -> dict[str, Any]:
    return row(i, "So.", metadata={"attributes": grades})


def test_thresholds_keep_what_a_mean_drops_and_the_reverse():
    rows = [graded(i, clarity=5, relevance=2, overall=5) for i in range(6)]
    rows += [graded(10 + i, clarity=3, relevance=3, overall=2) for i in range(4)]
    rows += [graded(20, clarity=4), row(21, "So."), graded(22, clarity="good", relevance=4)]
    write(rows)
    flags = ("--threshold", "clarity=3", "--threshold", "relevance=3", "--overall", "overall")
    lines = said("attributes", "rows.jsonl", *flags, "--scale", "1..5")
    assert "10 rows graded\n" in lines
    assert "  1 not: no grade of clarity, overall\n" in lines
    assert "  1 not: no grades\n" in lines
    assert "the mean of all                    4                   0           6" in lines
    assert "the grade of the whole             0                   4           6" in lines
    assert "relevance               6         6" in lines
    found = json.loads(said("attributes", "rows.jsonl", *flags, "--scale", "1..5", "--json"))
    assert found["kept"][0]["difference"]["est"] == -0.6
    assert found["halo"][0]["correlation"] == pytest.approx(-1)


def test_a_threshold_that_is_no_grade_is_named():
    write([graded(1, clarity=5)])
    done = run("attributes", "rows.jsonl", "--threshold", "clarity", "--scale", "1..5")
    assert isinstance(done.exception, InputError)
    assert "clarity=4" in str(done.exception)


def test_the_confidence_of_recorded_tokens_is_held_against_the_verifiers():
    def answered(i: int, answer: int, logprob: float) -> dict[str, Any]:
        tokens = ["The answer is ", str(answer), "."]
        logprobs = {"tokens": tokens, "token_logprobs": [-1.0, logprob, -1.0]}
        verify = {"numeric": {"answer": i}}
        return row(i, "".join(tokens), verify=verify, metadata={"logprobs": logprobs})

    write([answered(i, i, -0.05) if i % 4 else answered(i, -1, -0.9) for i in range(1, 41)])
    lines = said("confidence", "rows.jsonl", "--fewest-settled", "40")
    assert "confidence of 40 answers settled, 30 right; 0 open" in lines
    assert "30  0.95  100.0 %  88 % to 100 %" in lines
    assert "right above wrong (AUC): 1.00 [1.00, 1.00]" in lines
    assert "may not rank" in lines
    found = json.loads(said("confidence", "rows.jsonl", "--fewest-settled", "40", "--json"))
    assert found["ece"]["est"] == pytest.approx(0.75 * (1 - 0.95123) + 0.25 * 0.40657, abs=1e-4)
    may = said("confidence", "rows.jsonl", "--fewest-settled", "40", "--most-ece", "0.3")
    assert "\nmay rank right answers: " in may
