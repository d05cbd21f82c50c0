"""LiteLLM on our own wire: its request and the answer are seen, and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from judgekit.llm.beside import BY_SDK, Target
from judgekit.llm.failures import Failure
from judgekit.llm.wire import Received, Sent, Wire

if TYPE_CHECKING:
    import httpx

# Of one connection and of bytes as they were packed for it; the next one has its own.
_PACKING = frozenset(
    {"connection", "content-encoding", "content-length", "host", "transfer-encoding"}
)


class Tap:
    """A client to give to LiteLLM: it passes one exchange on, and keeps it."""

    def __init__(self, wire: Wire) -> None:
        self.sent: Sent | None = None
        self.received: Received | None = None
        self.failure: Failure | None = None
        self._wire = wire

    def client(self, target: Target) -> Any:
        """Return a client of the kind that LiteLLM uses for this provider."""
        import httpx

        through = httpx.AsyncClient(transport=httpx.MockTransport(self._pass_on))
        if target.provider in BY_SDK:
            from openai import AsyncOpenAI

            return AsyncOpenAI(
                api_key=target.api_key, base_url=target.api_base, http_client=through
            )
        from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler

        handler = AsyncHTTPHandler()
        handler.client = through
        return handler

    async def _pass_on(self, request: httpx.Request) -> httpx.Response:
        import httpx

        self.sent = Sent(str(request.url), dict(request.headers), request.content)
        try:
            self.received = await self._wire.post(
                self.sent._replace(headers=_unpacked(self.sent.headers))
            )
        except Failure as failure:
            self.failure = failure
            # LiteLLM sends again, on a connection of its own, after some other kinds of error.
            raise httpx.ReadError(failure.message, request=request) from failure
        status, headers, body = self.received
        return httpx.Response(status, headers=_unpacked(headers), content=body, request=request)


def _unpacked(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in _PACKING}
