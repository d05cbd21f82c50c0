"""Coverage as a criterion: the cluster of a row's prompt, and how many of it there is room for."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache

from judgekit.criteria.coverage.clusters import UNPLACED, Clusters
from judgekit.criteria.drawn import Drawn
from judgekit.criteria.seam import Fitted
from judgekit.types import Measurement, Sample

_EVEN_SHARES = 2
"""How many times an even share of the right rows a cluster has room for, unless that is said."""


class Coverage:
    """A criterion: the share of the pool's prompts that are like a row's own.

    It objects to nothing: of a cluster that is over its quota rows are held back, by the gate.
    """

    name = "coverage"

    def __init__(self, clusters: Clusters, prompts: Counter[str]) -> None:
        self._prompts = prompts
        # All rows of a prompt come one after the other.
        self._place = lru_cache(maxsize=64)(clusters.place)

    def __call__(self, sample: Sample, response: str, /) -> Measurement:
        cluster = self._place(sample.prompt)
        if cluster == UNPLACED:
            return Measurement(
                criterion=self.name, missing="a prompt without a word that the clusters know"
            )
        like, whole = self._prompts[cluster], self._prompts.total()
        return Measurement(
            criterion=self.name,
            value=like / whole,
            evidence=f"{like:,} of {whole:,} prompts are of cluster {cluster!r}",
            group=cluster,
        )


class CoverageFitting:
    """Holds prompts to cluster, 20,000 at most, and counts the right rows."""

    name = Coverage.name

    def __init__(self, *, quota: int | None = None, seed: int = 0) -> None:
        self._quota = quota
        self._seed = seed
        self._rows = Drawn(of_prompts=True)
        self._right = 0

    def add(self, row: Sample, right: bool | None, /) -> None:
        """Hold a row if its prompt is drawn."""
        self._rows.add(row)
        self._right += right is True

    def fitted(self) -> Fitted:
        """Return the criterion over the clusters of the prompts held."""
        prompts = [row.prompt for row in self._rows]
        clusters = Clusters(prompts, seed=self._seed)
        placed = Counter(map(clusters.place, prompts))
        del placed[UNPLACED]
        even = self._right / max(1, len(placed))
        quota = self._quota or max(1, math.ceil(_EVEN_SHARES * even))
        return Fitted(Coverage(clusters, placed), self._rows.state(self._seed, quota), quota)
