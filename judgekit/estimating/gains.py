"""What compositions of attacks gain, as one family over the items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from judgekit.estimating.terms import terms
from judgekit.stats import N_FLIPS
from judgekit.types import Budget, Estimate, Interval, Scale


class Gain(NamedTuple):
    """A mean rise, alone and as one of several."""

    gain: Estimate | None = None
    """Absent where no item has a score."""
    simultaneous: Interval | None = None
    p_adjusted: float | None = None


def estimate_gains(
    rises: Sequence[Sequence[float | None]],
    *,
    scale: Scale,
    budget: Budget,
    seed: int,
    clusters: Sequence[str] | None = None,
) -> tuple[Gain, ...]:
    """Estimate the mean rise of each composition; they are tested together, upwards."""
    if not rises:
        return ()
    on = terms(scale, budget, seed, clusters, N_FLIPS)
    columns = [np.array([np.nan if r is None else r for r in one], dtype=float) for one in rises]
    tested = on.test(columns, ["greater"] * len(columns))
    joint = on.together(columns)
    alone = [on.mean(c, conf=on.conf) for c in columns]
    return tuple(
        Gain(one, Interval(together.lo, together.hi), float(p))
        if one is not None and together is not None
        else Gain()
        for one, together, p in zip(alone, joint, tested.p_adjusted, strict=True)
    )
