"""What goes over a connection: one request in bytes, one answer in bytes, nothing interpreted."""

from __future__ import annotations

import asyncio
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from judgekit.llm.failures import Failure
from judgekit.llm.library import litellm

if TYPE_CHECKING:
    from aiohttp import ClientSession

# uvicorn, and so vLLM, hangs up on a connection that was idle for 5 s: let go of it first.
_IDLE_S = 4.0


class Sent(NamedTuple):
    """One request as it goes out."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"


class Received(NamedTuple):
    """One answer as it came in; header names are looked up whatever their case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def trust() -> ssl.SSLContext | bool:
    """Return whom to trust, as LiteLLM decides it from the environment."""
    litellm()
    from litellm.llms.custom_httpx.http_handler import get_ssl_configuration

    trust = get_ssl_configuration()
    return ssl.create_default_context(cafile=trust) if isinstance(trust, str) else trust


class Wire:
    """Connections of one event loop, kept open between calls; whoever calls sets the time-out."""

    def __init__(self, trust: Callable[[], ssl.SSLContext | bool] = trust) -> None:
        self._trust = trust
        self._session: ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def send(self, sent: Sent) -> Received:
        """Send a request once and return the answer whole, or raise a failure."""
        from aiohttp import ClientError

        try:
            # No redirect is followed: it would carry the key to a host that nobody named.
            async with self._open().request(
                sent.method, sent.url, data=sent.body, headers=sent.headers, allow_redirects=False
            ) as answer:
                return Received(answer.status, answer.headers, await answer.read())
        except (ClientError, OSError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise Failure(f"{type(error).__name__}: {error}") from error

    async def aclose(self) -> None:
        """Close the connections; the next call opens new ones."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> ClientSession:
        loop = asyncio.get_running_loop()
        if self._session is None or self._loop is not loop:
            self._session, self._loop = _session(self._trust()), loop
        return self._session


def _session(trust: ssl.SSLContext | bool) -> ClientSession:
    from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

    return ClientSession(
        connector=TCPConnector(limit=0, keepalive_timeout=_IDLE_S, ssl=trust),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=None),
        # Looking for a proxy takes longer than the rest of a call: only where there is one.
        trust_env=bool(urllib.request.getproxies()),
    )
