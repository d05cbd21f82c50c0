"""Verdicts laid out as items by arms and orders, repeats averaged: what estimates are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from judgekit.catalog.problems import Problem, refuse
from judgekit.errors import InputError
from judgekit.ingest.cells import Cell
from judgekit.ingest.entries import Entry
from judgekit.types import Order

Column = tuple[Cell | None, ...]
"""Aligned with the items; None where nothing was recorded."""
_Place = tuple[str, Order | None]


class Grid(NamedTuple):
    """Everything recorded, by arm and order."""

    items: tuple[str, ...]
    clusters: tuple[str, ...] | None
    columns: Mapping[_Place, Column]
    repeats: int
    n_verdicts: int
    n_contradictory: int
    """Verdicts with both a score and the reason for having none."""
    unscored: Mapping[str, int]

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms, in the order of their first verdict."""
        return tuple(dict.fromkeys(arm for arm, _ in self.columns))

    @property
    def paired(self) -> bool:
        """Whether answers were compared."""
        return any(order is not None for _, order in self.columns)

    def shown(self, arm: str, order: Order) -> Column:
        """Return the scores of the response in one place."""
        return self.columns.get((arm, order), (None,) * len(self.items))

    def column(self, arm: str) -> Column:
        """Return an arm's scores; of a comparison, the means of both orders."""
        if not self.paired:
            return self.columns[arm, None]
        first, second = (self.shown(arm, order) for order in (Order.FIRST, Order.SECOND))
        return tuple(_both(a, b) for a, b in zip(first, second, strict=True))


def lay_out(entries: Sequence[Entry]) -> Grid:
    """Return the grid of some verdicts; a verdict recorded twice is refused."""
    if len({e.order is None for e in entries}) > 1:
        raise InputError("some verdicts have an order and some have none; read them one by one")
    groups: dict[tuple[_Place, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[(entry.arm, entry.order), entry.item].append(entry)
    repeats = max(map(len, groups.values()))
    refuse(list(_problems(groups.values(), repeats)), InputError)
    items = tuple(dict.fromkeys(e.item for e in entries))
    places = dict.fromkeys(place for place, _ in groups)
    reasons = [e.cell.unscored for e in entries]
    return Grid(
        items=items,
        clusters=_clusters(entries, items),
        columns={
            place: tuple(_mean([e.cell for e in groups.get((place, item), ())]) for item in items)
            for place in places
        },
        repeats=repeats,
        n_verdicts=len(entries),
        n_contradictory=sum(e.contradicts for e in entries),
        unscored=dict(sorted(Counter(r.value for r in reasons if r is not None).items())),
    )


def _problems(groups: Iterable[list[Entry]], repeats: int) -> Iterator[Problem]:
    for group in groups:
        seen: dict[str, Entry] = {}
        for entry in group:
            before = seen.setdefault(entry.repeat, entry)
            if before is not entry:
                yield entry.row.problem("", _twice(entry, before))
                break
        else:
            if len(group) != repeats:
                what = f"has {len(group)} of {repeats} repeats; repeats must be equal in number"
                yield group[0].row.problem("", f"item {group[0].item!r} {what}")


def _twice(entry: Entry, before: Entry) -> str:
    where = f"line {before.row.line}" if before.row.line else before.row.at.rstrip(".")
    return (
        f"item {entry.item!r} in the arm {entry.arm!r} has its verdict in {where}; "
        "tell repeats apart with --map repeat=COLUMN, or leave rows out with --where COLUMN=VALUE"
    )


def _mean(cells: Sequence[Cell]) -> Cell | None:
    """Return the mean of what was recorded; one missing score leaves none, for all are balanced."""
    missing = next((c for c in cells if c.score is None), None)
    if missing is not None or not cells:
        return missing
    return Cell(fmean(c.score for c in cells if c.score is not None))


def _both(first: Cell | None, second: Cell | None) -> Cell | None:
    return None if first is None or second is None else _mean((first, second))


def _clusters(entries: Sequence[Entry], items: tuple[str, ...]) -> tuple[str, ...] | None:
    known = {e.item: e.cluster for e in entries if e.cluster is not None}
    return tuple(known.get(item, item) for item in items) if known else None
