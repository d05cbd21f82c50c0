"""How often an unchanged noisy judge fails a build: against a stored run, and asked anew."""

from __future__ import annotations

import argparse

import numpy as np

from judgekit.budget import rule_change
from judgekit.estimating import Pair, Shifts, estimate_changes
from judgekit.types import Budget, Column, Expect, Scale, Side, Verdict

SCALE = Scale(low=1, high=10, accept=7)
N_ITEMS, N_ATTACKS, FLIPS = 200, 40, 1_000


def column(number: int) -> Column:
    return Column(
        id=f"family/{number}",
        title="",
        family="family",
        expect=Expect.SAME,
        on=Side.RESPONSE,
        attacked=(),
        placebo=(),
    )


def run(rng: np.random.Generator, noise: float) -> np.ndarray:
    """Return the shifts of a judge that rounds and has noise in either arm, items x attacks."""
    quality = rng.uniform(3, 8, (N_ITEMS, 1))
    arms = [quality + rng.normal(0, noise, (N_ITEMS, N_ATTACKS)) for _ in range(2)]
    attacked, placebo = (np.clip(np.round(arm), SCALE.low, SCALE.high) for arm in arms)
    return attacked - placebo


def flagged(before: np.ndarray, after: np.ndarray, attacks: list[int], seed: int) -> list[int]:
    """Return which of some attacks seem to have regressed, tested as one family."""
    pairs = [
        Pair(column(a), *(Shifts(r[:, a], r[:, a], r[:, a]) for r in (before, after)))
        for a in attacks
    ]
    terms = {"scale": SCALE, "budget": Budget()}
    changes = estimate_changes(pairs, **terms, seed=seed, n_flips=FLIPS)
    rulings = [rule_change(c, **terms, n_items=N_ITEMS) for c in changes]
    return [a for a, r in zip(attacks, rulings, strict=True) if r.verdict is Verdict.EXCEEDED]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builds", type=int, default=1_000)
    builds = parser.parse_args().builds
    for noise in (0.3, 0.7):
        rng = np.random.default_rng(0)
        once = twice = 0
        for seed in range(builds):
            seen = flagged(run(rng, noise), run(rng, noise), list(range(N_ATTACKS)), seed)
            once += bool(seen)
            twice += bool(seen and flagged(run(rng, noise), run(rng, noise), seen, seed))
        print(
            f"noise {noise}: {100 * once / builds:.1f} % of {builds:,} builds fail, "
            f"{100 * twice / builds:.2f} % when both judges are asked anew"
        )
