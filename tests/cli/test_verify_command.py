"""`judgekit verify` and `judgekit verifiers` from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from judgekit.cli import cli
from judgekit.errors import InputError
from judgekit.verifiers import VERIFIERS


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*answers: tuple[str, bool | None], verify: object = None) -> None:
    with Path("rows.jsonl").open("w") as file:
        for i, (response, label) in enumerate(answers):
            row = {"id": f"r{i}", "prompt": "6 * 7?", "response": response}
            row["verify"] = {"numeric": {"answer": 42}} if verify is None else verify
            file.write(json.dumps({**row, "metadata": {"ok": label}}) + "\n")


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, standalone_mode=False)


def test_right_rows_exit_0_and_a_wrong_one_1():
    write(("The answer is 42.", None))
    assert run("verify", "rows.jsonl").return_value == 0
    write(("The answer is 42.", None), ("The answer is 41.", None))
    assert run("verify", "rows.jsonl").return_value == 1


def test_nothing_settled_exits_3():
    write(("It is very hard to say.", None))
    assert run("verify", "rows.jsonl").return_value == 3


def test_a_label_that_is_contradicted_exits_1_and_is_shown():
    write(("The answer is 42.", True), ("The answer is 41.", False))
    assert run("verify", "rows.jsonl", "--label", "ok").return_value == 0
    write(("The answer is 42.", True), ("The answer is 42.", False))
    done = run("verify", "rows.jsonl", "--label", "ok")
    assert done.return_value == 1
    assert "1 verification contradicting a label" in done.output
    assert "r1 is labelled wrong; numeric: declares '42'" in done.output


def test_every_row_is_written_with_its_evidence(folder: Path):
    write(
        ("3 * 4 = 13, so the answer is 42.", None), verify={"numeric": {"answer": 42}, "steps": {}}
    )
    assert run("verify", "rows.jsonl", "-o", "out").return_value == 1
    (row,) = map(json.loads, (folder / "out" / "verified.jsonl").read_text().splitlines())
    assert (row["id"], row["outcome"], row["complete"]) == ("r0", "fail", True)
    assert row["verifiers"]["numeric"]["outcome"] == "pass"
    assert row["verifiers"]["steps"]["evidence"] == "3 * 4 = 13, but it is 12"
    counted = json.loads((folder / "out" / "verify.json").read_text())
    assert counted == json.loads(run("verify", "rows.jsonl", "--json").output)
    assert sorted(p.name for p in (folder / "out").iterdir()) == ["verified.jsonl", "verify.json"]


def test_code_without_a_sandbox_exits_4(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("judgekit.verifiers.code.run", lambda call: None)
    write(("def f(): return 1", None), verify={"code": {"function": "f", "cases": [[[], 1]]}})
    done = run("verify", "rows.jsonl")
    assert done.return_value == 4
    assert "install bubblewrap" in done.output


def test_a_verifier_of_one_s_own(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("judgekit.verifiers.registry.VERIFIERS", dict(VERIFIERS))
    (folder / "own_checks.py").write_text("def polite(sample, response, /):\n    return True\n")
    monkeypatch.syspath_prepend(str(folder))
    write(("Please.", None), verify={"polite": {}})
    with pytest.raises(InputError, match="verifier 'polite' unknown"):
        raise run("verify", "rows.jsonl").exception or AssertionError
    done = run("verify", "rows.jsonl", "--verifier", "polite=own_checks:polite")
    assert done.return_value == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--verifier", "x"), "--verifier x: is not NAME=MODULE:FUNCTION"),
        (("--verifier", "x=no_such:f"), "--verifier x=no_such:f: No module named 'no_such'"),
        (("--label", "ok"), "'maybe' is no label"),
    ],
)
def test_what_a_person_can_put_right_is_one_sentence(words, said):
    write(("The answer is 42.", "maybe"))
    error = run("verify", "rows.jsonl", *words).exception
    assert isinstance(error, InputError)
    assert said in str(error)


def test_rows_without_verifiers_are_refused():
    write(("The answer is 42.", None), verify={})
    error = run("verify", "rows.jsonl").exception
    assert isinstance(error, InputError)
    assert "rows.jsonl: no row has a 'verify' block" in str(error)


def test_all_verifiers_are_listed_with_their_options():
    listed = {d["name"]: d for d in json.loads(run("verifiers", "list", "--json").output)}
    assert listed.keys() >= VERIFIERS.keys()
    assert listed["numeric"]["options"][:2] == ["answer", "[tolerance]"]
    assert all(d["summary"].endswith((".", ",")) for d in listed.values())
    assert "steps" in run("verifiers", "list").output


def test_a_self_test_prints_its_bound():
    done = run("verifiers", "selftest", "exact", "--garbage", "87")
    assert done.return_value == 0
    # 87 texts and 13 others that must not pass: 1 - 0.025 ** (1 / 100)
    assert done.output == "ok   exact         0 of 100 false passes, at most 3.62%\n"


def test_a_self_test_that_fails_exits_1(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("judgekit.verifiers.registry.VERIFIERS", dict(VERIFIERS))
    (folder / "lenient_checks.py").write_text(
        "from judgekit.verifiers import Kind, Trial\n"
        "def lenient(sample, response, /):\n    return True\n"
        "lenient.trials = [Trial(Kind.ORACLE, 'a', {}), Trial(Kind.PERTURBED, 'b', {})]\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    own = ("--verifier", "lenient=lenient_checks:lenient", "--garbage", "1")
    done = run("verifiers", "selftest", "lenient", *own)
    assert done.return_value == 1
    assert done.output.startswith("BAD  lenient       2 of 2 false passes, at most 100.00%")


def test_an_unknown_name_is_met_with_what_was_meant():
    error = run("verifiers", "selftest", "numerc").exception
    assert str(error) == "verifier 'numerc' is unknown; did you mean 'numeric'?"
