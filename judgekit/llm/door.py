"""The door to a model: one request in, one reply or one failed call out, no secret with it."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from judgekit.errors import CallFailed
from judgekit.llm.failures import Failure
from judgekit.llm.pace import Pace, Sleep, Traffic
from judgekit.llm.routing import Router
from judgekit.text import known_secrets, scrub
from judgekit.types import Reply, Request


class LiteLLM:
    """Ask one model; LiteLLM's and the SDKs' own retries are off, ours are counted here.

    `model` is LiteLLM's name (`openai/gpt-4o`, `anthropic/…`, `hosted_vllm/…`, `ollama/…`);
    it is what is called, whatever name the request carries. `rpm` and `tpm` limit the calls and
    the tokens of a minute. A call that fails after `max_retries` more tries raises `CallFailed`.
    `fast=False` asks through LiteLLM alone.
    """

    def __init__(
        self,
        model: str,
        *,
        api_base: str | None = None,
        api_key: str | None = None,
        max_connections: int = 16,
        max_retries: int = 5,
        timeout_s: float = 120.0,
        rpm: int | None = None,
        tpm: int | None = None,
        free: bool = False,
        fast: bool = True,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.traffic = Traffic()
        """What has been sent so far."""
        self._model = model
        self._key = (api_key,) if api_key else ()
        self._free = free
        self._counts_tokens = tpm is not None
        self._pace = Pace(
            max_connections=max_connections,
            max_retries=max_retries,
            timeout_s=timeout_s,
            rpm=rpm,
            tpm=tpm,
            traffic=self.traffic,
            sleep=sleep,
        )
        self._router = Router(
            model,
            api_base=api_base,
            api_key=api_key,
            timeout_s=timeout_s,
            fast=fast,
            traffic=self.traffic,
        )

    @property
    def gave_way(self) -> tuple[str, ...]:
        """Why calls go through LiteLLM that could have gone the fast way; empty where none do."""
        return tuple(self._router.gave_way)

    async def __call__(self, request: Request) -> Reply:
        try:
            tokens = tokens_held(request) if self._counts_tokens else 0
            reply = await self._pace(lambda: self._router(request), tokens=tokens)
        except Failure as failure:
            raise self._failed(failure) from None
        return reply.model_copy(update={"cost_usd": 0.0}) if self._free else reply

    async def aclose(self) -> None:
        """Close the connections; a later call opens new ones."""
        await self._router.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    def _failed(self, failure: Failure) -> CallFailed:
        message = f"{self._model}: {scrub(failure.message, (*self._key, *known_secrets()))}"
        return CallFailed(message, fatal=failure.final)


def tokens_held(request: Request) -> int:
    """Estimate what one try is held to take: four characters a token, and all that may be said."""
    shown = sum(len(m.content) for m in request.messages) // 4
    limits = (request.params.get(name) for name in ("max_tokens", "max_completion_tokens"))
    return shown + sum(limit for limit in limits if isinstance(limit, int))
