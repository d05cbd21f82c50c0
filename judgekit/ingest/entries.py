"""From rows to verdicts, each a score or the reason there is none; every wrong row is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from judgekit.catalog.problems import Problem, refuse
from judgekit.errors import InputError
from judgekit.ingest.legend import ABSENT, CHOICE_SCALE, CHOICES, COLUMNS, Legend
from judgekit.ingest.rows import Log, Row
from judgekit.text import did_you_mean
from judgekit.types import Order, Scale, Unscored

_REASONS = tuple(u.value for u in Unscored)
_PLACES = (Order.FIRST.value, Order.SECOND.value)
_WON = {"first": 1.0, "tie": 0.5, "second": 0.0}


class Entry(NamedTuple):
    """One recorded verdict."""

    row: Row
    item: str
    arm: str
    order: Order | None
    """Where the response was shown; absent where it was judged alone."""
    repeat: str
    cluster: str | None
    score: float | None
    unscored: Unscored | None
    contradicts: bool
    """The row holds both a score and the reason for having none; the reason is believed."""


class Recording(NamedTuple):
    """The verdicts that were read, and the scale they are on."""

    entries: tuple[Entry, ...]
    scale: Scale


def read_entries(logs: Sequence[Log], legend: Legend) -> Recording:
    """Return the verdicts of the rows that the legend asks for."""
    refuse([r for log in logs for r in log.rows if isinstance(r, Problem)], InputError)
    rows = [(r, log) for log in logs for r in log.rows if isinstance(r, Row)]
    if not rows:
        raise InputError("there is no row in the files; a table has a header and rows under it")
    columns = _columns([r for r, _ in rows], legend)
    kept = [(r, log) for r, log in rows if _asked_for(r, legend.where)]
    if not kept:
        asked = ", ".join(f"{column}={value}" for column, value in legend.where.items())
        raise InputError(f"no row has {asked}; nothing is left to read")
    scale = _scale(columns, legend)
    reader = _Reader(columns, legend, scale)
    read = [reader.entry(row, log.meanings) for row, log in kept]
    refuse([e for e in read if isinstance(e, Problem)], InputError)
    return Recording(tuple(e for e in read if isinstance(e, Entry)), scale)


def _scale(columns: Mapping[str, str], legend: Legend) -> Scale:
    """Return the scale; comparisons have their own where none is named."""
    given, own = legend.scale, CHOICE_SCALE
    if "choice" in columns and given is not None and (given.low, given.high) != (own.low, own.high):
        raise InputError("choices are read as 0, 0.5 and 1; give --scale 0:1 or leave it out")
    if given is None and "choice" not in columns and "order" not in columns:
        raise InputError("the scale of the scores is not known; give --scale LOW:HIGH and --accept")
    return given or own


def _columns(rows: Sequence[Row], legend: Legend) -> Mapping[str, str]:
    """Return what stands where: columns that were named, and those that bear the name."""
    known = sorted({name for row in rows for name in row.cells})
    for name, path in legend.columns.items():
        if name not in COLUMNS:
            raise InputError(f"--map {name}={path}: {name!r}{did_you_mean(name, COLUMNS)}")
        if all(row.lacks(path) for row in rows):
            raise InputError(f"--map {name}={path}: no column {path!r}{did_you_mean(path, known)}")
    for path in legend.where:
        if all(row.lacks(path) for row in rows):
            raise InputError(f"--where {path}: no column {path!r}{did_you_mean(path, known)}")
    own = {name: name for name in COLUMNS if name in known}
    columns = own | dict(legend.columns)
    needed = ("item", "first", "second", "choice") if "choice" in columns else ("item", "score")
    for name in needed:
        if name not in columns:
            raise InputError(
                f"no column for {name!r}; say --map {name}=COLUMN; columns: {', '.join(known)}"
            )
    return columns


def _asked_for(row: Row, where: Mapping[str, str]) -> bool:
    return all(row.text(path) == value for path, value in where.items())


class _Verdict(NamedTuple):
    score: float | None
    unscored: Unscored | None = None
    contradicts: bool = False


class _Reader:
    """Reads rows one after another; of a pair, the answer that is shown first is the response."""

    def __init__(self, columns: Mapping[str, str], legend: Legend, scale: Scale) -> None:
        self._columns = columns
        self._legend = legend
        self._scale = scale
        self._responses: dict[tuple[str, frozenset[str]], str] = {}

    def entry(self, row: Row, meanings: Mapping[str, str]) -> Entry | Problem:
        item, said = self._cell(row, "item"), {**meanings, **self._legend.meanings}
        if not item:
            return row.problem(self._columns["item"], "empty; every verdict is about an item")
        if "choice" in self._columns:
            return self._comparison(row, item, {**CHOICES, **said})
        verdict = self._verdict(row, self._columns["score"], said)
        order = self._order(row, said)
        if isinstance(verdict, Problem):
            return verdict
        return order if isinstance(order, Problem) else self._made(row, item, order, verdict)

    def _comparison(self, row: Row, item: str, said: Mapping[str, str]) -> Entry | Problem:
        first, second = self._cell(row, "first"), self._cell(row, "second")
        if first == second:
            return row.problem(self._columns["second"], f"{first!r} is compared with itself")
        verdict = self._verdict(row, self._columns["choice"], said, won=_WON)
        if isinstance(verdict, Problem):
            return verdict
        response = self._responses.setdefault((item, frozenset((first, second))), first)
        order = Order.FIRST if response == first else Order.SECOND
        if order is Order.SECOND and verdict.score is not None:
            verdict = verdict._replace(score=1 - verdict.score)
        rival = second if response == first else first
        return self._made(row, f"{item}: {response} or {rival}", order, verdict)

    def _made(self, row: Row, item: str, order: Order | None, verdict: _Verdict) -> Entry:
        return Entry(
            row=row,
            item=item,
            arm=self._cell(row, "arm") or "clean",
            order=order,
            repeat=self._cell(row, "repeat"),
            cluster=self._cell(row, "cluster") or None,
            score=verdict.score,
            unscored=verdict.unscored,
            contradicts=verdict.contradicts,
        )

    def _cell(self, row: Row, name: str) -> str:
        return row.text(self._columns[name]) if name in self._columns else ""

    def _order(self, row: Row, said: Mapping[str, str]) -> Order | Problem | None:
        if "order" not in self._columns:
            return None
        cell = self._cell(row, "order")
        place = said.get(cell, cell)
        if place in _PLACES:
            return Order(place)
        what = f"{cell!r} is no place; say --read {cell}=first or --read {cell}=second"
        return row.problem(self._columns["order"], what)

    def _verdict(
        self, row: Row, field: str, said: Mapping[str, str], *, won: Mapping[str, float] = {}
    ) -> _Verdict | Problem:
        found = self._score(row, field, said, won)
        reason = self._cell(row, "unscored")
        if isinstance(found, Problem) or reason.lower() in ABSENT:
            return found
        meant = said.get(reason, reason)
        if meant in _REASONS:
            return _Verdict(None, Unscored(meant), contradicts=found.score is not None)
        known = did_you_mean(meant, _REASONS)
        what = f"{reason!r} is no reason that is kept{known}; say --read '{reason}=REASON'"
        return row.problem(self._columns["unscored"], what)

    def _score(
        self, row: Row, field: str, said: Mapping[str, str], won: Mapping[str, float]
    ) -> _Verdict | Problem:
        raw = row.cell(field)
        cell = str(float(raw)) if isinstance(raw, bool) else row.text(field)
        meant = said.get(cell, cell)
        if meant in _REASONS:
            return _Verdict(None, Unscored(meant))
        if meant.lower() in ABSENT:
            return _Verdict(None, Unscored.UNRECORDED)
        if meant in won:
            return _Verdict(won[meant])
        number = None if won else _number(meant)
        if number is None:
            known = ", ".join((*won, "a reason")) if won else "a number or a reason"
            return row.problem(field, f"{cell!r} is no verdict; say --read {cell}=MEANING: {known}")
        on_scale = self._scale.low <= number <= self._scale.high
        return _Verdict(number) if on_scale else _Verdict(None, Unscored.OFF_SCALE)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
