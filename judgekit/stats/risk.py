"""A threshold above which few are wrong, with a promise about how seldom that is untrue."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaincinv, ndtri, stdtrit

from judgekit.stats.arrays import Array, Codes, Mask, cluster_codes


class Threshold(NamedTuple):
    """A certified threshold: rows that score as much or more are wrong at a rate of at most eps."""

    value: float
    eps: float
    delta: float
    """How often, over calibration sets, a threshold is certified that breaks the promise."""
    n: int
    """Rows at or above it."""
    n_bad: int
    n_effective: float
    """What they are worth as independent rows."""
    p: float
    upper: float
    """The one-sided bound at 1 - delta on the rate, this threshold taken alone."""


def ltt_threshold(
    score: npt.ArrayLike,
    bad: npt.ArrayLike,
    *,
    eps: float,
    delta: float = 0.1,
    cluster: Sequence[str] | Codes | None = None,
) -> Threshold | None:
    """Return the lowest threshold that is certified; None where no threshold qualifies.

    Learn-then-Test by a fixed sequence: thresholds from strict to loose, each tested by the exact
    binomial tail against P(bad | kept) > eps, until the first that is not rejected. The sequence
    starts where enough rows are kept for a rejection to be possible at all. Answers to one prompt
    share a cluster and count by their effective number (Korn-Graubard). Assumes rows, or
    clusters, exchangeable with those it is used on. Angelopoulos et al., arXiv 2110.01052.
    """
    seen = _cumulated(np.asarray(score, dtype=float), np.asarray(bad, dtype=bool), cluster, delta)
    p = _tail(seen.rate, seen.n_effective, eps)
    testable = np.flatnonzero(seen.n_least >= fewest_kept(eps, delta))
    if len(testable) == 0:
        return None
    beyond = np.flatnonzero(p[testable[0] :] > delta)
    last = testable[0] + beyond[0] - 1 if len(beyond) else len(p) - 1
    if last < testable[0]:
        return None
    return Threshold(
        value=float(seen.value[last]),
        eps=eps,
        delta=delta,
        n=int(seen.n[last]),
        n_bad=int(seen.n_bad[last]),
        n_effective=float(seen.n_effective[last]),
        p=float(p[last]),
        upper=_upper(float(seen.rate[last]), float(seen.n_effective[last]), delta),
    )


def ltt_by_stratum(
    score: npt.ArrayLike,
    bad: npt.ArrayLike,
    stratum: Sequence[str],
    *,
    eps: float,
    delta: float = 0.1,
    cluster: Sequence[str] | None = None,
) -> dict[str, Threshold | None]:
    """Return each stratum's threshold at delta over their number, so that all hold together.

    One threshold for all of them is the highest, and there is none where one stratum has none.
    """
    scores, wrong, where = (np.asarray(a) for a in (score, bad, stratum))
    names = sorted(set(stratum))
    groups = None if cluster is None else np.asarray(cluster)
    return {
        name: ltt_threshold(
            scores[where == name],
            wrong[where == name],
            eps=eps,
            delta=delta / len(names),
            cluster=None if groups is None else list(groups[where == name]),
        )
        for name in names
    }


def fewest_kept(eps: float, delta: float) -> int:
    """Return how many independent rows, none of them bad, certify a threshold."""
    return math.ceil(math.log(delta) / math.log1p(-eps))


def contaminated(clean: float, attacked: float, share: float) -> float:
    """Return the bound on P(bad | kept) where a share of the rows is attacked."""
    return (1 - share) * clean + share * max(clean, attacked)


class _Cumulated(NamedTuple):
    """What is kept at each distinct score and above, from strict to loose."""

    value: Array
    n: Array
    n_bad: Array
    rate: Array
    n_effective: Array
    n_least: Array
    """The least that the effective number can be; labels have no part in it."""


def _cumulated(
    score: Array, bad: Mask, cluster: Sequence[str] | Codes | None, delta: float
) -> _Cumulated:
    if not np.isfinite(score).all():
        raise ValueError("a threshold needs scores; leave unscored rows out")
    order = np.argsort(-score, kind="stable")
    ranked, wrong = score[order], bad[order]
    # The last of equal scores: rows that tie are kept together.
    cut = np.flatnonzero(np.append(ranked[1:] < ranked[:-1], True)) if len(ranked) else order
    n, n_bad = (cut + 1).astype(float), np.cumsum(wrong)[cut].astype(float)
    rate = n_bad / n
    least = effective = n
    if cluster is not None:
        squares = _squares(wrong, cluster_codes(cluster, len(score))[order])
        least, effective = _effective(n, rate, [s[cut] for s in squares], delta)
    return _Cumulated(ranked[cut], n, n_bad, rate, effective, least)


def _squares(wrong: Mask, codes: Codes) -> list[Array]:
    """Return, after each row, the clusters seen and their sums of n^2, n f and f^2."""
    by_cluster = np.argsort(codes, kind="stable")
    first = np.flatnonzero(np.diff(codes[by_cluster], prepend=-1))
    size = np.diff(np.append(first, len(codes)))
    f = wrong[by_cluster].astype(float)
    before = np.cumsum(f) - f
    n_before, f_before = np.empty(len(codes)), np.empty(len(codes))
    n_before[by_cluster] = np.arange(len(codes)) - np.repeat(first, size)
    f_before[by_cluster] = before - np.repeat(before[first], size)
    b = wrong.astype(float)
    steps = (
        n_before == 0,
        2 * n_before + 1,
        f_before + b * n_before + b,
        (2 * f_before + 1) * b,
    )
    return [np.cumsum(step).astype(float) for step in steps]


def _effective(n: Array, rate: Array, squares: list[Array], delta: float) -> tuple[Array, Array]:
    """Return the least and the estimated number of independent rows, after Korn and Graubard."""
    g, nn, nf, ff = squares
    degrees = np.maximum(g - 1, 1)
    variance = (ff - 2 * rate * nf + rate**2 * nn) / n**2 * g / degrees
    # Clusters that agree throughout are worth one row each, weighed by their size.
    least = n**2 / nn
    estimate = np.divide(rate * (1 - rate), variance, out=least.copy(), where=variance > 0)
    # Where every row is a cluster of its own nothing had to be estimated.
    shrink = np.where(g < n, (ndtri(1 - delta) / stdtrit(degrees, 1 - delta)) ** 2, 1.0)
    return least * shrink, np.clip(estimate, least, n) * shrink


def _tail(rate: Array, n: Array, eps: float) -> Array:
    """Return P(X <= rate n) for X binomial of n and eps; n need not be whole."""
    x = rate * n
    return np.where(x >= n, 1.0, betainc(np.maximum(n - x, 1e-12), x + 1, 1 - eps))


def _upper(rate: float, n: float, delta: float) -> float:
    x = rate * n
    return 1.0 if x >= n else float(betaincinv(x + 1, n - x, 1 - delta))
