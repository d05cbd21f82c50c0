"""Solutions verified a second in the sandbox, against a bare subprocess for each.

The rows are HumanEval's: reference solutions and those of three models, with labels. The peer is
what many harnesses do: a Python process for each solution that runs solution and tests together,
with no isolation, expected values in its reach, and the exit code for a verdict. One run, one
machine: read the ratios, not the rates.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from judgekit.types import Outcome, Sample
from judgekit.verifiers import sandbox_level, verify_all
from judgekit.verifiers.sandbox import Call, memory_limit, run

ROWS = Path(__file__).parents[2] / "shared" / "data" / "filter" / "humaneval_solutions.jsonl"

# Calls are recorded in the sandbox, from the reference solution under the task's own tests.
RECORDER = """

def recorded():
    import copy
    calls = []
    def candidate(*given):
        kept = copy.deepcopy(list(given))
        value = {name}(*given)
        calls.append([kept, copy.deepcopy(value)])
        return value
    check(candidate)
    return calls
"""


class Solution(NamedTuple):
    """A row for us, a program for the peer, and what was recorded of it."""

    sample: Sample
    program: str
    right: bool


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tasks", type=int, default=164)
    options.add_argument("--processes", type=int, default=2)
    given = options.parse_args()
    with ROWS.open() as lines:
        tasks = [json.loads(line) for line in lines][: given.tasks]
    solutions = [solution for task in tasks for solution in read(task)]
    print(f"{len(solutions)} solutions of {len(tasks)} tasks")
    print(f"sandbox: {sandbox_level()}, {memory_limit()}")
    ours, peer = timed(lambda: verify(solutions, 1)), timed(lambda: bare(solutions))
    many = timed(lambda: verify(solutions, given.processes))
    print(f"{'':24}{'solutions/s':>12}{'to the peer':>12}")
    for name, seconds in (
        ("bare subprocess each", peer),
        ("sandbox, 1 process", ours),
        (f"sandbox, {given.processes} processes", many),
    ):
        print(f"{name:24}{len(solutions) / seconds:>12.1f}{peer / seconds:>11.2f}x")


def read(task: dict[str, Any]) -> list[Solution]:
    """Return the reference solution of a task and those of the models."""
    reference = task["prompt"] + task["canonical_solution"]
    recorder = RECORDER.format(name=task["entry_point"])
    ran = run(Call(f"{reference}\n{task['test']}{recorder}", "recorded", [[]], 30.0))
    assert ran is not None, "no sandbox"
    cases = json.loads(ran.lines[0])["value"]
    options = {"code": {"function": task["entry_point"], "cases": cases, "timeout_s": 10.0}}
    texts = [(reference, True)]
    texts += [(task["prompt"] + s["completion"], s["verified_here"]) for s in task["solutions"]]
    test = f"\n{task['test']}\ncheck({task['entry_point']})\n"
    return [
        Solution(
            Sample(id=f"{task['task_id']}/{i}", prompt="?", response=text, verify=options),
            text + test,
            right,
        )
        for i, (text, right) in enumerate(texts)
    ]


def verify(solutions: Sequence[Solution], processes: int) -> None:
    """Verify all, and say how the outcomes agree with what was recorded."""
    found = verify_all((s.sample for s in solutions), processes=processes)
    counts = Counter((s.right, v.together.outcome) for s, v in zip(solutions, found, strict=True))
    assert counts[True, Outcome.PASS] == sum(s.right for s in solutions), counts
    assert counts[False, Outcome.PASS] == 0, counts
    if processes == 1:
        for (right, outcome), n in sorted(counts.items()):
            print(f"recorded {'right' if right else 'wrong'}: {outcome.value} {n}")


def bare(solutions: Sequence[Solution]) -> None:
    """Run each with its tests in a process of its own, as the peer does."""
    for solution in solutions:
        command = [sys.executable, "-c", solution.program]
        ran = subprocess.run(command, capture_output=True, timeout=10, check=False)
        assert (ran.returncode == 0) == solution.right, solution.sample.id


def timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
