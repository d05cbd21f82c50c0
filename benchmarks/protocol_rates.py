"""How often the protocol passes a judge exactly on a mark, and settles one that is not."""

from __future__ import annotations

import argparse

import numpy as np

from judgekit.budget import check_pairs, level
from judgekit.types import Marks, Sample, Style, Verdict
from judgekit.validating import DataSet, Pair, judge_pairs

ROW = Sample(id="0", prompt="?", response="one", rival="another")
CONF = level(0.05, 2)


def drawn(rng: np.random.Generator, n: int, *, knows: float, first: float) -> np.ndarray:
    """Return verdicts of a judge that knows the better answer, or guesses, or takes the first.

    Its kappa is `knows` where it never takes the first, its position bias half of `first`.
    """
    right = (rng.random((n, 1)) < knows) | (rng.random((n, 1)) < 0.5)
    takes = rng.random((n, 3, 2)) < first
    right = np.repeat(right, 3, axis=1)
    return np.stack([right | takes[..., 0], right & ~takes[..., 1]], axis=2).astype(float)


def rates(rng: np.random.Generator, builds: int, n: int, step: int, **judge: float) -> str:
    """Return how often one step passes and fails."""
    found = []
    data, pairs = DataSet(Style.PREFERENCE, (ROW,) * n), [Pair(ROW, "another", 1)] * n
    for _ in range(builds):
        judged = judge_pairs(data, pairs, drawn(rng, n, **judge), conf=CONF)
        checks = check_pairs([judged], marks=Marks(), draws=3, conf=CONF)
        found.append(next(c.verdict for c in checks if c.step == step))
    shares = (found.count(v) / builds for v in (Verdict.WITHIN, Verdict.EXCEEDED))
    return "pass {:5.1%}  fail {:5.1%}".format(*shares)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builds", type=int, default=1_000)
    builds, rng = parser.parse_args().builds, np.random.default_rng(0)
    for n in (60, 150, 400):
        print(f"{n} pairs")
        for what, step, judge in (
            ("kappa 0.40, on the mark", 1, {"knows": 0.4, "first": 0.0}),
            ("kappa 0.60", 1, {"knows": 0.6, "first": 0.0}),
            ("kappa 0.10", 1, {"knows": 0.1, "first": 0.0}),
            ("bias 10 points, on the mark", 2, {"knows": 1.0, "first": 0.2}),
            ("bias 3 points", 2, {"knows": 1.0, "first": 0.06}),
            ("bias 20 points", 2, {"knows": 1.0, "first": 0.4}),
        ):
            print(f"  {what:28} {rates(rng, builds, n, step, **judge)}")
