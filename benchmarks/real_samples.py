"""Real answers as rows: what models wrote for GSM8K, HumanEval, the seed paper and refinement runs.

Right answers carry their verifier and, where there is one, a wrong answer to the same question. All
other answers stand alone, as in the data of most users. `tests` says for how many programming
problems the rows carry their tests, which run in a sandbox.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from judgekit.text import seeded
from judgekit.types import Outcome, Sample
from judgekit.verifiers import verify
from judgekit.verifiers.inside import encode

DATA = Path(__file__).parents[2] / "shared" / "data"


def real_samples(*, tests: int = 0) -> tuple[Sample, ...]:
    """Return every answer as a row of its own, and right answers with wrong ones beside them."""
    return (*gsm8k(), *seed_paper(), *refinements(), *human_eval(tests=tests))


def gsm8k() -> Iterator[Sample]:
    for row in _rows("filter/gsm8k_solutions.jsonl"):
        # The recorded labels allow 1e-3 for programs that print floats.
        numeric = {"numeric": {"answer": row["gold_answer"].replace(",", ""), "tolerance": 1e-3}}
        right = [row["gold_solution"], *(s["text"] for s in row["solutions"] if s["label_correct"])]
        wrong = [s["text"] for s in row["solutions"] if not s["label_correct"]]
        yield from _pairs(row["id"], row["prompt"], right, wrong, numeric)
        yield from _alone(row["id"], row["prompt"], wrong)


def human_eval(*, tests: int = 0) -> Iterator[Sample]:
    rows = list(_rows("filter/humaneval_solutions.jsonl"))
    testable = [row["task_id"] for row in rows if _cases(row["test"])]
    tested = set(seeded(0, "tests").sample(testable, tests))
    for row in rows:
        solved = [(row["canonical_solution"], True)]
        solved += [(s["completion"], s["verified_here"]) for s in row["solutions"]]
        right = [row["prompt"] + body for body, passes in solved if passes]
        wrong = [row["prompt"] + body for body, passes in solved if not passes]
        if row["task_id"] in tested:
            code = {"code": {"function": row["entry_point"], "cases": _cases(row["test"])}}
            yield from _pairs(row["task_id"], row["prompt"], right, wrong, code)
        else:
            yield from _alone(row["task_id"], row["prompt"], [*right, *wrong])


def refinements() -> Iterator[Sample]:
    for row in _rows("filter/refinement_pairs.jsonl"):
        yield from _alone(row["id"], row["prompt"] or "", [row["original"], row["refined"]])


def seed_paper() -> Iterator[Sample]:
    for row in _rows("seed_paper/seed_raw.json"):
        answers = [answer["answer"] for answer in row["answers"].values()]
        yield from _alone(row["question_id"], row["question"], answers)


def rewrites(kind: str) -> Iterator[tuple[Sample, str]]:
    """Yield each answer of the seed paper that GPT-4 rewrote, and its rewriting."""
    answers = {r["question_id"]: r["answers"] for r in _rows("seed_paper/seed_raw.json")}
    for row in _rows(f"seed_paper/seed_{kind}.json"):
        question = row["question_id"].removesuffix(f"-{kind}")
        for name, rewritten in row["answers"].items():
            # The other answer of the pair is an unchanged copy.
            if "perturb_model_id" in rewritten:
                before = answers[question][name]["answer"]
                sample = Sample(id=question, prompt=row["question"], response=before)
                yield sample, rewritten["answer"]


def _rows(name: str) -> Iterator[Any]:
    with (DATA / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _pairs(
    name: str, prompt: str, right: list[str], wrong: list[str], verifier: dict[str, Any]
) -> Iterator[Sample]:
    """Yield the right answers with wrong ones in turns, those that the verifier leaves open aside.

    Such are answers that are cut off, or repeat their digits for ever.
    """
    failed = [text for text in wrong if _outcome(prompt, text, verifier) is Outcome.FAIL]
    for n, (text, beside) in enumerate(zip(right, cycle(failed or [None]), strict=False)):
        yield Sample(
            id=f"{name} right {n}",
            prompt=prompt,
            response=text,
            reference=right[0],
            wrong_response=beside,
            verify=verifier,
        )


def _alone(name: str, prompt: str, texts: list[str]) -> Iterator[Sample]:
    for n, text in enumerate(texts):
        yield Sample(id=f"{name} alone {n}", prompt=prompt, response=text)


def _outcome(prompt: str, text: str, verifier: dict[str, Any]) -> Outcome:
    return verify(Sample(id="x", prompt=prompt, response=text, verify=verifier), text).outcome


def _cases(test: str) -> list[list[Any]] | None:
    """Return the cases of a test made of `candidate(literals) == literal` alone, else None."""
    (check,) = [n for n in ast.parse(test).body if isinstance(n, ast.FunctionDef)]
    found = [_case(statement) for statement in check.body]
    return [case for case in found if case] if found and all(found) else None


def _case(statement: ast.stmt) -> list[Any] | None:
    match statement:
        case ast.Assert(
            test=ast.Compare(
                left=ast.Call(func=ast.Name(id="candidate"), args=given, keywords=[]),
                ops=[ast.Eq()],
                comparators=[expected],
            )
        ):
            try:
                arguments = [encode(ast.literal_eval(a)) for a in given]
                return [arguments, encode(ast.literal_eval(expected))]
            except ValueError:
                return None
    return None
