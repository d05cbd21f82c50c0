"""Near-duplicates among many texts: MinHash finds candidates, their shingles decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from judgekit.stats import Mask

_Hashes = npt.NDArray[np.uint64]

WIDTH = 3
"""Tokens in a shingle."""
_BANDS, _ROWS = 40, 3
"""Of pairs with a resemblance of 0.5, 99.5 % meet in a band; of pairs with 0.1, 4 %."""
_MOST_SHINGLES = 512
"""The least hashes that stand for a longer text."""
_MOST_IN_BUCKET = 8
"""Leaders looked at in one bucket, so that no crowd of half-alike texts costs all pairs."""


class Sketch(NamedTuple):
    """A text as its hashed shingles, in order, and the buckets it falls in."""

    shingles: _Hashes
    buckets: tuple[int, ...]


class Neighbours:
    """Groups of near-duplicates: a text joins the nearest leader within reach, else it leads one.

    Two texts are near where their shingles' Jaccard similarity reaches the threshold. Broder, On
    the resemblance and containment of documents (1997); bands after Leskovec, Rajaraman and Ullman,
    Mining of Massive Datasets, ch. 3. Linear in the number of texts; groups depend on their order.
    """

    def __init__(self, *, threshold: float = 0.5) -> None:
        self._threshold = threshold
        self._leaders: list[Sketch] = []
        self._buckets: dict[int, list[int]] = defaultdict(list)

    def place(self, text: Sketch) -> int:
        """Return the group of a text, which leads a new one where no leader is near."""
        if (group := self.find(text)) is not None:
            return group
        self._leaders.append(text)
        for bucket in text.buckets:
            if len(self._buckets[bucket]) < _MOST_IN_BUCKET:
                self._buckets[bucket].append(len(self._leaders) - 1)
        return len(self._leaders) - 1

    def find(self, text: Sketch) -> int | None:
        """Return the group whose leader is nearest, if one is near."""
        met = {i for bucket in text.buckets for i in self._buckets.get(bucket, ())}
        near = [(resemblance(text, self._leaders[i]), -i) for i in met]
        similarity, i = max(near, default=(0.0, 0))
        return -i if similarity >= self._threshold else None


def sketch(tokens: Sequence[str]) -> Sketch:
    """Return the sketch of a text of at least `WIDTH` tokens."""
    shingles = np.unique(_shingles(tokens))
    return Sketch(shingles[:_MOST_SHINGLES], _buckets(shingles))


def resemblance(a: Sketch, b: Sketch) -> float:
    """Return the Jaccard similarity of two texts' shingles, estimated for long texts."""
    first, second = a.shingles, b.shingles
    shared = first[_held(first, second)]
    if max(len(first), len(second)) < _MOST_SHINGLES:
        return len(shared) / (len(first) + len(second) - len(shared))
    # The least hashes of the union are a fair sample of it.
    both = np.union1d(first, second)[:_MOST_SHINGLES]
    return float(_held(both, shared).mean()) if len(shared) else 0.0


def _held(some: _Hashes, others: _Hashes) -> Mask:
    """Say which of some hashes are among others; both are sorted, so that each is looked up."""
    places = np.searchsorted(others, some)
    places[places == len(others)] = 0
    held: Mask = others[places] == some
    return held


def _shingles(tokens: Sequence[str]) -> _Hashes:
    words = np.array([crc32(t.encode("utf-8", "surrogatepass")) for t in tokens], dtype=np.uint64)
    n = len(words) - WIDTH + 1
    mixed = np.zeros(n, dtype=np.uint64)
    for i in range(WIDTH):
        mixed = _mix(mixed + words[i : i + n])
    return mixed


def _mix(x: _Hashes) -> _Hashes:
    """Return the hashes well stirred: the finaliser of SplitMix64 (Steele, Lea and Flood, 2014)."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


_SALTS = _mix(np.arange(_BANDS * _ROWS, dtype=np.uint64))


def _buckets(shingles: _Hashes) -> tuple[int, ...]:
    least = _mix(shingles ^ _SALTS[:, None]).min(axis=1)
    mixed = _mix(np.arange(_BANDS, dtype=np.uint64))
    for row in least.reshape(_BANDS, _ROWS).T:
        mixed = _mix(mixed + row)
    return tuple(mixed.tolist())
