"""Several grades of one answer: how they go together, and what each rule to accept by keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal

import numpy as np

from judgekit import stats
from judgekit.stats import Array, Mask
from judgekit.types import Budget, Halo, Kept, Scale, Vectors

Grades = Mapping[str, Sequence[float | None]]
"""By what was graded, a grade an item."""


def estimate_halo(
    grades: Grades, *, budget: Budget, clusters: Sequence[str] | None = None
) -> tuple[Halo, ...]:
    """Estimate the correlation of every two grades over the items that have both."""
    columns = {name: _column(of_items) for name, of_items in grades.items()}
    codes = None if clusters is None else stats.cluster_codes(clusters, len(clusters))
    found = []
    for (first, x), (second, y) in combinations(columns.items(), 2):
        seen = ~np.isnan(x + y)
        of_seen = None if codes is None else codes[seen]
        r = stats.correlation(x[seen], y[seen], conf=1 - budget.alpha, cluster=of_seen)
        same = int((x[seen] == y[seen]).sum())
        found.append(
            Halo(
                first=first,
                second=second,
                n=r.n,
                correlation=r.r,
                interval=r.interval,
                same=same,
            )
        )
    return tuple(found)


def compare_vectors(
    rows: Sequence[Mapping[str, float | None] | None],
    thresholds: Mapping[str, float],
    overall: str | None,
    *,
    scale: Scale,
    clusters: Sequence[str] | None = None,
) -> Vectors:
    """Compare what thresholds for each attribute keep of recorded grades with what one number does.

    A row is None where it has no grades at all.
    """
    names = (*thresholds, *([] if overall is None else [overall]))
    grades = {name: [row.get(name) if row else None for row in rows] for name in names}
    low = np.array([_column(grades[n]) < least for n, least in thresholds.items()])
    whole = ~np.isnan([_column(grades[n]) for n in thresholds]).any(axis=0)
    only = low[:, whole].sum(axis=0) == 1
    missing = Counter(_lacking(row, names) for row in rows)
    del missing[""]
    return Vectors(
        n=int(whole.sum()),
        missing=dict(sorted(missing.items())),
        below={n: int(low[i, whole].sum()) for i, n in enumerate(thresholds)},
        alone={n: int(low[i, whole][only].sum()) for i, n in enumerate(thresholds)},
        kept=count_kept(grades, thresholds, overall, scale=scale),
        halo=estimate_halo(grades, budget=Budget(), clusters=clusters),
    )


def _lacking(row: Mapping[str, float | None] | None, names: Sequence[str]) -> str:
    if not row:
        return "no grades"
    lacking = [name for name in names if row.get(name) is None]
    return f"no grade of {', '.join(lacking)}" if lacking else ""


def count_kept(
    grades: Grades, thresholds: Mapping[str, float], overall: str | None, *, scale: Scale
) -> tuple[Kept, ...]:
    """Count what thresholds for each attribute keep beside what their mean would, or the whole."""
    table = np.column_stack([_column(grades[name]) for name in thresholds])
    accept = np.array(list(thresholds.values()))
    each = np.where(np.isnan(table).any(axis=1), np.nan, (table >= accept).all(axis=1))
    kept = [_kept("mean", each, table.mean(axis=1) >= accept.mean(), each)]
    if overall is not None:
        whole = _column(grades[overall])
        kept.append(_kept("overall", each, whole >= scale.accept, each + whole))
    return tuple(kept)


def _kept(by: Literal["mean", "overall"], each: Array, whole: Mask, known: Array) -> Kept:
    """Cross the two rules over the items where both are known, that is, where `known` is."""
    seen = ~np.isnan(known)
    one, other = each[seen] == 1, whole[seen]
    n, more, fewer = int(seen.sum()), int((one & ~other).sum()), int((~one & other).sum())
    return Kept(
        by=by,
        n=n,
        n_unscored=int((~seen).sum()),
        both=int((one & other).sum()),
        attributes_only=more,
        global_only=fewer,
        neither=int((~one & ~other).sum()),
        difference=stats.tango_ci(more, fewer, n),
    )


def _column(of_items: Sequence[float | None]) -> Array:
    return np.array([np.nan if g is None else g for g in of_items], dtype=float)
