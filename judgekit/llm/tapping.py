"""LiteLLM on our own wire: its request and the answer are seen, and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from judgekit.llm.beside import BY_SDK, Target
from judgekit.llm.failures import Failure
from judgekit.llm.wire import Received, Sent

if TYPE_CHECKING:
    import httpx

# Of one connection and of bytes as they were packed for it; the next one has its own.
_PACKING = frozenset(
    {"connection", "content-encoding", "content-length", "host", "transfer-encoding"}
)


@dataclass
class Exchange:
    """What LiteLLM sent for one call, and what came back."""

    sent: Sent | None = None
    received: Received | None = None
    failure: Failure | None = None


Post = Callable[[Sent], Awaitable[Received]]
"""What carries a request and brings the answer, or raises a failure."""


class Tap:
    """A client to give to LiteLLM: it passes requests on, and keeps what it saw."""

    def __init__(self, post: Post, target: Target) -> None:
        self.client = self._make_client(target)
        """A client of the kind that LiteLLM uses for this provider."""
        self._post = post
        self._exchange: ContextVar[Exchange] = ContextVar("exchange")

    def open(self) -> Exchange:
        """Return what the next call of this task will have sent and received."""
        exchange = Exchange()
        self._exchange.set(exchange)
        return exchange

    def _make_client(self, target: Target) -> Any:
        import httpx

        through = httpx.AsyncClient(transport=httpx.MockTransport(self._pass_on))
        if target.provider in BY_SDK:
            from openai import AsyncOpenAI

            base, key = target.api_base, target.api_key
            return AsyncOpenAI(api_key=key, base_url=base, http_client=through)
        from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler

        handler = AsyncHTTPHandler()
        handler.client = through
        return handler

    async def _pass_on(self, request: httpx.Request) -> httpx.Response:
        import httpx

        exchange = self._exchange.get(None) or Exchange()
        exchange.sent = sent = Sent(str(request.url), dict(request.headers), request.content)
        try:
            exchange.received = await self._post(sent._replace(headers=_unpacked(sent.headers)))
        except Failure as failure:
            exchange.failure = failure
            # LiteLLM sends again, on a connection of its own, after some other kinds of error.
            raise httpx.ReadError(failure.message, request=request) from failure
        status, headers, body = exchange.received
        return httpx.Response(status, headers=_unpacked(headers), content=body, request=request)


def _unpacked(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in _PACKING}
