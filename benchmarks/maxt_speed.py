"""Time a whole family of 40 attacks against SciPy's permutation test of a single one."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from scipy.stats import permutation_test

from judgekit import stats

N_ITEMS, N_ATTACKS, N_FLIPS = 1_000, 40, 10_000


def best_of(run: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of a few runs, in seconds."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def main() -> None:
    rng = np.random.default_rng(0)
    table = rng.integers(-3, 4, (N_ITEMS, N_ATTACKS)).astype(float)

    def family() -> object:
        return stats.maxt(table, alternative="two-sided", n_flips=N_FLIPS)

    def intervals() -> object:
        return stats.simultaneous_ci(table, unseen_shift=3)

    def one_by_scipy() -> object:
        return permutation_test(
            (table[:, 0],),
            lambda x, axis: x.mean(axis=axis),
            permutation_type="samples",
            vectorized=True,
            n_resamples=N_FLIPS,
            batch=1_000,
            rng=np.random.default_rng(0),
        )

    print(f"{N_ITEMS:,} items, {N_FLIPS:,} flips, best of 3")
    ours, theirs = best_of(family), best_of(one_by_scipy)
    print(f"max-T over {N_ATTACKS} attacks        {ours:7.3f} s")
    print(f"simultaneous intervals        {best_of(intervals):7.3f} s")
    print(f"scipy permutation_test of one {theirs:7.3f} s")
    print(f"per attack, scipy takes {theirs / (ours / N_ATTACKS):,.0f} times as long")


if __name__ == "__main__":
    main()
