"""Anthropic's Message Batches: requests in one call, results as a stream of lines."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from judgekit.batch import naming, results
from judgekit.batch.carriers import EARLIER_S, LATER_S, Begin, Look, Traces, word
from judgekit.batch.naming import Name, spell
from judgekit.batch.parcels import Entry, Limits, Parcel
from judgekit.batch.patience import Patience
from judgekit.batch.results import Result
from judgekit.llm import Target
from judgekit.llm.wire import trust

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic

_BETA = "anthropic-beta"


class AnthropicBatches:
    """Batches of messages. They carry no mark of ours: whose a batch is, its results tell."""

    name = "anthropic"
    # "either 100,000 Message requests or 256 MB in size": the guide to batch processing.
    limits = Limits(requests=100_000, bytes=256_000_000)
    path = "/v1/messages"
    settles_s = 60

    def __init__(self, target: Target, patience: Patience, *, timeout_s: float = 600.0) -> None:
        self._client = _client(target, timeout_s)
        self._patience = patience

    async def send(self, parcel: Parcel, mark: str, begin: Begin) -> str:
        """Make a batch, which is one call."""
        begin(None)
        return await self._patience.once(lambda: self._create(parcel, mark))

    async def look(self, place: str) -> Look:
        """Ask for the state of a batch."""
        return await self._patience.repeat(lambda: self._look(place))

    async def fetch(self, place: str, into: IO[bytes]) -> None:
        """Write the results."""
        await self._patience.repeat(lambda: self._download(place, into))

    def read(self, line: Any) -> Result:
        """Read a line of results."""
        return results.of_anthropic(line)

    async def trace(self, mark: str, *, size: int, at: int, known: Collection[str]) -> Traces:
        """Look for the mark in the results of batches of this size that were made then."""
        made = await self._patience.repeat(lambda: self._search(size, at, known))
        running = tuple(b.id for b in made if b.processing_status != "ended")
        for batch in made:
            if batch.id not in running and await self._is_marked(batch.id, mark):
                return Traces(found=batch.id)
        return Traces(perhaps=running)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _create(self, parcel: Parcel, mark: str) -> str:
        requests = [_request(entry, mark) for entry in parcel]
        betas = _betas(parcel)
        headers = {_BETA: betas} if betas else None
        batch = await self._client.messages.batches.create(requests=requests, extra_headers=headers)
        return word(batch, "id")

    async def _look(self, place: str) -> Look:
        batch = await self._client.messages.batches.retrieve(place)
        status = word(batch, "processing_status")
        has_ended = status == "ended"
        return Look(status, has_ended, _ended(batch.request_counts) if has_ended else 0)

    async def _download(self, place: str, into: IO[bytes]) -> None:
        into.seek(0)
        into.truncate()
        found = self._client.messages.batches.with_streaming_response.results(place)
        async with found as answer:
            async for piece in answer.iter_bytes():
                into.write(piece)

    async def _search(self, size: int, at: int, known: Collection[str]) -> list[Any]:
        made = []
        async for batch in self._client.messages.batches.list(limit=100):
            created = batch.created_at.timestamp()
            if created < at - EARLIER_S:
                break
            counts = batch.request_counts
            if (
                batch.id not in known
                and created < at + LATER_S
                and counts.processing + _ended(counts) == size
            ):
                made.append(batch)
        return made

    async def _is_marked(self, place: str, mark: str) -> bool:
        with tempfile.TemporaryFile() as file:
            await self.fetch(place, file)
            return any(found.mark == mark for found in _names(file))


def _names(file: IO[bytes]) -> Iterator[Name]:
    for line in results.lines(file):
        found = results.read(line, results.of_anthropic)
        name = found and naming.parse(found.custom_id)
        if name:
            yield name


def _request(entry: Entry, mark: str) -> Any:
    return {
        "custom_id": spell(Name(mark, entry.key)),
        "params": json.loads(entry.sent.body),
    }


def _betas(parcel: Iterable[Entry]) -> str:
    """Return the beta features that any of the requests needs."""
    named = (entry.sent.headers.get(_BETA, "") for entry in parcel)
    return ",".join(sorted({beta.strip() for betas in named for beta in betas.split(",") if beta}))


def _ended(counts: Any) -> int:
    return int(counts.succeeded + counts.errored + counts.canceled + counts.expired)


def _client(target: Target, timeout_s: float) -> AsyncAnthropic:
    from anthropic import AsyncAnthropic, DefaultAsyncHttpxClient

    return AsyncAnthropic(
        api_key=target.api_key,
        base_url=(target.api_base or "").removesuffix("/v1/messages").rstrip("/") or None,
        max_retries=0,
        timeout=timeout_s,
        # A redirect would carry the key to a host that nobody named.
        http_client=DefaultAsyncHttpxClient(verify=trust(), follow_redirects=False),
    )
