"""How often a ranking tells equal judges apart, and how well it sizes judges that differ."""

from __future__ import annotations

import argparse

import numpy as np

from judgekit.estimating import Contender, Harms, Shifts, estimate_harms
from judgekit.types import Budget, Column, Expect, Scale, Side

SCALE = Scale(low=1, high=10, accept=7)
N_ATTACKS, DRAWS = 40, 400
NONE = np.zeros(N_ATTACKS)
ONE = np.where(np.arange(N_ATTACKS) == 0, 1.0, 0.0)
CLOSE = np.where(np.arange(N_ATTACKS) < 5, 1 - np.arange(N_ATTACKS) / 20, 0.0)
"""Which of five attacks is worst is a matter of luck."""
ELSEWHERE = np.roll(ONE, 7)
CASES = {
    "equal: nothing moves them": ((NONE, NONE, NONE), (0.7, 0.7, 0.7)),
    "equal: one attack moves them": ((ONE, ONE, ONE), (0.7, 0.7, 0.7)),
    "equal: five move them about alike": ((CLOSE, CLOSE, CLOSE), (0.7, 0.7, 0.7)),
    "as harmed, by unlike attacks": ((ONE, ELSEWHERE, CLOSE), (0.7, 0.7, 0.7)),
    "as harmed, unequally noisy": ((ONE, ONE, ONE), (0.2, 0.7, 1.5)),
    "harmed by 0, 0.5 and 1 point": ((NONE, ONE / 2, ONE), (0.7, 0.7, 0.7)),
}


def column(number: int) -> Column:
    return Column(
        id=f"family/{number}",
        title="",
        family="family",
        expect=Expect.SAME if number % 2 else Expect.NOT_HIGHER,
        on=Side.RESPONSE,
        attacked=(),
        placebo=(),
    )


COLUMNS = [column(number) for number in range(N_ATTACKS)]


def judged(rng: np.random.Generator, n: int, shifts: np.ndarray, noise: float) -> Contender:
    """Return a judge that rounds and has noise in either arm; a shift moves some items more."""
    quality = rng.uniform(3, 8, (n, 1))
    moved = shifts * rng.uniform(0, 2, (n, 1))
    attacked, placebo = (
        np.clip(np.round(quality + by + rng.normal(0, noise, (n, N_ATTACKS))), 1, 10)
        for by in (moved, 0)
    )
    return Contender([Shifts(x, x, x) for x in (attacked - placebo).T], SCALE)


def ranked(rng: np.random.Generator, n: int, case: str, seed: int) -> Harms:
    contenders = [judged(rng, n, *of_one) for of_one in zip(*CASES[case], strict=True)]
    return estimate_harms(
        contenders,
        COLUMNS,
        competing=[True] * len(contenders),
        budget=Budget(),
        seed=seed,
        n_draws=DRAWS,
        n_swaps=DRAWS,
    )


def told(harms: Harms) -> list[tuple[int, int]]:
    return [(g.less, g.more) for g in harms.gaps if g.gap.lo > 0 and g.p_adjusted <= 0.05]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--items", type=int, nargs="+", default=[50, 200])
    given = parser.parse_args()
    for n in given.items:
        for case, (shifts, _) in CASES.items():
            rng = np.random.default_rng(0)
            truth = [np.abs(s).max() / SCALE.span for s in shifts]
            apart = sized = together = right = 0
            for seed in range(given.runs):
                found = ranked(rng, n, case, seed)
                apart += bool(told(found))
                right += found.ranks == (1, 2, 3)
                pairs = zip(found.sizes, truth, strict=True)
                sized += sum(h is not None and h.shift.lo <= t <= h.shift.hi for h, t in pairs)
                together += all(
                    g.gap.lo <= truth[g.more] - truth[g.less] <= g.gap.hi for g in found.gaps
                )
            print(
                f"n {n}, {case}: some pair told apart in {100 * apart / given.runs:.1f} %, "
                f"harm covered in {100 * sized / (3 * given.runs):.1f} %, "
                f"all differences in {100 * together / given.runs:.1f} %, "
                f"order as planted in {100 * right / given.runs:.0f} %",
                flush=True,
            )
