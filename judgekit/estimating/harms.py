"""How far the worst attack moves each of several judges, and which of them are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from judgekit import stats
from judgekit.estimating.changes import Shifts
from judgekit.stats import N_DRAWS, N_SWAPS, Arena, Array
from judgekit.types import Budget, Column, Estimate, Harm, Scale

_METHOD = "cross-fitted, paired bootstrap"
_PLACES = 6
"""Decimals that are kept: what redrawing adds beyond them differs between machines."""


class Contender(NamedTuple):
    """A judge's shifts under every attack that all are compared by, in points of its scale."""

    shifts: Sequence[Shifts]
    scale: Scale


class Apart(NamedTuple):
    """How much more harm is done to one judge than to another, by their places."""

    less: int
    more: int
    gap: Estimate
    """Holds for all pairs at once."""
    p: float
    p_adjusted: float


class Harms(NamedTuple):
    """What attacks do to each judge, in the order given."""

    sizes: tuple[Harm | None, ...]
    by_family: dict[str, tuple[Harm | None, ...]]
    ranks: tuple[int | None, ...]
    """Of those that compete: 1 is harmed least, equal harms share a rank."""
    held: tuple[float | None, ...]
    """Share of redrawn samples in which a judge has this very rank."""
    gaps: tuple[Apart, ...]
    """Of every pair that competes."""


def estimate_harms(
    contenders: Sequence[Contender],
    attacks: Sequence[Column],
    *,
    competing: Sequence[bool],
    budget: Budget,
    seed: int,
    clusters: Sequence[str] | None = None,
    n_draws: int = N_DRAWS,
    n_swaps: int = N_SWAPS,
) -> Harms:
    """Estimate how far the worst attack moves each judge, rank them, and compare every pair.

    Every harm is a share of its judge's scale; those not `competing` are sized and no more. An
    interval is normal, with the spread of the paired bootstrap, no narrower than the unseen floor;
    missing scores stand at the ends that widen it. Pairs are tested by swapping the judges item by
    item, and adjusted by Holm.
    """
    one_sided = [a.expect.one_sided for a in attacks]
    tables = [_table(c, one_sided) for c in contenders]
    codes = stats.cluster_codes(clusters, len(tables[0].seen))
    on = stats.arena(one_sided, codes, unseen_shift=budget.unseen_shift, seed=seed)
    terms = _Terms(on, [a.id for a in attacks], 1 - budget.alpha, seed)
    families = _places([a.family for a in attacks])
    everything, *by_family = stats.redrawn_worst(
        [t.seen for t in tables],
        on,
        families=[range(len(attacks)), *families.values()],
        n_draws=n_draws,
        seed=seed,
    )
    sizes = _sizes(tables, everything, terms)
    known = [at for at, s in enumerate(sizes) if s is not None and competing[at]]
    ranks, held = _ranks(sizes, known, everything)
    return Harms(
        sizes,
        {
            family: _sizes([t.part(at) for t in tables], drawn, terms.part(at))
            for (family, at), drawn in zip(families.items(), by_family, strict=True)
        },
        ranks,
        held,
        tuple(_gaps(tables, known, everything, terms, n_swaps)),
    )


class _Table(NamedTuple):
    """A judge's shifts as shares of its scale, items x attacks; NaN where there is no variant."""

    seen: Array
    """NaN, too, where a score is missing."""
    least: Array
    most: Array
    """Missing scores where they make least, and most, of the harm that was seen."""

    def part(self, attacks: Sequence[int]) -> _Table:
        return _Table(*(column[:, attacks] for column in self))


class _Terms(NamedTuple):
    """What all that is estimated here shares."""

    on: Arena
    names: Sequence[str]
    conf: float
    seed: int

    def part(self, attacks: Sequence[int]) -> _Terms:
        on = self.on.part(np.asarray(attacks))
        return self._replace(on=on, names=[self.names[a] for a in attacks])

    def harm(self, table: _Table, drawn: Array) -> Harm | None:
        ends, worst = self.ends(table), stats.worst_attack(table.seen, self.on)
        if ends is None or worst is None:
            return None
        shift = _estimate(ends, self.room(drawn, self.conf), self.conf, [table], most=1)
        return Harm(shift=shift, worst=self.names[worst])

    def ends(self, table: _Table) -> _Ends | None:
        """Return the worst shift as seen, and with missing scores at either end."""
        found = [stats.worst_shift(t, self.on) for t in table]
        known = [f for f in found if f is not None]
        return _Ends(known[0], min(known), max(known)) if len(known) == len(found) else None

    def room(self, drawn: Array, conf: float) -> float:
        """Return half the width of an interval, missing scores apart."""
        tail = (1 - conf) / 2
        unseen = float(self.on.unseen_shift * (1 - tail ** (1 / self.on.n_units)))
        return max(float(-ndtri(tail) * np.nanstd(drawn)), unseen)


class _Ends(NamedTuple):
    est: float
    least: float
    most: float


def _estimate(
    ends: _Ends, room: float, conf: float, tables: Sequence[_Table], *, most: float
) -> Estimate:
    scored = np.all([(~np.isnan(t.seen)).any(axis=1) for t in tables], axis=0)
    return Estimate(
        est=round(ends.est, _PLACES),
        lo=round(max(ends.least - room, -most), _PLACES),
        hi=round(min(ends.most + room, most), _PLACES),
        conf=conf,
        method=_METHOD,
        n=int(scored.sum()),
    )


def _table(contender: Contender, one_sided: Sequence[bool]) -> _Table:
    span = contender.scale.span
    seen, low, high = (np.column_stack(c) / span for c in zip(*contender.shifts, strict=True))
    # What was seen of an attack says which way more of it would be more harm.
    falls = ~np.asarray(one_sided) & (np.nansum(seen, axis=0) < 0)
    return _Table(seen, np.where(falls, high, low), np.where(falls, low, high))


def _ranks(
    sizes: Sequence[Harm | None], known: Sequence[int], drawn: Array
) -> tuple[tuple[int | None, ...], tuple[float | None, ...]]:
    found = [s.shift.est for at in known if (s := sizes[at]) is not None]
    ranks = _rank(np.array([found]))[0]
    held = (_rank(np.nan_to_num(drawn[:, list(known)], nan=np.inf)) == ranks).mean(axis=0)
    of = {at: (int(r), float(h)) for at, r, h in zip(known, ranks, held, strict=True)}
    placed = [of.get(at, (None, None)) for at in range(len(sizes))]
    return tuple(r for r, _ in placed), tuple(h for _, h in placed)


def _rank(harms: Array) -> Array:
    """Return by row each harm's rank from below; those alike, up to dust, share one."""
    below = harms[:, None, :] < harms[:, :, None] - 1e-9
    ranks: Array = 1 + below.sum(axis=2)
    return ranks


def _places(families: Sequence[str]) -> dict[str, list[int]]:
    """Return where the attacks of each family stand."""
    places: dict[str, list[int]] = {}
    for at, family in enumerate(families):
        places.setdefault(family, []).append(at)
    return places


def _sizes(tables: Sequence[_Table], drawn: Array, terms: _Terms) -> tuple[Harm | None, ...]:
    return tuple(terms.harm(t, of_one) for t, of_one in zip(tables, drawn.T, strict=True))


def _gaps(
    tables: Sequence[_Table], known: Sequence[int], drawn: Array, terms: _Terms, n_swaps: int
) -> list[Apart]:
    ends = {at: e for at in known if (e := terms.ends(tables[at])) is not None}
    pairs = list(combinations(sorted(ends, key=lambda at: ends[at].est), 2))
    conf = 1 - (1 - terms.conf) / max(1, len(pairs))  # Bonferroni: all hold at once
    p = [_p(tables[less], tables[more], terms, n_swaps) for less, more in pairs]
    found = []
    for (less, more), one, adjusted in zip(pairs, p, stats.holm(p), strict=True):
        room = terms.room(drawn[:, more] - drawn[:, less], conf)
        both = _estimate(
            _minus(ends[more], ends[less]), room, conf, [tables[less], tables[more]], most=2
        )
        found.append(Apart(less, more, both, one, float(adjusted)))
    return found


def _minus(more: _Ends, less: _Ends) -> _Ends:
    return _Ends(more.est - less.est, more.least - less.most, more.most - less.least)


def _p(less: _Table, more: _Table, terms: _Terms, n_swaps: int) -> float:
    # Missing scores stand against the claim that they are apart.
    return stats.swap_worst(less.most, more.least, terms.on, n_swaps=n_swaps, seed=terms.seed)
