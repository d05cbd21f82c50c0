"""A student behind an OpenAI-compatible endpoint that tells log-probabilities of a prompt."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from typing import Protocol

from pydantic import ValidationError

from judgekit.criteria.student import Passage, Reading
from judgekit.errors import CallFailed, InputError, OperationalError
from judgekit.llm import EndpointDoor
from judgekit.student.dialects import Ask, Echoing, Unlike, Vllm
from judgekit.text import sha256
from judgekit.types import Endpoint, Message, Request, Scale

KEY = "JUDGEKIT_STUDENT_KEY"
"""The environment variable whose value, where it is set, is sent as the endpoint's key."""
UNREAD = "the endpoint refused it, or failed to read it"


class Served:
    """A student by the name that an endpoint serves it under; that endpoint alone is asked.

    vLLM (`prompt_logprobs`) tells ranks as well and is given tokens, context and target apart.
    Another server is given plain text and must honour `echo` with `logprobs`; it tells no ranks.
    Which it is, a probe with a known text finds out before anything else is asked: llama.cpp's
    server, for one, takes `echo` and ignores it. What weights answer is not known, so readings are
    kept under the URL and the name.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        max_tokens: int,
        max_connections: int = 16,
        max_retries: int = 5,
        timeout_s: float = 120.0,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self.name = model
        self.sha256 = sha256(f"{url} {model}")
        self._url = url.rstrip("/")
        headers = {"Authorization": f"Bearer ${{{KEY}}}"} if environment.get(KEY) else {}
        self._doors = [
            EndpointDoor(
                _endpoint(place, headers),
                max_connections=max_connections,
                max_retries=max_retries,
                timeout_s=timeout_s,
                environment=environment,
            )
            for place in (
                f"{self._url}/completions",
                f"{self._url.removesuffix('/v1')}/tokenize",
            )
        ]
        complete, tokenize = (_through(door, model) for door in self._doors)
        self._dialects: tuple[_Dialect, ...] = (
            Vllm(model, complete, tokenize, max_tokens=max_tokens),
            Echoing(model, complete),
        )
        self._found: _Dialect | None = None

    async def __call__(self, passages: Sequence[Passage], /) -> Sequence[Reading]:
        """Return what the student makes of each passage; the first time, probe it before."""
        dialect = self._found = self._found or await self._probe()
        return await asyncio.gather(*(self._read(dialect, p) for p in passages))

    async def aclose(self) -> None:
        """Close the connections."""
        for door in self._doors:
            await door.aclose()

    async def _probe(self) -> _Dialect:
        said: list[str] = []
        answered = False
        for dialect in self._dialects:
            try:
                await dialect.probe()
            except (Unlike, CallFailed) as error:
                said.append(f"{dialect.name}: {error}")
                answered = answered or isinstance(error, Unlike)
            else:
                return dialect
        if not answered:
            raise OperationalError(f"{self._url}: could not be asked ({'; '.join(said)})")
        raise InputError(
            f"{self._url}: tells no log-probabilities of a prompt ({'; '.join(said)}); serve "
            f"{self.name} with vLLM, or name its weights on this machine"
        )

    async def _read(self, dialect: _Dialect, passage: Passage) -> Reading:
        try:
            return await dialect.read(passage)
        except CallFailed as failure:
            if failure.fatal:
                raise
            return UNREAD
        except Unlike:
            return UNREAD


class _Dialect(Protocol):
    @property
    def name(self) -> str: ...

    async def probe(self) -> None: ...

    async def read(self, passage: Passage) -> Reading: ...


def _through(door: EndpointDoor, model: str) -> Ask:
    async def ask(body: str) -> str:
        message = Message(role="user", content=body)
        return (await door(Request(model=model, messages=(message,)))).text

    return ask


def _endpoint(url: str, headers: dict[str, str]) -> Endpoint:
    try:
        # The door looks at where and how it asks; what it asks, and where the answer is, we know.
        return Endpoint(
            url=url, headers=headers, body=None, score="$", scale=Scale(low=0, high=1, accept=0.5)
        )
    except ValidationError as error:
        raise InputError(f"{url!r}: {error.errors()[0]['msg']}") from None
