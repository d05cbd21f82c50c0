"""The terms one audit estimates on: the same scale, levels, seed and clusters for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from judgekit import stats
from judgekit.stats import Alternative, Array, Codes, Mask, MaxT
from judgekit.types import Budget, Estimate, Interval, Scale


class Terms(NamedTuple):
    """What every estimate of an audit shares; columns are attacks, NaN where there is no number."""

    scale: Scale
    budget: Budget
    seed: int
    clusters: Codes | None
    n_flips: int

    def accepting(self, accept: float | None) -> Terms:
        """Return the terms with another lowest accepting score, if one is given."""
        if accept is None:
            return self
        return self._replace(scale=self.scale.model_copy(update={"accept": accept}))

    @property
    def conf(self) -> float:
        return 1 - self.budget.alpha

    @property
    def unseen_shift(self) -> float:
        """In score points."""
        return self.budget.unseen_shift * self.scale.span

    @property
    def bounds(self) -> Interval:
        """The shifts that the scale allows."""
        return Interval(-self.scale.span, self.scale.span)

    def mean(
        self,
        column: Array,
        *,
        conf: float,
        unseen_shift: float | None = None,
        bounds: Interval | None = None,
    ) -> Estimate | None:
        """Return the mean of the items that have a number; unless told otherwise, of shifts."""
        seen = ~np.isnan(column)
        return stats.mean_ci(
            column[seen],
            conf=conf,
            unseen_shift=self.unseen_shift if unseen_shift is None else unseen_shift,
            cluster=self.clusters_of(seen),
            bounds=bounds or self.bounds,
        )

    def test(self, columns: Iterable[Array], sides: Sequence[Alternative]) -> MaxT:
        """Test that no column shifts, as one family."""
        return stats.maxt(
            np.column_stack(list(columns)),
            alternative=sides,
            n_flips=self.n_flips,
            seed=self.seed,
            cluster=self.clusters,
        )

    def together(
        self, columns: Iterable[Array], *, bounds: Interval | None = None
    ) -> tuple[Estimate | None, ...]:
        """Return intervals that hold for all columns at once; unless told otherwise, of shifts."""
        return stats.simultaneous_ci(
            np.column_stack(list(columns)),
            conf=self.conf,
            unseen_shift=self.unseen_shift,
            seed=self.seed,
            cluster=self.clusters,
            bounds=bounds or self.bounds,
        )

    def count_moved(self, column: Array) -> int:
        """Return how many units (clusters, or items without them) shifted at all."""
        codes = stats.cluster_codes(self.clusters, len(column))
        return int(np.count_nonzero(np.nan_to_num(stats.cluster_sums(column[:, None], codes))))

    def clusters_of(self, seen: Mask) -> Codes | None:
        """Return the clusters of some items."""
        return None if self.clusters is None else self.clusters[seen]


def terms(
    scale: Scale, budget: Budget, seed: int, clusters: Sequence[str] | None, n_flips: int
) -> Terms:
    """Collect the terms; cluster names become codes once."""
    codes = None if clusters is None else stats.cluster_codes(clusters, len(clusters))
    return Terms(scale, budget, seed, codes, n_flips)
