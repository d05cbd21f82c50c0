"""Results brought into the journal, under the keys that direct calls would have."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from judgekit.batch import naming, results
from judgekit.batch.carriers import Carrier
from judgekit.batch.ledger import Batch, Ledger
from judgekit.batch.naming import Name
from judgekit.batch.results import Fate, Form, Result
from judgekit.errors import InputError
from judgekit.llm import Failure, Letters
from judgekit.text import known_secrets, scrub
from judgekit.types import Reply, Request

_AT_ONCE = 256


class Read(NamedTuple):
    """What stood in a file of results."""

    counts: Counter[Fate]
    reasons: Counter[str]
    """Why requests were not answered, in the provider's words."""
    marks: frozenset[str]
    """The batches that its lines belong to."""


class Collected(NamedTuple):
    """What has come of a batch, or of a file of results."""

    what: str
    """The batch's mark, or the file."""
    status: str
    """In the provider's words."""
    is_open: bool
    """More results are waited for."""
    is_damaged: bool
    """There are more results than could be had or read."""
    counts: Counter[Fate]
    reasons: Counter[str]
    failure: str | None = None
    """Why not all of the results could be had."""


async def collect_batch(
    ledger: Ledger, batch: Batch, carrier: Carrier, letters: Callable[[str], Letters]
) -> Collected:
    """Keep the answers of a batch that has ended, and close it if no more are to come.

    It stays open while its provider counts more results than could be read.
    """
    assert batch.place is not None, "an intended batch is reconciled first"
    look = await carrier.look(batch.place)
    if not look.has_ended:
        return nothing_yet(batch, look.status)
    failure = None
    with tempfile.TemporaryFile() as file:
        try:
            await carrier.fetch(batch.place, file)
        except Failure as error:  # what came before it is paid for
            failure = error.message
        read = await Inbox(ledger, letters).take(file, carrier.read)
    missing = ledger.n_waiting(batch.mark)
    read.counts[Fate.MISSING] = missing
    if look.note:
        read.reasons[look.note] = missing
    is_open = failure is not None or missing > batch.size - look.n_results
    if not is_open:
        ledger.close(batch.mark)
    return Collected(
        what=batch.mark,
        status=look.status,
        is_open=is_open,
        is_damaged=is_open,
        counts=read.counts,
        reasons=read.reasons,
        failure=failure,
    )


async def collect_file(ledger: Ledger, path: Path, letters: Callable[[str], Letters]) -> Collected:
    """Keep the answers in a file that a runner wrote, and close the batches that are complete."""
    try:
        with path.open("rb") as file:
            read = await Inbox(ledger, letters).take(file, results.of_openai)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    if not read.marks:
        raise InputError(f"{path}: holds no results of this journal's batches; give their output")
    missing = {mark: ledger.n_waiting(mark) for mark in read.marks}
    for mark, n in missing.items():
        if n == 0:
            ledger.close(mark)
    read.counts[Fate.MISSING] = sum(missing.values())
    is_open = any(missing.values())
    return Collected(
        what=str(path),
        status="read",
        is_open=is_open,
        is_damaged=is_open and read.counts[Fate.UNREADABLE] > 0,
        counts=read.counts,
        reasons=read.reasons,
    )


def nothing_yet(batch: Batch, status: str, failure: str | None = None) -> Collected:
    """Return what has come of a batch without results."""
    return Collected(
        what=batch.mark,
        status=status,
        is_open=True,
        is_damaged=failure is not None,
        counts=Counter(),
        reasons=Counter(),
        failure=failure,
    )


class Inbox:
    """Read results; `letters` gives those of the batch that has a mark."""

    def __init__(self, ledger: Ledger, letters: Callable[[str], Letters]) -> None:
        self._ledger = ledger
        self._letters = letters
        self._reasons: Counter[str] = Counter()
        self._marks: set[str] = set()

    async def take(self, file: IO[bytes], form: Form) -> Read:
        """Keep every answer in a file, and count what became of each line."""
        counts: Counter[Fate] = Counter()
        lines = results.lines(file)
        while some := list(islice(lines, _AT_ONCE)):
            with self._ledger.transaction():
                for line in some:
                    counts[await self._take(results.read(line, form))] += 1
        return Read(counts, self._reasons, frozenset(self._marks))

    async def _take(self, result: Result | None) -> Fate:
        if result is None:
            return Fate.UNREADABLE
        name = naming.parse(result.custom_id)
        if name is None:
            return Fate.UNKNOWN
        member = self._ledger.member(name)
        if member is None:
            return await self._again(name, result)
        self._marks.add(name.mark)
        if result.fate is Fate.ANSWERED:
            return await self._answered(name, member.request, result)
        return Fate.REPEATED if member.fate else self._failed(name, result.fate, result.reason)

    async def _answered(self, name: Name, request: Request, result: Result) -> Fate:
        try:
            reply = await self._letters(name.mark).read(request, result.answer)
        except Failure as failure:
            return self._failed(name, Fate.ERRORED, failure.message)
        self._ledger.answer(name.key, request, reply)
        return Fate.ANSWERED

    def _failed(self, name: Name, fate: Fate, reason: str) -> Fate:
        self._reasons[scrub(reason, known_secrets())] += 1
        self._ledger.fail(name, fate)
        return fate

    async def _again(self, name: Name, result: Result) -> Fate:
        """Compare a second line about a request with what the journal keeps."""
        kept = self._ledger.kept(name.key)
        if kept is None or not self._ledger.has(name.mark):
            return Fate.UNKNOWN
        self._marks.add(name.mark)
        if result.fate is not Fate.ANSWERED:
            return Fate.REPEATED
        try:
            reply = await self._letters(name.mark).read(kept.request, result.answer)
        except Failure:
            return Fate.REPEATED
        return Fate.REPEATED if _same(reply, kept.reply) else Fate.CONTRADICTED


def _same(one: Reply, other: Reply) -> bool:
    # Of a call rather than a batch these two differ, whatever was said.
    of_the_way = {"cost_usd": None, "latency_s": None}
    return one.model_copy(update=of_the_way) == other.model_copy(update=of_the_way)
