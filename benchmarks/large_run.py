"""A run of a million calls: what it takes of memory, time and disk.

`audit` has a planted judge in the process audited on more and more items, each in a process that
does nothing else: the peak of resident memory, and CPU time per call. `journal` keeps replies to
requests about such items and opens the finished file: reading its keys alone is the measure of
that. Items are the packaged ones over and over, each copy with texts of its own. `disk` says what
a call takes of the journal where answers are real.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from itertools import count, islice
from pathlib import Path

from real_samples import gsm8k, human_eval, refinements, seed_paper

from judgekit.auditing import audit_judge, write_reports
from judgekit.auditing.planning import plan
from judgekit.catalog import load_attacks, load_prompt, load_samples
from judgekit.judging import PromptedJudge
from judgekit.store import Journal
from judgekit.store.journal import make_row
from judgekit.store.keys import spell_request
from judgekit.store.opening import open_writing
from judgekit.store.pieces import Pieces
from judgekit.store.writing import insert
from judgekit.testing import PlantedJudge, Scripted
from judgekit.text import seeded
from judgekit.types import Budget, Judgment, Protocol, Reply, Sample, Usage

SOME = ("authority", "controls/wrong-response", "formatting", "verbosity")
CALLS_PER_ITEM = 73
"""About, under these attacks."""
MARK = "qqq"
"""Stands in a text for the name of its copy."""
REPLY = Reply(
    text='{"reason": "' + "The answer is right and complete. " * 5 + '", "score": 9}',
    finish_reason="stop",
    usage=Usage(prompt_tokens=400, completion_tokens=80),
    cost_usd=0.0012,
    model="gpt-4o-2024-08-06",
)


REAL = {
    "GPT-4 on open questions": seed_paper,
    "refinements": refinements,
    "grade-school problems": gsm8k,
    "programs": human_eval,
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("what", choices=("audit", "journal", "disk"))
    options.add_argument("--calls", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--alone", action="store_true", help="here, not in a process of its own")
    given = options.parse_args()
    if given.what == "disk":
        for of, rows in REAL.items():
            say({"": of, **measure_disk(list(rows()))})
        return
    measure = {"audit": measure_audit, "journal": measure_journal}[given.what]
    if given.alone:
        print(json.dumps(measure(given.calls[0])))
        return
    for calls in given.calls:
        command = [sys.executable, __file__, given.what, "--alone", "--calls", str(calls)]
        say(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def measure_audit(calls: int) -> dict[str, float]:
    """Return what a whole audit took: the peak before it, after the last answer, and at the end."""
    samples, attacks = items(calls // CALLS_PER_ITEM), load_attacks(select=SOME)
    before, watch, began = peak_mb(), Watch(), time.process_time()
    judged = audit_judge(PlantedJudge(noise=0.5), samples, attacks, progress=watch)
    audit = asyncio.run(judged)
    cpu_s, estimated = time.process_time() - began, peak_mb()
    with tempfile.TemporaryDirectory() as folder:
        write_reports(audit, Path(folder))
        size = Path(folder, "audit.json").stat().st_size
    n = audit.manifest.n_judgments
    return {
        "items": len(samples),
        "calls": n,
        "MB before": before,
        "MB asked": watch.peak_mb,
        "MB estimated": estimated,
        "MB written": peak_mb(),
        "MB of audit.json": size / 1e6,
        "CPU us a call": cpu_s / n * 1e6,
    }


def measure_journal(calls: int) -> dict[str, float]:
    """Return what it took to keep so many replies, to open the file again and to find them all."""
    with tempfile.TemporaryDirectory() as folder:
        path, whole = Path(folder, "in pieces"), Path(folder, "whole")
        asked = requests(calls)
        kept_s = clocked(lambda: keep(path, asked, in_pieces=True))
        few = min(calls, 20_000)  # a file of whole requests takes gigabytes
        keep(whole, requests(few), in_pieces=False)
        before = peak_mb()
        keys_s = clocked(lambda: read_keys(path))
        opened_s = clocked(lambda: open_again(path))
        one_by_one_s = clocked(lambda: look_up_keys(path))
        found_s = clocked(lambda: find_all(path))
        return {
            "calls": calls,
            "bytes a call whole": whole.stat().st_size / few,
            "in pieces": path.stat().st_size / calls,
            "CPU us to keep": kept_s / calls * 1e6,
            "keys s": keys_s,
            "opened s": opened_s,
            "opened / keys": opened_s / keys_s,
            "keys one by one s": one_by_one_s,
            "answers s": found_s,
            "answers / keys one by one": found_s / one_by_one_s,
            "MB before": before,
            "MB after": peak_mb(),
        }


def measure_disk(rows: list[Sample], n: int = 60) -> dict[str, float]:
    """Return the bytes that a call takes of a journal, on some of the rows under all attacks."""
    asked = list(spelled(seeded(0, "disk").sample(rows, n)))
    with tempfile.TemporaryDirectory() as folder:
        path, whole = Path(folder, "in pieces"), Path(folder, "whole")
        keep(path, iter(asked), in_pieces=True)
        keep(whole, iter(asked), in_pieces=False)
        return {
            "calls": len(asked),
            "bytes of a request": sum(map(len, asked)) / len(asked),
            "of a reply": len(make_row(asked[0], REPLY, at=0).reply),
            "bytes a call whole": whole.stat().st_size / len(asked),
            "in pieces": path.stat().st_size / len(asked),
        }


class Watch:
    """Remembers the peak of memory at the last answer."""

    peak_mb = 0.0

    def begin(self, total: int, unit: str) -> None:
        pass

    def __call__(self, judgment: Judgment) -> None:
        pass

    def step(self) -> None:
        self.peak_mb = peak_mb()


def items(n: int) -> tuple[Sample, ...]:
    """Return packaged samples over and over, each copy with a question and answers of its own."""
    whole = [s for s in load_samples() if "code" not in s.verify]
    return tuple(_copy(whole[i % len(whole)], _name(i)) for i in range(n))


def requests(n: int) -> Iterator[str]:
    """Yield so many requests about such items."""
    whole = [_copy(s, MARK) for s in load_samples() if "code" not in s.verify]
    asked = list(spelled(whole))
    copies = (one.replace(MARK, _name(i)) for i in count() for one in asked)
    return islice(copies, n)


def spelled(samples: Sequence[Sample]) -> Iterator[str]:
    """Yield what a judge is asked about samples under all attacks, as the journal spells it."""
    judge = PromptedJudge(load_prompt("pointwise"), Scripted(lambda _: REPLY), model="openai/x")
    planned = plan(samples, load_attacks(), protocol=Protocol.POINTWISE, budget=Budget())
    for row in planned.rows():
        for q in row.questions:
            asked = judge.request(planned.samples[q.item], q.text, repeat=q.draw)
            yield spell_request(asked)


def keep(path: Path, asked: Iterator[str], *, in_pieces: bool) -> None:
    """Fill a journal as a run does, 64 rows a commit and a checkpoint now and then."""
    with ExitStack() as opened:
        connection = open_writing(path, opened)
        kept = Pieces(connection) if in_pieces else Whole(connection)
        while batch := [make_row(r, REPLY, at=0) for r in islice(asked, 64)]:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                insert(connection, batch, kept)
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


class Whole(Pieces):
    """Requests as version 1 of the journal kept them."""

    def keep(self, requests: Iterable[str]) -> list[bytes]:
        return [request.encode() for request in requests]


def read_keys(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for _ in connection.execute("SELECT key FROM replies"):
            pass


def open_again(path: Path) -> None:
    """Open a finished run as `--replay` does, up to its first answer."""
    with Journal(path, read_only=True) as journal:
        assert journal.get(next(_keys(path))) is not None


def look_up_keys(path: Path) -> None:
    """Ask SQLite for each key alone, in the order of the run."""
    with closing(sqlite3.connect(path)) as connection:
        for key in _keys(path):
            connection.execute("SELECT id FROM replies WHERE key = ?", (key,)).fetchone()


def find_all(path: Path) -> None:
    """Have each reply out of the journal, in the order of the run."""
    with Journal(path, read_only=True) as journal:
        for key in _keys(path):
            assert journal.get(key) is not None


def say(found: Mapping[str, object]) -> None:
    print(" · ".join(f"{k} {v:,.4g}" if k else f"{v}" for k, v in found.items()), flush=True)


def clocked(work: Callable[[], object]) -> float:
    """Return the CPU seconds that something takes, other processes apart."""
    began = time.process_time()
    work()
    return time.process_time() - began


def peak_mb() -> float:
    """Return the most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _keys(path: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(path)) as connection:
        yield from (key for (key,) in connection.execute("SELECT key FROM replies ORDER BY id"))


def _copy(sample: Sample, name: str) -> Sample:
    fields = ("prompt", "response", "wrong_response", "reference")
    texts = {field: _own(getattr(sample, field), name) for field in fields}
    return sample.model_copy(update={"id": f"{sample.id}-{name}", **texts})


def _own(text: str | None, name: str) -> str | None:
    return text and f"Case {name}. " + text.replace(" the ", f" the {name} ")


def _name(n: int) -> str:
    # In letters, for a verifier might take a number for the answer.
    return "".join(chr(ord("a") + int(digit)) for digit in str(n))


if __name__ == "__main__":
    main()
