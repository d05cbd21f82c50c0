"""Looks at an audit while it grows: after which items, and at which level each may settle it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from judgekit import stats
from judgekit.auditing.planning import Plan
from judgekit.text import seeded
from judgekit.types import Identity, Look, Sample

SHARES = (0.25, 0.5, 0.75, 1.0)


class Stage(NamedTuple):
    """The items asked about until then, in the order of asking, and what kind of look it is."""

    items: tuple[int, ...]
    look: Look | None
    """Absent where an audit is looked at only when it is done."""


def one_stage(plan: Plan) -> tuple[Stage, ...]:
    """Return the stage of an audit that is looked at when it is done."""
    return (Stage(tuple(range(len(plan.samples))), None),)


def stages(plan: Plan, judge: Identity) -> tuple[Stage, ...]:
    """Return stages up to about 25, 50, 75 and 100 % of the items, drawn in seeded order.

    Items of a cluster are drawn together, for what one look adds must not depend on the last.
    """
    n, drawn = len(plan.samples), _draw(plan.samples, plan.seed)
    ends = list(accumulate(map(len, drawn)))
    counts = sorted({next(end for end in ends if end >= share * n) for share in SHARES})
    order = [item for together in drawn for item in together]
    # An attack is tested on the score and on each grade beside it.
    family = sum(not a.is_control for a in plan.attacks) * (1 + len(judge.graded))
    shares = [count / n for count in counts]
    levels = stats.look_levels(shares, alpha=plan.budget.alpha, family=family)
    return tuple(
        Stage(
            tuple(order[:count]),
            Look(number=number, of=len(counts), n_planned=n, level=level),
        )
        for number, (count, level) in enumerate(zip(counts, levels, strict=True), 1)
    )


def _draw(samples: Sequence[Sample], seed: int) -> list[list[int]]:
    """Return the items, cluster by cluster where samples name one, in an order drawn by seed."""
    clusters: defaultdict[int | str, list[int]] = defaultdict(list)
    for item, sample in enumerate(samples):
        clusters[item if sample.cluster is None else sample.cluster].append(item)
    drawn = list(clusters.values())
    seeded(seed, "looks").shuffle(drawn)
    return drawn
