"""Replies by request, in one SQLite file that a killed process leaves whole."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from judgekit.errors import InputError
from judgekit.store.keys import digest, spell, spell_request
from judgekit.store.opening import blamed, open_reading, open_writing
from judgekit.store.pieces import read_request
from judgekit.store.writing import Row, Writer
from judgekit.types import Reply, Request

_GET = "SELECT reply, at FROM replies JOIN payloads USING (id) WHERE key = ?"
_ALL = "SELECT key, at, request, reply FROM replies JOIN payloads USING (id) ORDER BY key"


class Kept(NamedTuple):
    """A reply from a journal, and when it came, in seconds since 1970 UTC."""

    reply: Reply
    at: int


class Line(NamedTuple):
    """One reply with its request, both as JSON text."""

    key: bytes
    at: int
    request: str
    reply: str


class Journal:
    """Keep replies in one file, for reading and writing or for reading only, within a `with` block.

    One process writes at a time; others may read meanwhile.
    """

    def __init__(
        self, path: Path | str, *, read_only: bool = False, clock: Callable[[], float] = time.time
    ) -> None:
        self.path = Path(path)
        self._read_only = read_only
        self._clock = clock
        self._writer: Writer | None = None

    def __enter__(self) -> Self:
        with ExitStack() as opening, blamed(self.path):
            if not self._read_only:
                self._writer = Writer(open_writing(self.path, opening), self.path)
                opening.callback(self._writer.close)
            self._reader = open_reading(self.path, opening)
            self._open = opening.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def __len__(self) -> int:
        with blamed(self.path):
            return int(self._reader.execute("SELECT count(*) FROM replies").fetchone()[0])

    def get(self, key: bytes) -> Kept | None:
        """Return the reply to the request of this key, if it is here."""
        with blamed(self.path):
            found = self._reader.execute(_GET, (key,)).fetchone()
        if found is None:
            return None
        try:
            return Kept(Reply.model_validate(json.loads(found[0])), found[1])
        except ValueError as error:
            raise InputError(f"{self.path}: the reply {key.hex()[:12]} is damaged") from error

    async def put(self, request: Request | str, reply: Reply) -> Kept:
        """Keep a reply and return, once it is committed, what the journal now holds.

        Of a request its spelling is enough. The first reply to it stays; a later one gives way.
        """
        if self._writer is None:
            raise InputError(f"{self.path}: is open for reading only")
        row = make_row(request, reply, at=int(self._clock()))
        if await self._writer.write(row):
            return Kept(reply, row.at)
        kept = self.get(row.key)
        assert kept is not None
        return kept

    def lines(self) -> Iterator[Line]:
        """Yield everything kept, in the order of the keys."""
        with blamed(self.path):
            for key, at, kept, reply in self._reader.execute(_ALL):
                yield Line(key, at, self._request(key, kept), reply)

    def _request(self, key: bytes, kept: bytes | str) -> str:
        try:
            request = read_request(self._reader, kept)
        except ValueError:
            request = ""
        if digest(request) != key:
            raise InputError(f"{self.path}: the request {key.hex()[:12]} is damaged")
        return request


def make_row(request: Request | str, reply: Reply, *, at: int) -> Row:
    """Return a reply to a request, or to its spelling, as it is written.

    That is a few plain columns, and the whole as JSON.
    """
    spelled = request if isinstance(request, str) else spell_request(request)
    return Row(
        key=digest(spelled),
        finish_reason=_plain(reply.finish_reason),
        prompt_tokens=_count(reply.usage.prompt_tokens),
        completion_tokens=_count(reply.usage.completion_tokens),
        cost_usd=reply.cost_usd,
        at=at,
        request=spelled,
        reply=spell(reply.model_dump(mode="json", exclude_none=True)),
    )


# Whatever a provider says must fit the columns; the JSON beside them has it unchanged.


def _plain(word: str | None) -> str | None:
    return word and word.encode("utf-8", "backslashreplace").decode("utf-8")


def _count(tokens: int | None) -> int | None:
    return tokens if tokens is not None and 0 <= tokens < 2**63 else None
