"""The working folder: rows on shelves by the hash of their prompt, read back in one order.

A shelf holds all rows of its prompts and is small enough to be sorted in memory. Shelves are
ranges of the hash, so that one after the other they are the whole in order, however many rows
there are and in whatever order they came.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from judgekit.filtering.rows import Row, spell, unspell

_SHELVES = 1024
_HELD = 32_000_000
"""Characters that wait to be shelved at most."""


class Shelves:
    """Rows, and what was found out about them, by shelf."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._waiting: defaultdict[int, list[str]] = defaultdict(list)
        self._held = 0

    def clear(self, what: str) -> None:
        """Forget all of one kind."""
        shutil.rmtree(self.folder / what, ignore_errors=True)
        (self.folder / what).mkdir(parents=True)

    def put(self, row: Row) -> None:
        """Keep a row; it can be read after `flush`."""
        line = spell(row)
        self._waiting[shelf_of(row)].append(line)
        self._held += len(line)
        if self._held > _HELD:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        for shelf, lines in self._waiting.items():
            with self.path("rows", shelf).open("a", encoding="ascii") as file:
                file.writelines(line + "\n" for line in lines)
        self._waiting.clear()
        self._held = 0

    def __iter__(self) -> Iterator[tuple[int, list[Row]]]:
        """Yield each shelf that holds rows, and its rows sorted by prompt and id."""
        for shelf, lines in self.lines():
            yield shelf, sorted(map(unspell, lines), key=lambda row: (row.prompt, row.id))

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each shelf that holds rows, and its rows as they are spelled, in any order."""
        for shelf in range(_SHELVES):
            if lines := list(_lines(self.path("rows", shelf))):
                yield shelf, lines

    def path(self, what: str, shelf: int) -> Path:
        """Return the file of one kind of lines about the rows of a shelf."""
        return self.folder / what / f"{shelf:04}.jsonl"

    def read(self, what: str, shelf: int) -> Iterator[Any]:
        """Yield what is kept; a line that a killed run did not finish is passed over."""
        for line in _lines(self.path(what, shelf)):
            try:
                yield json.loads(line)
            except ValueError:
                continue


class Appending:
    """Lines added to the shelves, each with the operating system as soon as it is given."""

    def __init__(self, shelves: Shelves, what: str) -> None:
        (shelves.folder / what).mkdir(parents=True, exist_ok=True)
        self._shelves = shelves
        self._what = what
        self._shelf: int | None = None

    def __enter__(self) -> Appending:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __call__(self, shelf: int, line: str) -> None:
        if shelf != self._shelf:
            self._close()
            self._shelf = shelf
            self._file = self._shelves.path(self._what, shelf).open("a", encoding="ascii")
            self._file.write("\n")  # ends a line that a killed run did not
        self._file.write(line + "\n")
        self._file.flush()

    def _close(self) -> None:
        if self._shelf is not None:
            self._file.close()


def shelf_of(row: Row) -> int:
    """Return the number of a row's shelf."""
    return int(row.prompt[:3], 16) * _SHELVES >> 12


def _lines(path: Path) -> Iterator[str]:
    if path.exists():
        with path.open(encoding="ascii") as file:
            yield from (text for line in file if (text := line.strip()))
