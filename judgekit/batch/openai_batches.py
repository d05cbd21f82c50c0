"""OpenAI's Batch API: a file of requests in, a file of results and one of errors out."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable
from typing import IO, TYPE_CHECKING, Any, Final

from judgekit.batch import results
from judgekit.batch.carriers import EARLIER_S, Begin, Look, Traces, word
from judgekit.batch.naming import Name, spell
from judgekit.batch.parcels import Limits, Parcel
from judgekit.batch.patience import Patience
from judgekit.batch.results import Result
from judgekit.llm import Target
from judgekit.llm.wire import trust

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_ENDED = frozenset({"cancelled", "completed", "expired", "failed"})
_MARK = "judgekit_batch"
_CHAT: Final = "/v1/chat/completions"


class OpenAIBatches:
    """Batches of chat completions; a mark in the metadata tells ours from others."""

    name = "openai"
    # "up to 50,000 requests, and can be up to 200 MB in size": the reference of /batches.
    limits = Limits(requests=50_000, bytes=200_000_000)
    path = "/chat/completions"
    settles_s = 60

    def __init__(self, target: Target, patience: Patience, *, timeout_s: float = 600.0) -> None:
        self._client = _client(target, timeout_s)
        self._patience = patience

    async def send(self, parcel: Parcel, mark: str, begin: Begin) -> str:
        """Upload the requests, which costs nothing, and make a batch of them."""
        with tempfile.TemporaryFile() as file:
            file.writelines(as_lines(parcel, mark))
            file_id = await self._patience.repeat(lambda: self._upload(file, mark))
        begin(None)
        return await self._patience.once(lambda: self._create(file_id, mark))

    async def look(self, place: str) -> Look:
        """Ask for the state of a batch."""
        return await self._patience.repeat(lambda: self._look(place))

    async def fetch(self, place: str, into: IO[bytes]) -> None:
        """Write the output, and the errors after it."""
        await self._patience.repeat(lambda: self._download(place, into))

    def read(self, line: Any) -> Result:
        """Read a line of results."""
        return results.of_openai(line)

    async def trace(self, mark: str, *, size: int, at: int, known: Collection[str]) -> Traces:
        """Look for the mark among the batches since then."""
        return await self._patience.repeat(lambda: self._search(mark, at - EARLIER_S))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _upload(self, file: IO[bytes], mark: str) -> str:
        file.seek(0)
        named = (f"judgekit-{mark}.jsonl", file)
        return word(await self._client.files.create(file=named, purpose="batch"), "id")

    async def _create(self, file_id: str, mark: str) -> str:
        batch = await self._client.batches.create(
            input_file_id=file_id,
            endpoint=_CHAT,
            completion_window="24h",
            metadata={_MARK: mark},
        )
        return word(batch, "id")

    async def _look(self, place: str) -> Look:
        return _look(await self._client.batches.retrieve(place))

    async def _download(self, place: str, into: IO[bytes]) -> None:
        batch = await self._client.batches.retrieve(place)
        into.seek(0)
        into.truncate()
        for file_id in filter(None, (batch.output_file_id, batch.error_file_id)):
            content = self._client.files.with_streaming_response.content(file_id)
            async with content as answer:
                async for piece in answer.iter_bytes():
                    into.write(piece)
            into.write(b"\n")

    async def _search(self, mark: str, since: int) -> Traces:
        async for batch in self._client.batches.list(limit=100):
            if batch.created_at < since:
                break
            if (batch.metadata or {}).get(_MARK) == mark:
                return Traces(found=word(batch, "id"))
        return Traces()


def as_lines(parcel: Parcel, mark: str) -> Iterable[bytes]:
    """Yield requests as the lines of a batch file."""
    for entry in parcel:
        name = spell(Name(mark, entry.key)).encode()
        yield b'{"custom_id": "%b", "method": "POST", "url": "%b", "body": %b}\n' % (
            name,
            _CHAT.encode(),
            entry.sent.body,
        )


def _client(target: Target, timeout_s: float) -> AsyncOpenAI:
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient

    return AsyncOpenAI(
        api_key=target.api_key,
        base_url=target.api_base,
        max_retries=0,
        timeout=timeout_s,
        http_client=DefaultAsyncHttpxClient(verify=trust()),
    )


def _look(batch: Any) -> Look:
    status, counts = word(batch, "status"), batch.request_counts
    has_ended = status in _ENDED
    n_results = counts.completed + counts.failed if counts else 0
    errors = (batch.errors and batch.errors.data) or []
    note = "; ".join(f"{error.code}: {error.message}" for error in errors[:3])
    return Look(status, has_ended, n_results if has_ended else 0, note)
