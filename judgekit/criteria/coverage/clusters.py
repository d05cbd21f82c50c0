"""Clusters of texts that speak of like things: spherical k-means."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from judgekit.criteria.coverage.vectors import Terms, Vectors, dense, lengths, tf_idf, unit_rows
from judgekit.errors import InputError
from judgekit.stats import Array, Codes, generator

UNPLACED = "no words"
"""The stratum of texts without a vector."""

_MOST_CLUSTERS = 100
_MOST_FITTED = 20_000
"""Texts that centres are fitted on; the others go to the nearest."""
_MOST_ROUNDS = 25
_TERMS_IN_NAME = 3


def strata(
    texts: Sequence[str], *, k: int | None = None, vectors: Array | None = None, seed: int = 0
) -> tuple[str, ...]:
    """Return for each text the name of its cluster, such as "2 glass, cost, price".

    Like texts are those whose vectors point one way: TF-IDF, or `vectors`, a row for each text.
    Equal texts share a cluster, and neither order nor repeats of the texts change any. By default
    there are as many clusters as the root of half the different texts, between 2 and 100. Names are
    the heaviest terms; numbers run from the largest cluster.
    """
    distinct = sorted(set(texts))
    words = tf_idf(distinct)
    placed = words.vectors if vectors is None else _of_distinct(distinct, texts, vectors)
    labels = cluster(placed, k or default_k(len(distinct)), seed=seed)
    names = _names(words, labels)
    by_text = {t: names[c] if c >= 0 else UNPLACED for t, c in zip(distinct, labels, strict=True)}
    return tuple(by_text[t] for t in texts)


class Clusters:
    """Clusters fitted on some texts, in which any other text has its place."""

    def __init__(self, texts: Sequence[str], *, k: int | None = None, seed: int = 0) -> None:
        distinct = sorted(set(texts))
        self._words = tf_idf(distinct)
        labels = cluster(self._words.vectors, k or default_k(len(distinct)), seed=seed)
        self.names = _names(self._words, labels)
        placed = labels >= 0
        vectors = self._words.vectors[placed]
        self._centres = _centres(vectors, labels[placed], len(self.names))

    def place(self, text: str) -> str:
        """Return the name of the cluster whose centre is nearest; `UNPLACED` without a word."""
        columns, weights = self._words.vector(text)
        if not len(columns):
            return UNPLACED
        return self.names[int((self._centres[:, columns] @ weights).argmax())]


def default_k(n: int) -> int:
    """Return the root of half of n, between 2 and 100."""
    return max(2, min(_MOST_CLUSTERS, round(math.sqrt(n / 2))))


def cluster(vectors: Vectors, k: int, *, seed: int = 0) -> Codes:
    """Return the cluster of each row, the largest 0, and -1 for a row of zeros.

    Spherical k-means (Dhillon and Modha, Machine Learning 42:143, 2001) from k-means++ seeds,
    fitted on at most 20,000 rows. There may be fewer clusters than k.
    """
    rng = generator(seed, "clusters")
    filled = np.flatnonzero(lengths(vectors))
    labels: Codes = np.full(vectors.shape[0], -1)
    if len(filled):
        fitted = filled
        if len(filled) > _MOST_FITTED:
            fitted = np.sort(rng.choice(filled, _MOST_FITTED, replace=False))
        centres = _fit(vectors[fitted], min(k, len(fitted)), rng)
        labels[filled] = _by_size(_nearest(vectors[filled], centres))
    return labels


def _fit(vectors: Vectors, k: int, rng: np.random.Generator) -> Array:
    centres = _seeds(vectors, k, rng)
    labels = _nearest(vectors, centres)
    for _ in range(_MOST_ROUNDS):
        centres = _centres(vectors, labels, len(centres))
        before, labels = labels, _nearest(vectors, centres)
        if np.array_equal(before, labels):
            break
    return centres


def _seeds(vectors: Vectors, k: int, rng: np.random.Generator) -> Array:
    """Return rows that lie apart: each drawn by how far it is from those drawn before."""
    chosen = [int(rng.integers(vectors.shape[0]))]
    away = _distance(vectors, chosen[0])
    while len(chosen) < k and away.sum() > 0:
        chosen.append(int(rng.choice(len(away), p=away / away.sum())))
        away = np.minimum(away, _distance(vectors, chosen[-1]))
    return dense(vectors[chosen])


def _distance(vectors: Vectors, i: int) -> Array:
    # A copy of a seed is at 0 but for rounding, and would be drawn again.
    away: Array = 1 - vectors @ dense(vectors[[i]])[0]
    return np.where(away > 1e-9, away, 0)


def _centres(vectors: Vectors, labels: Codes, k: int) -> Array:
    from scipy.sparse import csr_array

    n = len(labels)
    members = csr_array((np.ones(n), (labels, np.arange(n))), shape=(k, n))
    return unit_rows(dense(members @ vectors))


def _nearest(vectors: Vectors, centres: Array) -> Codes:
    nearest: Codes = np.asarray(vectors @ centres.T).argmax(axis=1)
    return nearest


def _by_size(labels: Codes) -> Codes:
    sizes = np.bincount(labels)
    place = np.empty(len(sizes), dtype=np.intp)
    place[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return place[labels]


def _of_distinct(distinct: Sequence[str], texts: Sequence[str], vectors: Array) -> Array:
    if len(vectors) != len(texts):
        raise InputError(f"{len(vectors)} vectors for {len(texts)} texts; give one for each")
    first = {text: i for i, text in reversed(list(enumerate(texts)))}
    return unit_rows(vectors)[[first[t] for t in distinct]]


def _names(words: Terms, labels: Codes) -> tuple[str, ...]:
    names = []
    for c in range(labels.max(initial=-1) + 1):
        weight = np.asarray(words.vectors[labels == c].sum(axis=0)).ravel()
        heaviest = [i for i in np.argsort(-weight, kind="stable")[:_TERMS_IN_NAME] if weight[i] > 0]
        names.append(f"{c + 1} {', '.join(f'{words.terms[i]:.30}' for i in heaviest)}".rstrip())
    return tuple(names)
