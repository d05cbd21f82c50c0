"""What a judge makes of pairs that it saw in both orders, several times: against labels, places,
itself."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np

from judgekit import stats
from judgekit.stats import FEWEST_CLUSTERS, Array, Codes, Mask
from judgekit.types import Accord, Interval, Measure, Status


class PairsSeen(NamedTuple):
    """The verdicts on a data set of pairs, and the level of its intervals."""

    shares: Array
    """Pairs x draws x (first, second): the response's win where it is shown there, 0 to 1; NaN
    where there is no verdict."""
    labels: Array
    """1 where the response should win, 0 for a tie, -1; NaN without a label."""
    clusters: Codes | None
    conf: float

    @property
    def scored(self) -> Mask:
        """Which pairs have a verdict in every draw and order."""
        return np.array([not np.isnan(pair).any() for pair in self.shares], dtype=bool)


def measure_accord(on: PairsSeen) -> Accord:
    """Measure agreement with the labels, over pairs that have one and every verdict.

    Either answer of a pair counts as the first, so that which of them a file names first gives no
    agreement by chance. The verdict of a draw is the mean of both orders.
    """
    labelled = ~np.isnan(on.labels)
    said, truth = _winners(on), on.labels
    kept = labelled & on.scored
    alike = said[kept] == truth[kept, None]
    decided = (said[kept] != 0) & (truth[kept, None] != 0)
    return Accord(
        n=int(kept.sum()),
        n_unlabelled=int((~labelled).sum()),
        n_unscored=int((labelled & ~on.scored).sum()),
        kappa=_kappa(on, said, labelled),
        exact=_mean(alike),
        n_decided=float(decided.mean(axis=1).sum()) if kept.any() else 0.0,
        exact_decided=_mean(alike[decided]),
        label_ties=int((truth[kept] == 0).sum()),
        judge_ties=float((said[kept] == 0).mean()) if kept.any() else 0.0,
    )


def measure_position(on: PairsSeen) -> Measure:
    """Measure the first place's share of wins over one half; ties and probabilities as they are."""
    low, high = (np.where(np.isnan(on.shares), worst, on.shares) for worst in ((0, 1), (1, 0)))
    columns = [_bias(shares) for shares in (on.shares, low, high)]
    return _measure(on, *columns, bounds=Interval(-0.5, 0.5), unseen=0.5)


def measure_retest(on: PairsSeen) -> Measure:
    """Measure how often two draws of one order give the same verdict, over all pairs of draws."""
    said = np.sign(on.shares - 0.5)
    both = [(said[:, i], said[:, j]) for i, j in combinations(range(said.shape[1]), 2)]
    if not both:
        return NOT_MEASURED
    alike = np.stack([np.where(np.isnan(a + b), np.nan, a == b) for a, b in both], axis=1)
    low, high = (np.nan_to_num(alike, nan=worst) for worst in (0.0, 1.0))
    columns = [part.mean(axis=(1, 2)) for part in (alike, low, high)]
    return _measure(on, *columns, bounds=Interval(0.0, 1.0), unseen=1.0)


def published_position(on: PairsSeen) -> float | None:
    """Return |P(first place wins) - 1/2| over all verdicts, where a tie counts as no win."""
    won = (on.shares - 0.5) * (1, -1)
    seen = won[~np.isnan(won)]
    return None if len(seen) == 0 else abs(float((seen > 0).mean()) - 0.5)


def inconsistency(on: PairsSeen) -> float | None:
    """Return the share of pairs whose winner differs between the orders."""
    said = np.sign(on.shares[on.scored] - 0.5)
    return _mean(said[:, :, 0] != said[:, :, 1])


NOT_MEASURED = Measure(estimate=None, ends=None, sd=None)


def _bias(shares: Array) -> Array:
    found: Array = ((shares[:, :, 0] - shares[:, :, 1]) / 2).mean(axis=1)
    return found


def _winners(on: PairsSeen) -> Array:
    """Return pairs x draws: 1, 0 or -1 of the mean of both orders; NaN where one is missing."""
    found: Array = np.sign(on.shares.mean(axis=2) - 0.5)
    return found


def _kappa(on: PairsSeen, said: Array, labelled: Mask) -> Measure:
    truth = on.labels[:, None]
    kept = labelled & on.scored
    seen = _parts(on, said, kept)
    if seen is None:
        return NOT_MEASURED
    # A tie that goes against a label of a tie is either answer's win.
    against = np.where(truth == 0, 1.0, -truth)
    low, high = (
        _parts(on, np.where(np.isnan(said), worst, said), labelled) for worst in (against, truth)
    )
    if low is None or high is None:
        return NOT_MEASURED
    # A kappa moves over twice the range of a share.
    alone, bounds = on._replace(clusters=None), Interval(-1.0, 1.0)
    found = _measure(alone, seen, low, high, bounds=bounds, unseen=2.0)
    if found.estimate is None:
        return found
    few = on.clusters is not None and len(seen) < FEWEST_CLUSTERS
    status = Status.TOO_FEW if few else found.estimate.status
    estimate = found.estimate.model_copy(update={"n": int(kept.sum()), "status": status})
    return found.model_copy(update={"estimate": estimate})


def _parts(on: PairsSeen, said: Array, kept: Mask) -> Array | None:
    """Return what kappa is the mean of, by cluster where there are clusters."""
    tables = _tables(said[kept], on.labels[kept])
    if on.clusters is not None:
        codes = np.unique(on.clusters[kept], return_inverse=True)[1].reshape(-1)
        tables = stats.cluster_sums(tables.reshape(len(tables), -1), codes).reshape(-1, 3, 3)
    return stats.kappa_parts(tables)


def _tables(said: Array, truth: Array) -> Array:
    """Return pairs x judge x label: a pair weighs one, over its draws and whichever is first."""
    n, draws = said.shape
    tables = np.zeros((n, 3, 3))
    for turn in (1, -1):
        for draw in range(draws):
            rows, columns = ((turn * column + 1).astype(int) for column in (said[:, draw], truth))
            tables[np.arange(n), rows, columns] += 1 / (2 * draws)
    return tables


def _measure(
    on: PairsSeen, seen: Array, low: Array, high: Array, *, bounds: Interval, unseen: float
) -> Measure:
    """Return the mean of the numbers that are there, with missing ones at either end.

    `unseen` is how far pairs too rare to be drawn may be from it: judged the other way altogether.
    """
    known = ~np.isnan(seen)
    clusters = None if on.clusters is None else on.clusters[known]
    estimate = stats.mean_ci(
        seen[known], conf=on.conf, unseen_shift=unseen, cluster=clusters, bounds=bounds
    )
    below, above = (
        stats.mean_ci(part, conf=on.conf, unseen_shift=unseen, cluster=on.clusters, bounds=bounds)
        for part in (low, high)
    )
    spread = stats.moments(seen[known], clusters)
    return Measure(
        estimate=estimate,
        ends=Interval(below.lo, above.hi) if estimate and below and above else None,
        sd=None if spread is None else spread.se * spread.n**0.5,
    )


def _mean(values: Array) -> float | None:
    return float(values.mean()) if values.size else None
