"""From rows to verdicts: about which item, in which arm and order, and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from judgekit.catalog.problems import Problem, refuse
from judgekit.errors import InputError
from judgekit.ingest.cells import REASONS, WON, Cell, read_choice, read_score, text_of
from judgekit.ingest.columns import Columns, find_columns
from judgekit.ingest.legend import ABSENT, CHOICE_SCALE, CHOICES, Legend
from judgekit.ingest.rows import Log, Row, Unreadable
from judgekit.text import did_you_mean
from judgekit.types import Order, Scale, Unscored

_PLACES = (Order.FIRST.value, Order.SECOND.value)


class Entry(NamedTuple):
    """One recorded verdict."""

    row: Row
    item: str
    arm: str
    order: Order | None
    """Where the response was shown; absent where it was judged alone."""
    repeat: str
    cluster: str | None
    cell: Cell
    contradicts: bool
    """The row holds both a score and the reason for having none; the reason is believed."""


class Recording(NamedTuple):
    """The verdicts that were read, and the scale they are on."""

    entries: tuple[Entry, ...]
    scale: Scale


def read_entries(logs: Sequence[Log], legend: Legend) -> Recording:
    """Return the verdicts of the rows that the legend asks for; every wrong row is named."""
    refuse([r for log in logs for r in log.rows if isinstance(r, Problem)], InputError)
    rows = [(r, log) for log in logs for r in log.rows if isinstance(r, Row)]
    if not rows:
        raise InputError("there is no row in the files; a table has a header and rows under it")
    columns = find_columns([r for r, _ in rows], legend)
    kept = [(r, log) for r, log in rows if _asked_for(r, legend.where)]
    if not kept:
        asked = ", ".join(f"{column}={value}" for column, value in legend.where.items())
        raise InputError(f"no row has {asked}; nothing is left to read")
    scale = _scale(columns, legend)
    reader, entries, problems = _Reader(columns, scale), [], []
    for row, log in kept:
        try:
            entries.append(reader.entry(row, {**log.meanings, **legend.meanings}))
        except Unreadable as found:
            problems.append(found.problem)
    refuse(problems, InputError)
    return Recording(tuple(entries), scale)


def _asked_for(row: Row, where: Mapping[str, str]) -> bool:
    return all(row.text(path) == value for path, value in where.items())


def _scale(columns: Columns, legend: Legend) -> Scale:
    """Return the scale; comparisons have their own where none is named."""
    given, own = legend.scale, CHOICE_SCALE
    if "choice" in columns and given is not None and (given.low, given.high) != (own.low, own.high):
        raise InputError("choices are read as 0, 0.5 and 1; give --scale 0:1 or leave it out")
    if given is None and "choice" not in columns and "order" not in columns:
        raise InputError("the scale of the scores is not known; give --scale LOW:HIGH and --accept")
    return given or own


class _Place(NamedTuple):
    """What a verdict is about, and where the response stood."""

    item: str
    order: Order | None


class _Reader:
    """Reads rows one after another; of a pair, the answer that is shown first is the response."""

    def __init__(self, columns: Columns, scale: Scale) -> None:
        self._columns = columns
        self._scale = scale
        self._responses: dict[tuple[str, frozenset[str]], str] = {}

    def entry(self, row: Row, meanings: Mapping[str, str]) -> Entry:
        compared = "choice" in self._columns
        place = self._pair(row) if compared else self._alone(row, meanings)
        said = self._choice(row, meanings, place.order) if compared else self._score(row, meanings)
        reason = self._reason(row, meanings)
        return Entry(
            row=row,
            item=place.item,
            arm=self._columns.text(row, "arm") or "clean",
            order=place.order,
            repeat=self._columns.text(row, "repeat"),
            cluster=self._columns.text(row, "cluster") or None,
            cell=Cell(None, reason) if reason else said,
            contradicts=reason is not None and said.score is not None,
        )

    def _item(self, row: Row) -> str:
        item = self._columns.text(row, "item")
        return item or self._columns.refuse(row, "item", "empty; every verdict is about an item")

    def _alone(self, row: Row, meanings: Mapping[str, str]) -> _Place:
        item, cell = self._item(row), self._columns.text(row, "order")
        place = meanings.get(cell, cell)
        if "order" not in self._columns:
            return _Place(item, None)
        if place not in _PLACES:
            what = f"{cell!r} is no place; say --read {cell}=first or --read {cell}=second"
            self._columns.refuse(row, "order", what)
        return _Place(item, Order(place))

    def _pair(self, row: Row) -> _Place:
        item = self._item(row)
        first, second = (self._columns.text(row, name) for name in _PLACES)
        if first == second:
            self._columns.refuse(row, "second", f"{first!r} is compared with itself")
        response = self._responses.setdefault((item, frozenset((first, second))), first)
        if response == first:
            return _Place(f"{item}: {first} or {second}", Order.FIRST)
        return _Place(f"{item}: {second} or {first}", Order.SECOND)

    def _score(self, row: Row, meanings: Mapping[str, str]) -> Cell:
        meant = self._meant(row, "score", meanings)
        return read_score(meant, self._scale) or self._columns.refuse(
            row, "score", f"{meant!r} is no score; say --read {meant}=NUMBER, or =REASON"
        )

    def _choice(self, row: Row, meanings: Mapping[str, str], order: Order | None) -> Cell:
        """Return the response's score, wherever it stood."""
        meant = self._meant(row, "choice", {**CHOICES, **meanings})
        cell = read_choice(meant)
        if cell is None:
            known = ", ".join((*WON, "or a REASON"))
            self._columns.refuse(
                row, "choice", f"{meant!r} is no choice; say --read {meant}=MEANING: {known}"
            )
        if cell.score is None or order is Order.FIRST:
            return cell
        return Cell(1 - cell.score)

    def _meant(self, row: Row, name: str, meanings: Mapping[str, str]) -> str:
        raw = row.cell(self._columns.paths[name])
        return text_of(raw, self._columns.text(row, name), meanings)

    def _reason(self, row: Row, meanings: Mapping[str, str]) -> Unscored | None:
        cell = self._columns.text(row, "unscored")
        meant = meanings.get(cell, cell)
        if meant.lower() in ABSENT:
            return None
        if meant not in REASONS:
            known = did_you_mean(meant, REASONS)
            what = f"{cell!r} is no reason that is kept{known}; say --read '{cell}=REASON'"
            self._columns.refuse(row, "unscored", what)
        return Unscored(meant)
