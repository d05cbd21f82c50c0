"""One audit for all tests and workers of a session, made by whoever needs it first."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from judgekit.errors import InputError, JudgekitError
from judgekit.types import Audit, Comparison, Record

_LONGEST_WAIT_S = 86_400


class Found(Record):
    """An audit, and what became of its judge since it was accepted."""

    audit: Audit
    comparisons: tuple[Comparison, ...] = ()
    """Empty where it is held to its budget."""


def once(folder: Path, key: str, make: Callable[[], Found]) -> Found:
    """Return what was found for this key, made once for all processes that share the folder.

    What went wrong is kept too: it would cost as much, and go wrong the same way, again.
    """
    file = folder / f"judgekit-{key}.json"
    with _alone(folder / "judgekit.lock"):
        if not file.exists():
            _write(file, _made(make))
    return _read(file)


def _made(make: Callable[[], Found]) -> str:
    try:
        return json.dumps(make().model_dump(mode="json"))
    except JudgekitError as error:
        return json.dumps({"error": str(error)})


def _write(file: Path, text: str) -> None:
    part = file.with_suffix(".part")
    part.write_text(text, encoding="ascii")
    part.replace(file)


def _read(file: Path) -> Found:
    document = json.loads(file.read_bytes())
    if "error" in document:
        raise InputError(document["error"])
    return Found.model_validate(document)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    # SQLite's lock is there on every platform, and ends with the process that holds it.
    with closing(sqlite3.connect(path, timeout=_LONGEST_WAIT_S, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield
