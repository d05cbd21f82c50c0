"""What a filter does to the breadth of a pool: strata lost, beside what chance would lose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from judgekit.stats import Array, generator
from judgekit.types import Interval, Record

_DRAWS = 1_000


class Fate(NamedTuple):
    """What a filter did with one row."""

    stratum: str
    family: str = ""
    """Where the row comes from: a teacher, or a kind of refinement."""
    lost_to: str | None = None
    """The filter that took the row; None where it was kept."""


class Share(Record):
    """What is kept of a stratum, or of a family."""

    name: str
    rows: int
    kept: int
    lost: dict[str, int]
    """Rows taken, by filter."""


class Breadth(Record):
    """A number of strata before and after a filter, and after filters that draw by lot."""

    before: float
    after: float
    by_lot: Interval
    """Where 95 % of filters lie that keep as many rows at random."""


class Loss(Record):
    """The coverage of a pool before and after a filter; it says nothing of one row."""

    rows: int
    kept: int
    strata: tuple[Share, ...]
    families: tuple[Share, ...]
    emptied: tuple[str, ...]
    """Strata of which nothing is kept."""
    reached: Breadth
    """Strata with at least one row."""
    effective: Breadth
    """How many strata of equal size are as diverse: the exponential of the entropy of shares.

    It rises where a filter cuts the largest strata: breadth is lost below what draws leave.
    """


def measure_loss(fates: Sequence[Fate], *, seed: int = 0) -> Loss:
    """Return what is kept of every stratum and family, and the breadth before and after.

    A filter that keeps few rows empties small strata whoever it is, so breadth stands beside that
    of 1,000 seeded draws of as many rows without replacement. Effective number: Jost, Oikos
    113:363 (2006).
    """
    strata = _shares(fates, lambda f: f.stratum)
    before, after = (np.array([getattr(s, n) for s in strata]) for n in ("rows", "kept"))
    drawn = _by_lot(before, int(after.sum()), seed)
    return Loss(
        rows=len(fates),
        kept=int(after.sum()),
        strata=strata,
        families=_shares([f for f in fates if f.family], lambda f: f.family),
        emptied=tuple(s.name for s in strata if s.kept == 0),
        reached=_breadth(_reached, before, after, drawn),
        effective=_breadth(_effective, before, after, drawn),
    )


_Counts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def _shares(fates: Iterable[Fate], name: Callable[[Fate], str]) -> tuple[Share, ...]:
    """Return what is kept of each group, the largest first."""
    groups: dict[str, Counter[str | None]] = defaultdict(Counter)
    for fate in fates:
        groups[name(fate)][fate.lost_to] += 1
    shares = (
        Share(
            name=group,
            rows=counts.total(),
            kept=counts[None],
            lost=dict(sorted((f, n) for f, n in counts.items() if f is not None)),
        )
        for group, counts in groups.items()
    )
    return tuple(sorted(shares, key=lambda s: (-s.rows, s.name)))


def _by_lot(before: _Counts, kept: int, seed: int) -> _Counts:
    rng = generator(seed, "coverage")
    return rng.multivariate_hypergeometric(before, kept, size=_DRAWS, method="marginals")


def _breadth(
    measure: Callable[[_Counts], Array], before: _Counts, after: _Counts, drawn: _Counts
) -> Breadth:
    lo, hi = np.quantile(measure(drawn), [0.025, 0.975])
    return Breadth(
        before=float(measure(before)), after=float(measure(after)), by_lot=Interval(lo, hi)
    )


def _reached(counts: _Counts) -> Array:
    return np.asarray((counts > 0).sum(axis=-1), dtype=float)


def _effective(counts: _Counts) -> Array:
    total = counts.sum(axis=-1, keepdims=True)
    p = counts / np.maximum(total, 1)
    entropy = -(p * np.log(np.where(p > 0, p, 1))).sum(axis=-1)
    return np.where(total[..., 0] > 0, np.exp(entropy), 0.0)
