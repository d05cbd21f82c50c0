"""Replies per second and CPU per reply of the journal, against SQLite with a commit per reply.

The first three keep rows and nothing else; Recorded is the whole way from request to reply: key,
look-up, event loop, writer thread, commit. One run, one disk: read the ratios, not the rates.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from judgekit.store import Journal, Recorded
from judgekit.store.journal import make_row
from judgekit.store.opening import open_writing
from judgekit.store.pieces import Pieces
from judgekit.store.writing import insert
from judgekit.testing import Scripted
from judgekit.types import Message, Reply, Request, Usage

SHOWN = "A question and the answer to be judged, of a usual length. " * 25
REPLY = Reply(
    text='{"reason": "' + "The answer is right and complete. " * 8 + '", "score": 9}',
    finish_reason="stop",
    usage=Usage(prompt_tokens=400, completion_tokens=80),
)


class Cost(NamedTuple):
    """What keeping one reply takes."""

    rows_per_s: float
    cpu_us: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--slow-rows", type=int, default=500, help="with a sync per reply")
    given = options.parse_args()
    rows, slow = given.rows, given.slow_rows
    costs = {
        "commit per reply, synced": measure(lambda path: naive(path, slow, "FULL"), slow),
        "commit per reply, unsynced": measure(lambda path: naive(path, rows, "NORMAL"), rows),
        "64 rows a commit": measure(lambda path: batched(path, rows), rows),
        "Recorded, 1 at once": measure(lambda path: recorded(path, rows, workers=1), rows),
        "Recorded, 16 at once": measure(lambda path: recorded(path, rows, workers=16), rows),
        "Recorded, 256 at once": measure(lambda path: recorded(path, rows, workers=256), rows),
        "Recorded, replay": measure_replay(rows),
    }
    base = costs["commit per reply, synced"]
    print(f"{'':28}{'rows/s':>9}{'CPU us/row':>12}{'speed':>9}{'CPU':>8}")
    for name, cost in costs.items():
        speed, cpu = cost.rows_per_s / base.rows_per_s, cost.cpu_us / base.cpu_us
        print(f"{name:28}{cost.rows_per_s:>9,.0f}{cost.cpu_us:>12.0f}{speed:>8.1f}x{cpu:>7.2f}x")


def measure(keep: Callable[[Path], None], rows: int) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        return _clocked(lambda: keep(Path(folder, "j")), rows)


def measure_replay(rows: int) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "j")
        recorded(path, rows, workers=256)
        return _clocked(lambda: recorded(path, rows, workers=16), rows)


def recorded(path: Path, rows: int, *, workers: int) -> None:
    async def keep(journal: Journal) -> None:
        complete = Recorded(journal, Scripted(lambda request: REPLY))
        numbers = iter(range(rows))

        async def work() -> None:
            for n in numbers:
                await complete(_request(n))

        await asyncio.gather(*(work() for _ in range(workers)))

    with Journal(path) as journal:
        asyncio.run(keep(journal))


def batched(path: Path, rows: int) -> None:
    with ExitStack() as opened:
        connection = open_writing(path, opened)
        pieces = Pieces(connection)
        for start in range(0, rows, 64):
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                batch = range(start, min(start + 64, rows))
                insert(connection, [make_row(_request(n), REPLY, at=0) for n in batch], pieces)


def naive(path: Path, rows: int, synchronous: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("CREATE TABLE replies (key BLOB PRIMARY KEY, request, reply)")
        for n in range(rows):
            row = make_row(_request(n), REPLY, at=0)
            kept = (row.key, row.request, row.reply)
            connection.execute("INSERT INTO replies VALUES (?, ?, ?)", kept)


def _clocked(run: Callable[[], None], rows: int) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return Cost(rows / (time.perf_counter() - wall), (time.process_time() - cpu) / rows * 1e6)


def _request(n: int) -> Request:
    shown = Message(role="user", content=f"{n} {SHOWN}")
    return Request(model="openai/gpt-4o", messages=(shown,), repeat=n)


if __name__ == "__main__":
    main()
