"""A student that is asked about a passage once: what it made of it is kept in a journal."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from judgekit.criteria.student import Passage, Reading, Student, Tokens
from judgekit.errors import InputError, NotRecorded
from judgekit.store import Journal, key
from judgekit.types import Message, Reply, Request

_VERSION = 1
"""Of the way in which passages are spelled and read; another one asks anew."""
_CHUNK = 32
"""Passages after which what was read is on disk: a killed run loses no more."""
UNASKED = "the student did not read it"

T = TypeVar("T")


class Remembering:
    """A student that answers from a journal and reads what it lacks; in a replay that is an error.

    What it could not read is not kept, and tried again by the next run.
    """

    def __init__(self, student: Student, journal: Journal, *, replay: bool = False) -> None:
        self.name = student.name
        self.sha256 = student.sha256
        self.asked = 0
        """Passages that the journal lacked."""
        self._student = student
        self._journal = journal
        self._replay = replay
        self._unread: dict[bytes, str] = {}

    async def __call__(self, passages: Sequence[Passage], /) -> Sequence[Reading]:
        lacking = {k: p for p in passages if (k := self._key(p)) not in self._unread}
        lacking = {k: p for k, p in lacking.items() if self._journal.get(k) is None}
        if lacking and self._replay:
            raise NotRecorded(
                f"{self._journal.path}: no reading of {len(lacking):,} passages by {self.name}; "
                "run once without replay to record them"
            )
        # Passages of like length are read together, and waste little on padding.
        by_length = sorted(lacking.items(), key=lambda kp: len(kp[1].context) + len(kp[1].target))
        for chunk in _chunks(by_length, _CHUNK):
            await self._ask(dict(chunk))
        return [self.read(p) for p in passages]

    def read(self, passage: Passage) -> Reading:
        """Return what the student made of a passage that it was asked about."""
        found = self._key(passage)
        if (kept := self._journal.get(found)) is None:
            return self._unread.get(found, UNASKED)
        try:
            log_probs, ranks = json.loads(kept.reply.text)
            return Tokens(tuple(log_probs), None if ranks is None else tuple(ranks))
        except (ValueError, TypeError) as error:
            where = f"{self._journal.path}: the reading {found.hex()[:12]}"
            raise InputError(f"{where} is damaged") from error

    async def _ask(self, lacking: dict[bytes, Passage]) -> None:
        self.asked += len(lacking)
        readings = await self._student([*lacking.values()])
        kept = []
        for (k, passage), reading in zip(lacking.items(), readings, strict=True):
            if isinstance(reading, str):
                self._unread[k] = reading
            else:
                kept.append(self._journal.put(self._request(passage), _reply(reading)))
        await asyncio.gather(*kept)

    def _key(self, passage: Passage) -> bytes:
        return key(self._request(passage))

    def _request(self, passage: Passage) -> Request:
        return Request(
            model=f"student:{self.sha256}",
            messages=(
                Message(role="user", content=passage.context),
                Message(role="assistant", content=passage.target),
            ),
            params={"asked": passage.asked, "reading": _VERSION},
        )


async def ask(
    student: Student,
    rows: Iterable[T],
    passages: Callable[[T], Iterable[Passage]],
    *,
    step: Callable[[int], None] = lambda _: None,
) -> None:
    """Have a student read the passages of many rows, several rows at a time; tell how many."""
    for chunk in _chunks(rows, _CHUNK):
        await student([p for row in chunk for p in passages(row)])
        step(len(chunk))


def _chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(things)
    while chunk := list(islice(left, size)):
        yield chunk


def _reply(tokens: Tokens) -> Reply:
    return Reply(text=json.dumps([tokens.log_probs, tokens.ranks], separators=(",", ":")))
