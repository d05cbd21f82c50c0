"""Batches and the requests in them, in the file that keeps the replies."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from judgekit.batch.naming import Name
from judgekit.batch.parcels import Parcel
from judgekit.batch.results import Fate
from judgekit.store.journal import make_row
from judgekit.store.opening import blamed, open_reading, open_writing
from judgekit.store.pieces import Pieces, read_request
from judgekit.store.writing import insert
from judgekit.types import Reply, Request

# Money depends on these few rows: each commit waits for the disk.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS batches (
    mark TEXT PRIMARY KEY,
    carrier TEXT NOT NULL,
    model TEXT NOT NULL,
    api_base TEXT,
    place TEXT,
    state TEXT NOT NULL,
    size INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS batch_members (
    key BLOB NOT NULL,
    mark TEXT NOT NULL REFERENCES batches,
    fate TEXT,
    request BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS batch_members_by_key ON batch_members (key, mark);
CREATE INDEX IF NOT EXISTS batch_members_by_batch ON batch_members (mark, fate);
PRAGMA synchronous = FULL;
"""
_ADD = "INSERT INTO batches VALUES (?, ?, ?, ?, ?, 'intended', ?, ?, ?)"
_ADD_MEMBER = "INSERT INTO batch_members VALUES (?, ?, NULL, ?)"
_KEPT = "SELECT request, reply FROM replies JOIN payloads USING (id) WHERE key = ?"
_REPLY = "SELECT reply FROM replies JOIN payloads USING (id) WHERE key = ?"
_MEMBER = "SELECT request, fate FROM batch_members WHERE mark = ? AND key = ?"
_WAITING = """
SELECT 1 FROM batch_members JOIN batches USING (mark)
WHERE key = ? AND fate IS NULL AND state != 'closed'
"""
_N_WAITING = "SELECT count(*) FROM batch_members WHERE mark = ? AND fate IS NULL"
_FAIL = "UPDATE batch_members SET fate = ? WHERE mark = ? AND key = ?"


class State(StrEnum):
    """How far a batch has come."""

    INTENDED = "intended"
    """Written down before its provider was asked, who may never have heard of it."""
    SUBMITTED = "submitted"
    CLOSED = "closed"
    """No more results are waited for; what was not answered may be asked again."""


class Batch(NamedTuple):
    """One batch as the journal knows it."""

    mark: str
    """Our name for it."""
    carrier: str
    model: str
    api_base: str | None
    place: str | None
    """The provider's id, or a file; absent where it is not known yet."""
    state: State
    size: int
    """Requests."""
    tokens: int
    """Estimated, those that may be written included."""
    at: int
    """When it was written down, in seconds since 1970 UTC."""


class Member(NamedTuple):
    """A request in a batch, and what is known of it besides."""

    request: Request
    fate: Fate | None
    """Why it was not answered; absent as long as nothing is known."""


class Kept(NamedTuple):
    """A request that has its reply."""

    request: Request
    reply: Reply


class Ledger:
    """Keep batches in a journal, within a `with` block; one process writes at a time."""

    def __init__(
        self, path: Path | str, *, read_only: bool = False, clock: Callable[[], float] = time.time
    ) -> None:
        self.path = Path(path)
        self._read_only = read_only
        self._clock = clock

    def __enter__(self) -> Self:
        with ExitStack() as opening, blamed(self.path):
            if self._read_only:
                self._connection = open_reading(self.path, opening)
            else:
                self._connection = open_writing(self.path, opening)
                self._connection.executescript(_SCHEMA)
                self._pieces = Pieces(self._connection)
            self._open = opening.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def now(self) -> int:
        """Return the time by which batches are dated, in seconds since 1970 UTC."""
        return int(self._clock())

    def batches(self) -> tuple[Batch, ...]:
        """Return all batches, the oldest first."""
        if not self._find("SELECT 1 FROM sqlite_schema WHERE name = 'batches'"):
            return ()
        with blamed(self.path):
            rows = self._connection.execute("SELECT * FROM batches ORDER BY rowid").fetchall()
        return tuple(Batch._make((*row[:5], State(row[5]), *row[6:])) for row in rows)

    def open_batches(self) -> tuple[Batch, ...]:
        """Return those that results are waited for."""
        return tuple(b for b in self.batches() if b.state is not State.CLOSED)

    def tokens_under_way(self, model: str) -> int:
        """Return how many tokens the open batches of a model may take."""
        return sum(batch.tokens for batch in self.open_batches() if batch.model == model)

    def has(self, mark: str) -> bool:
        """Return whether a batch is known."""
        return self._find("SELECT 1 FROM batches WHERE mark = ?", mark) is not None

    def kept(self, key: bytes) -> Kept | None:
        """Return a request with its reply, where there is one."""
        found = self._find(_KEPT, key)
        if found is None:
            return None
        return Kept(self._request(found[0]), Reply.model_validate(json.loads(found[1])))

    def reply(self, key: bytes) -> Reply | None:
        """Return the reply to a request, where there is one."""
        found = self._find(_REPLY, key)
        return None if found is None else Reply.model_validate(json.loads(found[0]))

    def member(self, name: Name) -> Member | None:
        """Return a request in a batch, open or closed, until it is answered."""
        found = self._find(_MEMBER, *name)
        if found is None:
            return None
        return Member(self._request(found[0]), Fate(found[1]) if found[1] else None)

    def is_waiting(self, key: bytes) -> bool:
        """Return whether an open batch may still answer a request."""
        return self._find(_WAITING, key) is not None

    def n_waiting(self, mark: str) -> int:
        """Return how many requests of a batch have no result yet."""
        found = self._find(_N_WAITING, mark)
        assert found is not None, "a count is always there"
        return int(found[0])

    def intend(self, batch: Batch, parcel: Parcel) -> None:
        """Write a batch down before its provider hears of it."""
        with self.transaction() as connection:
            connection.execute(_ADD, (*batch[:5], *batch[6:]))
            kept = self._pieces.keep(entry.request for entry in parcel)
            members = zip(parcel, kept, strict=True)
            connection.executemany(_ADD_MEMBER, ((e.key, batch.mark, k) for e, k in members))

    def submit(self, mark: str, place: str) -> None:
        """Note that a provider has a batch, and under which name."""
        with self.transaction() as connection:
            update = "UPDATE batches SET state = 'submitted', place = ? WHERE mark = ?"
            connection.execute(update, (place, mark))

    def close(self, mark: str) -> None:
        """Wait for a batch no more."""
        with self.transaction() as connection:
            connection.execute("UPDATE batches SET state = 'closed' WHERE mark = ?", (mark,))

    def withdraw(self, mark: str) -> None:
        """Strike out a batch that its provider never got."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM batch_members WHERE mark = ?", (mark,))
            connection.execute("DELETE FROM batches WHERE mark = ?", (mark,))

    def answer(self, key: bytes, request: Request, reply: Reply) -> None:
        """Keep a reply, after which no batch need answer; in the caller's transaction."""
        insert(self._connection, [make_row(request, reply, at=self.now())], self._pieces)
        self._connection.execute("DELETE FROM batch_members WHERE key = ?", (key,))

    def fail(self, name: Name, fate: Fate) -> None:
        """Note that a batch will not answer a request; in the caller's transaction."""
        self._connection.execute(_FAIL, (fate, *name))

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Do what is within as a whole or not at all; it is on the disk at the end."""
        with blamed(self.path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection

    def _find(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        with blamed(self.path):
            row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        return row

    def _request(self, kept: bytes | str) -> Request:
        return Request.model_validate(json.loads(read_request(self._connection, kept)))
