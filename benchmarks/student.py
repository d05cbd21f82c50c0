"""What each rule of compatibility keeps of real refinements, by what was done to the answer.

The student is SmolLM2-135M-Instruct, the model of `judgekit local install`, read from its GGUF
file. Its own outputs to such prompts, drawn at temperature 1, 200 tokens at most, give the band. A
rule that told right from wrong would keep the fixes and none of the fake references and injected
errors. The rows are the first of each kind in seeded order; readings and outputs stay in a folder,
so that a second run asks nothing. The first takes some 20 minutes of one core.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from real_samples import DATA

from judgekit import local
from judgekit.criteria.student import (
    Profile,
    Statistic,
    Values,
    fit,
    measure,
    passages,
)
from judgekit.student import Remembering, ask, open_student
from judgekit.text import seeded

PAIRS = DATA / "filter" / "refinement_pairs.jsonl"
PROMPTS = 20
"""Of each kind, to which the student's own outputs are drawn."""
OUTPUTS = 60
"""Three bands at 5 % take 59."""
MOST_TOKENS = 200
NAME = "SmolLM2-135M-Instruct"
BANDS = (Statistic.LOG_PROB, Statistic.LOW_SHARE, Statistic.LOCAL)


class Pair(NamedTuple):
    """An answer and its refinement."""

    kind: str
    prompt: str
    original: str
    refined: str


class Measured(NamedTuple):
    """What the student makes of both."""

    original: Values
    refined: Values


Rule: TypeAlias = Callable[[Measured], bool | None]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--per-kind", type=int, default=12, help="pairs of each kind")
    options.add_argument("--folder", type=Path, default=Path(".judgekit/student-benchmark"))
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    pairs = list(drawn(given.per_kind))
    prompts = [p.prompt for p in drawn(PROMPTS)]
    outputs = own_outputs(prompts, given.folder / "outputs.jsonl")
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
    return [(row["prompt"], row["response"]) for row in known[: len(wanted)]]


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
        asked = student.asked
    profile = fit(own, student=NAME, sha256=student.sha256)
    print_profile(profile)
    print_kept([p.kind for p in pairs], list(map(Measured, original, refined)), rules(profile))
    took = f"{time.monotonic() - began:.0f} s, {time.process_time() - used:.0f} s of CPU"
    print(f"\n{asked:,} passages read in {took}")


async def values(
    student: Remembering, rows: Sequence[tuple[str, str]], wanted: Iterable[Statistic]
) -> list[Values]:
    wanted = tuple(wanted)
    await ask(student, rows, lambda row: passages(wanted, *row))
    return [measure(wanted, *row, student.read) for row in rows]


def rules(profile: Profile) -> dict[str, Rule]:
    """Return by name what keeps a refinement; None where a statistic it needs has no value."""

    def rises(statistic: Statistic, *, by: int = 1) -> Rule:
        def keeps(m: Measured) -> bool | None:
            before, after = m.original[statistic], m.refined[statistic]
            if isinstance(before, str) or isinstance(after, str):
                return None
            return by * after > by * before

        return keeps

    def within(statistic: Statistic) -> Rule:
        def keeps(m: Measured) -> bool | None:
            known = isinstance(m.refined[statistic], float)
            return statistic not in profile.beyond(m.refined) if known else None

        return keeps

    return {
        "IFD rises": rises(Statistic.IFD),
        "r-IFD falls": rises(Statistic.REVERSED_IFD, by=-1),
        "RSR falls": rises(Statistic.RANK_SURPRISAL, by=-1),
        "log p rises": rises(Statistic.LOG_PROB),
        "local rises": rises(Statistic.LOCAL),
        "in log p": within(Statistic.LOG_PROB),
        "in low": within(Statistic.LOW_SHARE),
        "in local": within(Statistic.LOCAL),
        "in all": lambda m: profile.inside(m.refined),
    }


def print_profile(profile: Profile) -> None:
    print(
        f"{profile.student} {profile.student_sha256[:12]}, bands of {profile.n} outputs of its own"
    )
    for statistic, band in profile.bands.items():
        print(f"  {statistic:12}{band.low:8.3f} to{band.high:8.3f}")


def print_kept(kinds: list[str], measured: list[Measured], by: dict[str, Rule]) -> None:
    """Print of each kind how many refinements each rule keeps, and of how many if not of all."""
    print(f"\nrefinements kept of {PAIRS.name}\n{'':24}{'n':>4}" + "".join(f"{n:>12}" for n in by))
    for kind in sorted(set(kinds)):
        of_kind = [m for k, m in zip(kinds, measured, strict=True) if k == kind]
        cells = [kept([rule(m) for m in of_kind]) for rule in by.values()]
        print(f"{kind:24}{len(of_kind):4}" + "".join(f"{cell:>12}" for cell in cells))


def kept(said: list[bool | None]) -> str:
    silent = said.count(None)
    return f"{said.count(True)}" + (f" of {len(said) - silent}" if silent else "")


if __name__ == "__main__":
    main()
