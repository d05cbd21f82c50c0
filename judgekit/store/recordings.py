"""A journal as sorted lines of JSON and back: replays that live in git."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

from pydantic import Field, JsonValue, ValidationError

from judgekit.errors import InputError
from judgekit.store.journal import Journal, Line, make_row
from judgekit.store.keys import spell
from judgekit.store.opening import blamed, open_writing
from judgekit.store.pieces import Pieces
from judgekit.store.writing import Row, insert
from judgekit.types import Record, Reply, Request


class Recording(Record):
    """One line: a request, its reply, when it came, and the key that the request must have."""

    at: Annotated[int, Field(ge=0, lt=2**63)]
    key: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    reply: Reply
    request: Request


def recordings_export(journal: Path, out: Path) -> int:
    """Write every reply of a journal to a JSONL file sorted by key; return how many."""
    part = out.with_name(f"{out.name}.part")
    with Journal(journal, read_only=True) as kept:
        try:
            with part.open("w", encoding="ascii", newline="\n") as file:
                written = sum(bool(file.write(_spell(line))) for line in kept.lines())
            part.replace(out)
        except OSError as error:
            raise InputError(f"{out}: cannot be written: {error.strerror}") from error
    return written


def recordings_import(recorded: Path, journal: Path) -> int:
    """Add the replies of a JSONL file to a journal, all or none; return how many were new.

    A reply that the journal has already must be the same.
    """
    with blamed(journal), ExitStack() as opened, open_writing(journal, opened) as connection:
        connection.execute("BEGIN IMMEDIATE")
        pieces = Pieces(connection)
        return sum(_add(connection, row, where, pieces) for where, row in _rows(recorded))


def _spell(line: Line) -> str:
    value: JsonValue = {
        "at": line.at,
        "key": line.key.hex(),
        "reply": json.loads(line.reply),
        "request": json.loads(line.request),
    }
    return spell(value) + "\n"


def _rows(recorded: Path) -> Iterator[tuple[str, Row]]:
    try:
        with recorded.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                where = f"{recorded}:{number}"
                yield where, _row(line, where)
    except OSError as error:
        raise InputError(f"{recorded}: cannot be read: {error.strerror}") from error


def _row(line: bytes, where: str) -> Row:
    recording = _recording(line, where)
    row = make_row(recording.request, recording.reply, at=recording.at)
    if row.key.hex() != recording.key:
        raise InputError(
            f"{where}: the key is {recording.key[:12]} but the request's is {row.key.hex()[:12]}; "
            "the line was edited"
        )
    return row


def _recording(line: bytes, where: str) -> Recording:
    try:
        return Recording.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "line"
        raise InputError(f"{where}: {field!r}: {first['msg']}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: is no JSON: {error}") from None


def _add(connection: sqlite3.Connection, row: Row, where: str, pieces: Pieces) -> bool:
    if insert(connection, [row], pieces):
        return True
    find = "SELECT reply FROM replies JOIN payloads USING (id) WHERE key = ?"
    if connection.execute(find, (row.key,)).fetchone() != (row.reply,):
        raise InputError(
            f"{where}: the journal has another reply to this request "
            f"(key {row.key.hex()[:12]}); import into a fresh journal"
        )
    return False
