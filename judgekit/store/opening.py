"""The file of a journal: opened as one, made as one, and refused where it is none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from judgekit.errors import InputError, NotRecorded

VERSION = 2
_APPLICATION = 0x6A6B6A6C
"""Stands in the header of every journal; "jkjl" in ASCII."""

_PIECES = "CREATE TABLE pieces (id INTEGER PRIMARY KEY, text TEXT NOT NULL);"
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE replies (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    finish_reason TEXT,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    cost_usd REAL,
    at INTEGER NOT NULL
);
CREATE TABLE payloads (id INTEGER PRIMARY KEY, request TEXT NOT NULL, reply TEXT NOT NULL);
{_PIECES}
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {VERSION};
COMMIT;
"""
_FROM_VERSION_1 = f"""
BEGIN IMMEDIATE;
{_PIECES}
PRAGMA user_version = {VERSION};
COMMIT;
"""
"""Requests that version 1 kept whole stay so."""

# Commits reach the operating system, so that a killed process loses nothing; the writer asks
# for the checkpoints, and each of them syncs the disk.
_WRITING = """
PRAGMA synchronous = NORMAL;
PRAGMA journal_mode = WAL;
PRAGMA checkpoint_fullfsync = ON;
PRAGMA wal_autocheckpoint = 0;
"""


def open_writing(path: Path, until: ExitStack) -> sqlite3.Connection:
    """Return the only connection that may write to a journal, which is made where there is none.

    It is closed, and others may write, when `until` ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(path, "mode=rwc", until)
    _check(connection, path)
    _lock(path, until)
    connection.executescript(_WRITING)
    if (version := _version(connection)) < VERSION:
        connection.executescript(_FROM_VERSION_1 if version else _SCHEMA)
    return connection


def open_reading(path: Path, until: ExitStack) -> sqlite3.Connection:
    """Return a connection that only reads, be it from a folder that cannot be written."""
    if not path.is_file():
        raise NotRecorded(f"{path}: there is no such journal; a run without replay makes one")
    connection = _reader(path, until)
    _check(connection, path)
    if not _version(connection):
        raise NotRecorded(f"{path}: is empty; a run without replay makes it a journal")
    return connection


@contextmanager
def blamed(path: Path) -> Iterator[None]:
    """Turn what SQLite or the disk says about a journal into a sentence that names it."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise InputError(f"{path}: cannot be used as a journal: {error}") from error


def _connect(path: Path, mode: str, until: ExitStack) -> sqlite3.Connection:
    # Any thread may use the connection, one at a time: SQLite is built serialized.
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?{mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    until.callback(connection.close)
    return connection


def _reader(path: Path, until: ExitStack) -> sqlite3.Connection:
    # A connection that may write tidies up behind a killed writer; query_only keeps rows safe.
    connection = _connect(path, "mode=rw", until)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA schema_version").fetchall()
    except sqlite3.OperationalError:
        if _has_log(path):
            raise
        return _connect(path, "mode=ro&immutable=1", until)
    return connection


def _has_log(path: Path) -> bool:
    log = _beside(path, "-wal")
    return log.exists() and log.stat().st_size > 0


def _beside(path: Path, suffix: str) -> Path:
    # Beside the file itself, as SQLite has it, so that links to one journal share one lock.
    real = path.resolve()
    return real.with_name(real.name + suffix)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and _pragma(connection, "application_id") != _APPLICATION:
        raise InputError(f"{path}: is a SQLite file but no journal; choose another path")
    if version > VERSION:
        raise InputError(
            f"{path}: is a journal of version {version}, from a newer judgekit; "
            f"this one reads version {VERSION}"
        )


def _version(connection: sqlite3.Connection) -> int:
    return _pragma(connection, "user_version")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _lock(path: Path, until: ExitStack) -> None:
    # An open transaction on an empty database beside the journal is a lock that every
    # platform has and that ends with the process. The file stays: removing it is a race.
    lock = _connect(_beside(path, "-lock"), "mode=rwc", until)
    lock.execute("PRAGMA busy_timeout = 0")
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        raise InputError(
            f"{path}: another run is writing to this journal; wait for it or choose another path"
        ) from None
