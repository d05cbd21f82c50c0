"""The door to a model: one request in, one reply or one failed call out, no secret with it."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from judgekit.errors import CallFailed, InputError
from judgekit.llm import sizing
from judgekit.llm.failures import Failure
from judgekit.llm.pace import Pace, Sleep
from judgekit.llm.purse import Purse
from judgekit.llm.routing import Router
from judgekit.llm.tariff import Tariff, look_up
from judgekit.llm.traffic import Traffic
from judgekit.text import known_secrets, scrub
from judgekit.types import Reply, Request


class LiteLLM:
    """Ask one model; LiteLLM's and the SDKs' own retries are off, ours are counted here.

    `model` is LiteLLM's name (`openai/gpt-4o`, `anthropic/…`, `hosted_vllm/…`, `ollama/…`);
    it is what is called, whatever name the request carries. `rpm` and `tpm` limit the calls and
    the tokens of a minute, `purse` the money of a run. A call that fails after `max_retries` more
    tries raises `CallFailed`. `tariff` prices replies in place of LiteLLM's table, `free` at
    nothing. `fast=False` asks through LiteLLM alone; `traffic` counts what is sent.
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
        purse: Purse | None = None,
        tariff: Tariff | None = None,
        free: bool = False,
        fast: bool = True,
        traffic: Traffic | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.traffic = traffic or Traffic()
        """What has been sent so far."""
        self._model = model
        self._api_base = api_base
        self._key = (api_key,) if api_key else ()
        self._free = free
        self._tariff = tariff
        self._has_purse = purse is not None and not free
        self._counts_tokens = tpm is not None
        self._pace = Pace(
            max_connections=max_connections,
            max_retries=max_retries,
            timeout_s=timeout_s,
            rpm=rpm,
            tpm=tpm,
            purse=purse,
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
            tokens = sizing.guess(request) if self._counts_tokens else 0
            most_usd = self._most_usd(request) if self._has_purse else 0.0
            return await self._pace(lambda: self._ask(request), tokens=tokens, most_usd=most_usd)
        except Failure as failure:
            raise self._failed(failure) from None

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

    async def _ask(self, request: Request) -> Reply:
        reply = await self._router(request)
        if self._free:
            return reply.model_copy(update={"cost_usd": 0.0})
        if self._tariff is None:
            return reply
        return reply.model_copy(update={"cost_usd": self._tariff.price(reply.usage)})

    def _most_usd(self, request: Request) -> float:
        """Return the most that one try can cost."""
        tariff = self._tariff or look_up(self._model, api_base=self._api_base)
        if tariff is None:
            raise InputError(
                f"--max-cost: the price of {self._model!r} is unknown, so that no limit can be "
                "kept; state it in US dollars with --price-per-million IN,OUT"
            )
        limit = sizing.reply_limit(request)
        if limit is None:
            raise InputError("--max-cost: nothing limits the length of a reply; set max_tokens")
        return tariff.most(sizing.bound(request), limit)

    def _failed(self, failure: Failure) -> CallFailed:
        message = f"{self._model}: {scrub(failure.message, (*self._key, *known_secrets()))}"
        return CallFailed(message, fatal=failure.final)
