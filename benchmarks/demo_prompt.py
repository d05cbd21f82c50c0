"""Which packaged prompt lets the local model tell right from wrong? Chosen on one half of the
packaged samples, reported on the other.

    python benchmarks/demo_prompt.py [PROMPT ...] [--judge local:PATH.gguf]

For each prompt that is read from token probabilities: how many right answers score above their
wrong twins, the mean difference with its standard error, and the probability on the labels.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from statistics import fmean, stdev
from typing import NamedTuple

from judgekit.auditing.opening import open_judge
from judgekit.catalog import load_prompts, load_samples
from judgekit.config import Settings
from judgekit.types import JudgePrompt, Judgment, Sample


class Pair(NamedTuple):
    """The judge on a right answer and on its wrong twin."""

    right: Judgment
    wrong: Judgment


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", default="local")
    parser.add_argument("prompts", nargs="*")
    given = parser.parse_args()
    samples = load_samples()
    halves = samples[0::2], samples[1::2]
    print(f"{'prompt':<24}{'choosing half':>30}{'reported half':>30}  mass")
    for prompt in load_prompts():
        if prompt.score == "logprob" and prompt.id in (given.prompts or [prompt.id]):
            first, second = [await ask(given.judge, prompt, half) for half in halves]
            mass = fmean(j.mass for pair in (*first, *second) for j in pair if j.mass is not None)
            print(f"{prompt.id:<24}{told(first):>30}{told(second):>30}  {mass:.2f}")


async def ask(judge: str, prompt: JudgePrompt, samples: Sequence[Sample]) -> list[Pair]:
    settings = Settings(judge=judge, prompt=prompt.id, journal=".judgekit/demo_prompt.journal")
    async with open_judge(settings, samples) as opened:
        return [
            Pair(await opened.judge(s, s.response), await opened.judge(s, s.wrong_response or ""))
            for s in samples
        ]


def told(pairs: Sequence[Pair]) -> str:
    """Return "19 of 30, +0.031 ± 0.012"."""
    differences = [
        p.right.score - p.wrong.score
        for p in pairs
        if p.right.score is not None and p.wrong.score is not None
    ]
    if len(differences) < 2:
        return "not scored"
    error = stdev(differences) / len(differences) ** 0.5
    above = sum(d > 0 for d in differences)
    return f"{above} of {len(differences)}, {fmean(differences):+.3f} ± {error:.3f}"


asyncio.run(main())
