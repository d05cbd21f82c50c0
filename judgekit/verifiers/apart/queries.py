"""Whether two queries give the same rows of an SQLite database, and of two that differ from it.

Queries that agree by chance on a fixture seldom agree on its mutants (test suites for text-to-SQL:
Zhong, Yu and Klein, 2020): in one every third row is gone, in the other the values of each column
have moved to other rows. The candidate may read and compute, nothing else, and only so much.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
_FORBIDDEN = {"random", "randomblob", "load_extension", "fts3_tokenizer", "zeroblob"}
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 10**6,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 10**5,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
}
_OPERATIONS = 20_000_000
_TICK = 10_000
_ROWS = 10_000
_CLOSE = 1e-9

Row = tuple[Any, ...]
Mutation = Callable[[sqlite3.Connection, str], None]


def answer(fixture: str, gold: str, found: str, ordered: bool) -> str:
    """Return `same`, or the name of the database on which the rows differ.

    Raises ValueError where the fixture or the gold query does not work, PermissionError and
    sqlite3.Error where the other query may not or cannot run.
    """
    for name, mutate in _MUTATIONS.items():
        with closing(_database(fixture, mutate)) as database:
            expected = _expected(database, gold)
            if mutate is None and not expected:
                raise ValueError("the reference query gives no rows, as many wrong ones would")
            if not _same(expected, _guarded(database, found), ordered=ordered):
                return name
    return "same"


def _database(fixture: str, mutate: Mutation | None) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)  # no file, by ATTACH or VACUUM INTO
    try:
        database.executescript(fixture)
    except sqlite3.Error as error:
        raise ValueError(f"the fixture does not load: {error}") from error
    database.execute("PRAGMA foreign_keys = OFF")
    for (table,) in database.execute(_TABLES).fetchall():
        if mutate:
            mutate(database, _quoted(table))
    return database


_TABLES = """
SELECT name FROM pragma_table_list
WHERE schema = 'main' AND type = 'table' AND NOT wr AND name NOT LIKE 'sqlite~_%' ESCAPE '~'
"""
"""Tables whose rows have an id of their own."""


def _thin(database: sqlite3.Connection, table: str) -> None:
    gone = [(rowid,) for rowid, _ in _column(database, table, "rowid")[1::3]]
    database.executemany(f"DELETE FROM {table} WHERE rowid = ?", gone)  # noqa: S608 - it is quoted


def _move(database: sqlite3.Connection, table: str) -> None:
    """Rotate the values of every column by a distance of its own, where no constraint forbids."""
    columns = [_quoted(row[1]) for row in database.execute(f"PRAGMA table_info({table})")]
    for distance, column in enumerate(columns[1:], 1):
        rows = _column(database, table, column)
        k = distance % max(1, len(rows))
        moved = [(rows[(i + k) % len(rows)][1], rowid) for i, (rowid, _) in enumerate(rows)]
        update = f"UPDATE OR IGNORE {table} SET {column} = ? WHERE rowid = ?"  # noqa: S608 - quoted
        database.executemany(update, moved)


def _column(database: sqlite3.Connection, table: str, column: str) -> list[Row]:
    query = f"SELECT rowid, {column} FROM {table} ORDER BY rowid"  # noqa: S608 - they are quoted
    return database.execute(query).fetchall()


_MUTATIONS: dict[str, Mutation | None] = {
    "fixture": None,
    "fixture with fewer rows": _thin,
    "fixture with moved values": _move,
}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _expected(database: sqlite3.Connection, gold: str) -> list[Row]:
    try:
        return database.execute(gold).fetchall()
    except sqlite3.Error as error:
        raise ValueError(f"the reference query fails: {error}") from error


def _guarded(database: sqlite3.Connection, query: str) -> list[Row]:
    for limit, most in _LIMITS.items():
        database.setlimit(limit, most)
    database.set_authorizer(_may)
    ticks = iter(range(_OPERATIONS // _TICK))
    database.set_progress_handler(lambda: next(ticks, None) is None, _TICK)
    rows = database.execute(query).fetchmany(_ROWS + 1)
    if len(rows) > _ROWS:
        raise PermissionError(f"over limit: more than {_ROWS:,} rows")
    return rows


def _may(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    reads = action in _ALLOWED
    computes = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in _FORBIDDEN
    return sqlite3.SQLITE_OK if reads or computes else sqlite3.SQLITE_DENY


def _same(expected: list[Row], found: list[Row], *, ordered: bool) -> bool:
    if not ordered:
        expected, found = sorted(expected, key=_rank), sorted(found, key=_rank)
    return len(expected) == len(found) and all(map(_same_row, expected, found))


def _same_row(expected: Row, found: Row) -> bool:
    return len(expected) == len(found) and all(map(_same_value, expected, found))


def _same_value(expected: Any, found: Any) -> bool:
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return math.isclose(expected, found, rel_tol=_CLOSE, abs_tol=_CLOSE)
    return type(expected) is type(found) and expected == found


def _rank(row: Row) -> list[tuple[str, Any]]:
    # Numbers that are nearly the same must come to stand at the same place.
    return [
        ("number", round(v, 6)) if isinstance(v, int | float) else (type(v).__name__, v or "")
        for v in row
    ]
