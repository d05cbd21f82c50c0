"""The verifiers against labels that others gave to real solutions."""

import ast
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from judgekit.types import Outcome, Sample
from judgekit.verifiers import sandbox_level, verify
from judgekit.verifiers.inside import encode

DATA = Path(__file__).parents[3] / "shared" / "data" / "filter"


def rows(name: str) -> Iterator[dict]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with path.open() as lines:
        yield from map(json.loads, lines)


def test_numeric_agrees_with_every_recorded_label_that_it_does_not_leave_open():
    confusion: Counter[tuple[bool, Outcome]] = Counter()
    for row in rows("gsm8k_solutions.jsonl"):
        # ToRA's labels allow 1e-3 for programs that print floats.
        options = {"numeric": {"answer": row["gold_answer"], "tolerance": 1e-3}}
        for s in row["solutions"]:
            sample = Sample(id=row["id"], prompt="?", response=s["text"], verify=options)
            confusion[s["label_correct"], verify(sample, s["text"]).outcome] += 1
    assert confusion[True, Outcome.FAIL] == confusion[False, Outcome.PASS] == 0
    # Left open: six that repeat digits for ever, three cut off, one that answers in two boxes.
    assert confusion == {
        (True, Outcome.PASS): 1079,
        (False, Outcome.FAIL): 891,
        (False, Outcome.ABSTAIN): 10,
    }


def cases(test: str) -> list[list[object]] | None:
    """Return the cases of a test made of `candidate(literals) == literal` alone, else None."""
    found = []
    (check,) = [n for n in ast.parse(test).body if isinstance(n, ast.FunctionDef)]
    for statement in check.body:
        match statement:
            case ast.Assert(
                test=ast.Compare(
                    left=ast.Call(func=ast.Name(id="candidate"), args=arguments, keywords=[]),
                    ops=[ast.Eq()],
                    comparators=[expected],
                )
            ):
                try:
                    given = [encode(ast.literal_eval(a)) for a in arguments]
                    found.append([given, encode(ast.literal_eval(expected))])
                except ValueError:
                    return None
            case _:
                return None
    return found or None


@pytest.mark.skipif(sandbox_level() == "none", reason="no bwrap, no user namespaces")
def test_code_agrees_with_human_eval_on_reference_and_wrong_solutions():
    wanted = 12
    for row in rows("humaneval_solutions.jsonl"):
        if not (found := cases(row["test"])):
            continue
        options = {"code": {"function": row["entry_point"], "cases": found}}
        reference = row["prompt"] + row["canonical_solution"]
        sample = Sample(id=row["task_id"], prompt="?", response=reference, verify=options)
        assert verify(sample, reference).outcome is Outcome.PASS
        solution = row["solutions"][0]
        outcome = verify(sample, row["prompt"] + solution["completion"]).outcome
        assert (outcome is Outcome.PASS) == solution["verified_here"]
        wanted -= 1
        if not wanted:
            return
    raise AssertionError(f"{wanted} tasks too few")
