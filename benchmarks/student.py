"""What each rule of compatibility keeps of real refinements, by what was done to the answer.

The student is SmolLM2-135M-Instruct, the model of `judgekit local install`, read from its GGUF
file. Its own outputs, drawn at temperature 1 to the same prompts, give the band. A rule that told
right from wrong would keep the fixes and none of the fake references and injected errors. The rows
are the first of each kind in seeded order; readings and outputs stay in a folder, so that a second
run asks nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from real_samples import DATA

from judgekit import local
from judgekit.criteria.student import (
    Profile,
    Statistic,
    Student,
    Values,
    fit,
    measure,
    passages,
)
from judgekit.stats import prop_ci
from judgekit.student import Remembering, ask, open_student
from judgekit.text import seeded

PAIRS = DATA / "filter" / "refinement_pairs.jsonl"
OUTPUTS = 80
"""Three bands at 5 % take 59."""
MOST_TOKENS = 200
BANDS = (Statistic.LOG_PROB, Statistic.LOW_SHARE, Statistic.LOCAL)


class Pair(NamedTuple):
    kind: str
    prompt: str
    original: str
    refined: str


class Measured(NamedTuple):
    original: Values
    refined: Values


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--per-kind", type=int, default=20, help="pairs of each kind")
    options.add_argument("--folder", type=Path, default=Path(".judgekit/student-benchmark"))
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    pairs = list(drawn(given.per_kind))
    outputs = own_outputs([p.prompt for p in pairs], given.folder / "outputs.jsonl")
    asyncio.run(compare(pairs, outputs, given.folder))


def kind_of(row: dict[str, Any]) -> str | None:
    """Return what was done to an answer, None where that is not settled."""
    match row["family"], row["original_verified"], row["refined_verified"]:
        case "cosmetic_fake_references", _, _:
            return "fake references"
        case "cosmetic_rich_formatting", _, _:
            return "rich formatting"
        case "injected_factual_error", _, _:
            return "injected error"
        case "self_refine_code_solution", False, True:
            return "fixed program"
        case "reflexion_code", False, True:
            return "fixed function"
        case "socratic_rewrite", True, True:
            return "right rewrite of right"
    return None


def drawn(per_kind: int) -> Iterator[Pair]:
    kinds: dict[str, list[Pair]] = defaultdict(list)
    rows = [json.loads(line) for line in PAIRS.read_text().splitlines()]
    for row in sorted(rows, key=lambda r: seeded("student", r["id"]).random()):
        kind = kind_of(row)
        if kind is not None and len(kinds[kind]) < per_kind:
            kinds[kind].append(Pair(kind, row["prompt"], row["original"], row["refined"]))
    for _, of_kind in sorted(kinds.items()):
        yield from of_kind


def own_outputs(prompts: Sequence[str], kept: Path) -> list[tuple[str, str]]:
    """Return prompts with what the student wrote itself, drawn once and kept."""
    known = [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []
    wanted = sorted(set(prompts), key=lambda p: seeded("output", p).random())[:OUTPUTS]
    if len(known) < len(wanted):
        with local.serve(local.default_model()) as served, kept.open("a") as file:
            for i, prompt in enumerate(wanted[len(known) :], len(known)):
                known.append({"prompt": prompt, "response": write(served, prompt, seed=i)})
                print(json.dumps(known[-1]), file=file, flush=True)
    return [(row["prompt"], row["response"]) for row in known]


def write(served: local.Served, prompt: str, *, seed: int) -> str:
    body = {
        "messages": [{"role": "user", "content": prompt}],
        "temperature": 1.0,
        "top_p": 1.0,
        "top_k": 0,
        "min_p": 0.0,
        "max_tokens": MOST_TOKENS,
        "seed": seed,
    }
    request = urllib.request.Request(
        f"{served.api_base}/chat/completions",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {served.api_key}"},
    )
    with urllib.request.urlopen(request, timeout=300) as answer:
        content: str = json.load(answer)["choices"][0]["message"]["content"]
    return content


async def compare(pairs: list[Pair], outputs: list[tuple[str, str]], folder: Path) -> None:
    began, used = time.monotonic(), time.process_time()
    async with open_student("local", journal=folder / "readings.journal") as student:
        own = await values(student, outputs, BANDS)
        original = await values(student, [(p.prompt, p.original) for p in pairs], Statistic)
        refined = await values(student, [(p.prompt, p.refined) for p in pairs], Statistic)
        profile = fit(own, student=student.name, sha256=student.sha256)
        asked = student.asked
    print_table(pairs, list(map(Measured, original, refined)), profile)
    took = f"{time.monotonic() - began:.0f} s, {time.process_time() - used:.0f} s of CPU"
    print(f"\n{asked:,} passages read in {took}; student {profile.student_sha256[:12]}")


async def values(
    student: Remembering, rows: Sequence[tuple[str, str]], wanted: Sequence[Statistic]
) -> list[Values]:
    await ask(student, rows, lambda row: passages(wanted, *row))
    return [measure(wanted, *row, student.read) for row in rows]


if __name__ == "__main__":
    main()
