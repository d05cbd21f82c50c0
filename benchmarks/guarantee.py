"""How often a certified threshold breaks its promise on real solutions, beside the naive one.

Real answers to GSM8K, labelled right or wrong by the numeric verifier, six to a problem. A split
gives one half of the problems to calibration; the promise is broken where more than eps of what is
kept of the other half is wrong. Scores: how many of the other solutions of the problem agree, how
short a solution is, and a noisy judge that we planted. `--upstream DIR` takes all solutions, from
`example_model_solutions.jsonl` (openai/grade-school-math) and the two ToRA files (microsoft/ToRA)
in a folder; without it, the 330 problems of the shared data.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from real_samples import DATA

from judgekit.stats import Array, Mask, ltt_threshold
from judgekit.types import Outcome, Sample
from judgekit.verifiers import verify
from judgekit.verifiers.declared import declarations

DELTA = 0.1
Choose = Callable[[Array, Mask, list[str], float], float | None]


class Solution(NamedTuple):
    """One answer and what the verifier says of it."""

    problem: str
    text: str
    wrong: bool


class Broken(NamedTuple):
    """Over the splits: how often a promise was broken, none was made, and how much was kept."""

    broken: float
    none: float
    kept: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--upstream", type=Path)
    options.add_argument("--splits", type=int, default=300)
    given = options.parse_args()
    rows = upstream(given.upstream) if given.upstream else shared()
    solutions = list(labelled(rows))
    wrong = np.array([s.wrong for s in solutions])
    print(f"{len(solutions):,} solutions, {wrong.mean():.1%} wrong, delta {DELTA:.0%}")
    print(f"{'score':12}{'eps':>6}  {'certified: broken  none  kept':32}naive: broken  kept")
    for (name, score), eps in product(scores(solutions).items(), (0.05, 0.1, 0.2)):
        ours, naive = (
            over_splits(solutions, score, wrong, eps, choose, given.splits)
            for choose in (certified, plug_in)
        )
        print(
            f"{name:12}{eps:6.0%}  {ours.broken:17.1%}{ours.none:7.1%}{ours.kept:7.1%} "
            f"{naive.broken:13.1%}{naive.kept:7.1%}"
        )


def shared() -> Iterator[tuple[str, str, list[str]]]:
    with (DATA / "filter" / "gsm8k_solutions.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["prompt"], row["gold_answer"], [s["text"] for s in row["solutions"]]


def upstream(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    files = ("example_model_solutions", "tora-70b-v1.0", "tora-code-34b-v1.0")
    read = (_lines(folder / f"{name}.jsonl") for name in files)
    for openai, *tora in zip(*read, strict=True):
        texts = [s["solution"] for s in openai.values() if isinstance(s, dict)]
        texts += [row["code"][0] for row in tora]
        yield openai["question"], tora[0]["gt"], texts


def _lines(path: Path) -> list[Any]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def labelled(rows: Iterator[tuple[str, str, list[str]]]) -> Iterator[Solution]:
    for prompt, gold, texts in rows:
        numeric = {"numeric": {"answer": gold.replace(",", ""), "tolerance": 1e-3}}
        sample = Sample(id="x", prompt=prompt, response="", verify=numeric)
        for text in texts:
            found = verify(sample, text)
            if found.complete and found.outcome is not Outcome.ABSTAIN:
                yield Solution(prompt, text, found.outcome is Outcome.FAIL)


def scores(solutions: list[Solution]) -> dict[str, Array]:
    declared: dict[str, Counter[str]] = defaultdict(Counter)
    answers = [_answer(s.text) for s in solutions]
    for s, answer in zip(solutions, answers, strict=True):
        declared[s.problem][answer] += 1
    wrong = np.array([s.wrong for s in solutions])
    noise = np.random.default_rng(0).normal(0, 2, len(solutions))
    return {
        "agreement": np.array(
            [declared[s.problem][a] - 1.0 for s, a in zip(solutions, answers, strict=True)]
        ),
        "brevity": np.array([-float(len(s.text)) for s in solutions]),
        "noisy judge": np.clip(np.rint(np.where(wrong, 5, 7) + noise), 1, 10),
    }


def _answer(text: str) -> str:
    heads = declarations(text)
    return heads[-1].strip("$ .").removesuffix(".0") if heads else ""


def over_splits(
    solutions: list[Solution], score: Array, wrong: Mask, eps: float, choose: Choose, splits: int
) -> Broken:
    problems, code = np.unique([s.problem for s in solutions], return_inverse=True)
    names = np.array([str(c) for c in code])
    broken = none = kept = 0.0
    for seed in range(splits):
        half = np.random.default_rng(seed).permutation(len(problems)) < len(problems) // 2
        chosen = half[code]
        threshold = choose(score[chosen], wrong[chosen], list(names[chosen]), eps)
        if threshold is None:
            none += 1
            continue
        keep = score[~chosen] >= threshold
        kept += keep.mean()
        broken += keep.any() and wrong[~chosen][keep].mean() > eps
    return Broken(broken / splits, none / splits, kept / splits)


def certified(score: Array, wrong: Mask, problem: list[str], eps: float) -> float | None:
    found = ltt_threshold(score, wrong, eps=eps, delta=DELTA, cluster=problem)
    return found and found.value


def plug_in(score: Array, wrong: Mask, problem: list[str], eps: float) -> float | None:
    """Return the lowest threshold that looks good enough."""
    order = np.argsort(-score, kind="stable")
    ends = np.append(np.diff(score[order]) < 0, True)
    rate = np.cumsum(wrong[order]) / np.arange(1, len(score) + 1)
    good = np.flatnonzero(ends & (rate <= eps))
    return float(score[order][good[-1]]) if len(good) else None


if __name__ == "__main__":
    main()
