"""One thread writes rows in batches, and whoever waits for a row hears when it is committed."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple

from judgekit.errors import OperationalError
from judgekit.store.pieces import Pieces

BATCH_ROWS = 64
SYNC_S = 1.0


class Row(NamedTuple):
    """One reply as the journal keeps it."""

    key: bytes
    finish_reason: str | None
    prompt_tokens: int | None
    completion_tokens: int | None
    cost_usd: float | None
    at: int
    request: str
    reply: str


class _Waiting(NamedTuple):
    row: Row
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[bool]


def insert(
    connection: sqlite3.Connection, rows: Sequence[Row], pieces: Pieces | None = None
) -> dict[bytes, Row]:
    """Add, in the caller's transaction, the first row of each new key; return those by key.

    `pieces` are those that the caller's earlier transactions, none of which failed, have kept.
    """
    known = _known(connection, [row.key for row in rows])
    fresh: dict[bytes, Row] = {}
    for row in rows:
        if row.key not in known:
            fresh.setdefault(row.key, row)
    if fresh:
        new = [*fresh.values()]
        requests = (pieces or Pieces(connection)).keep([row.request for row in new])
        first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM replies").fetchone()[0]
        payloads = zip(requests, (row.reply for row in new), strict=True)
        _insert(connection, "replies", [(i, *row[:6]) for i, row in enumerate(new, first)])
        _insert(connection, "payloads", [(i, *row) for i, row in enumerate(payloads, first)])
    return fresh


class Writer:
    """Commits at once what came while it was busy, 64 rows at most; syncs the disk each second.

    Waiting 1 or 5 ms for company was measured slower at every load. After a failure nothing more
    is written: a disk that refused once is not to be trusted.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._pieces = Pieces(connection)
        self._path = path
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._sync_at: float | None = None
        self._failure: OperationalError | None = None
        self._thread = Thread(target=self._work, name="judgekit-journal", daemon=True)
        self._thread.start()

    async def write(self, row: Row) -> bool:
        """Return, once a row of this key is committed, whether it is this one."""
        if not self._thread.is_alive():
            raise OperationalError(f"{self._path}: the journal is closed")
        loop = asyncio.get_running_loop()
        waiting = _Waiting(row, loop, loop.create_future())
        self._queue.put(waiting)
        return await waiting.done

    def close(self) -> None:
        """Commit and sync what is left, and end the thread."""
        self._queue.put(None)
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        closing = False
        while not closing:
            batch, closing = self._gather()
            fresh: dict[bytes, Row] = {}
            if self._failure is None:
                try:
                    fresh = self._commit([w.row for w in batch])
                    self._sync(now=closing)
                except Exception as error:  # noqa: BLE001 - raised in whoever waits
                    self._failure = self._failed(error)
            _tell(batch, fresh, self._failure)

    def _gather(self) -> tuple[list[_Waiting], bool]:
        """Return what has come since, at least one row unless a sync is due, and if it is all."""
        batch: list[_Waiting] = []
        wait = self._until_sync_s()
        with suppress(Empty):
            while len(batch) < BATCH_ROWS:
                waiting = self._queue.get(timeout=wait)
                if waiting is None:
                    return batch, True
                batch.append(waiting)
                wait = 0.0
        return batch, False

    def _commit(self, rows: Sequence[Row]) -> dict[bytes, Row]:
        if not rows:
            return {}
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            fresh = insert(self._connection, rows, self._pieces)
        self._sync_at = self._sync_at or time.monotonic() + SYNC_S
        return fresh

    def _until_sync_s(self) -> float | None:
        return None if self._sync_at is None else max(0.0, self._sync_at - time.monotonic())

    def _sync(self, *, now: bool) -> None:
        if self._sync_at is not None and (now or time.monotonic() >= self._sync_at):
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            self._sync_at = None

    def _failed(self, error: Exception) -> OperationalError:
        failure = OperationalError(f"{self._path}: the journal cannot be written: {error}")
        failure.__cause__ = error
        return failure


def _known(connection: sqlite3.Connection, keys: Sequence[bytes]) -> set[bytes]:
    marks = ",".join("?" * len(keys))
    found = connection.execute(f"SELECT key FROM replies WHERE key IN ({marks})", keys)  # noqa: S608 - question marks
    return {key for (key,) in found}


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    # One statement for all rows: each step of SQLite gives up the interpreter lock, and
    # getting it back from a busy event loop can take 5 ms.
    marks = ",".join(["(" + ",".join("?" * len(rows[0])) + ")"] * len(rows))
    values = [value for row in rows for value in row]
    connection.execute(f"INSERT INTO {table} VALUES {marks}", values)  # noqa: S608 - our own names


def _tell(batch: Sequence[_Waiting], fresh: dict[bytes, Row], failure: Exception | None) -> None:
    for loop in {waiting.loop for waiting in batch}:
        of_loop = [w for w in batch if w.loop is loop]
        try:
            loop.call_soon_threadsafe(_resolve, of_loop, fresh, failure)
        except RuntimeError:  # the loop has ended, and with it everyone who waited
            continue


def _resolve(batch: Sequence[_Waiting], fresh: dict[bytes, Row], failure: Exception | None) -> None:
    for waiting in batch:
        if waiting.done.done():
            continue
        if failure is not None:
            waiting.done.set_exception(failure)
        else:
            waiting.done.set_result(fresh.get(waiting.row.key) is waiting.row)
