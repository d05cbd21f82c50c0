"""Resume, replay and offline runs are one thing: ask only for what the journal lacks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import NamedTuple

from judgekit.errors import NotRecorded
from judgekit.store.journal import Journal, Kept
from judgekit.store.keys import digest, spell_request
from judgekit.text import visible
from judgekit.types import Complete, Reply, Request


class Recorded:
    """Answer from a journal, and ask `ask` for what it lacks; without `ask`, a gap is an error.

    A reply is on disk before it is returned. Identical requests under way at once are asked
    once. A failed call is not kept, so that the next run asks again.
    """

    def __init__(self, journal: Journal, ask: Complete | None) -> None:
        self._journal = journal
        self._ask = ask
        self._under_way: dict[bytes, asyncio.Future[Kept]] = {}
        self._newest: int | None = None
        self.asked = 0
        """Requests passed on, those that failed included."""
        self.replayed = 0
        """Requests answered by a reply that was, or just came to be, in the journal."""

    def beside(self) -> Recorded:
        """Return a recorder of the same replies, calls under way included, with its own day."""
        other = Recorded(self._journal, self._ask)
        other._under_way = self._under_way
        return other

    async def __call__(self, request: Request) -> Reply:
        spelled = spell_request(request)
        kept = await self._find(_Asked(request, spelled, digest(spelled)))
        self._newest = max(kept.at, self._newest or kept.at)
        return kept.reply

    def last_day(self) -> str | None:
        """Return the UTC day of the newest reply given out, ISO 8601; None before the first."""
        if self._newest is None:
            return None
        return datetime.fromtimestamp(self._newest, UTC).date().isoformat()

    async def _find(self, asked: _Asked) -> Kept:
        key = asked.key
        while (kept := self._journal.get(key)) is None:
            if (other := self._under_way.get(key)) is None:
                return await self._lead(asked)
            await asyncio.wait((other,))
            if not other.cancelled():
                kept = other.result()
                break
            # Whoever asked was cancelled; this request is still wanted.
        self.replayed += 1
        return kept

    async def _lead(self, asked: _Asked) -> Kept:
        """Ask, and let everyone who waits for the same request share what comes of it."""
        mine = self._under_way[asked.key] = asyncio.get_running_loop().create_future()
        try:
            kept = await self._fetch(asked)
        except Exception as error:
            mine.set_exception(error)
            mine.exception()  # nobody need be waiting
            raise
        else:
            mine.set_result(kept)
            return kept
        finally:
            mine.cancel()  # without effect unless this task was cancelled
            del self._under_way[asked.key]

    async def _fetch(self, asked: _Asked) -> Kept:
        if self._ask is None:
            raise NotRecorded(self._missing(asked))
        self.asked += 1
        return await self._journal.put(asked.spelled, await self._ask(asked.request))

    def _missing(self, asked: _Asked) -> str:
        request = asked.request
        words = " ".join(request.messages[-1].content.split()) if request.messages else ""
        begins = visible(words[:60])
        return (
            f"{self._journal.path}: no reply of {request.model!r} to {begins!r}… "
            f"(repeat {request.repeat}, key {asked.key.hex()[:12]}); "
            "run once without replay to record it"
        )


class _Asked(NamedTuple):
    """A request with its spelling, which is made once, and its key."""

    request: Request
    spelled: str
    key: bytes
