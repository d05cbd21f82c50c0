"""A provider on loopback that speaks four dialects, and none, and fails on request."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from judgekit.testing.dialects import Dialect, answered, asked, refused
from judgekit.testing.faults import Fault, send
from judgekit.testing.rules import verdict_by_rules
from judgekit.testing.wire import failure, models
from judgekit.text import canonical_json
from judgekit.types import Reply

if TYPE_CHECKING:
    from aiohttp import web

    from judgekit.testing.batches import Batches


_PATHS = {
    "/v1/chat/completions": Dialect.OPENAI,
    "/vllm/v1/chat/completions": Dialect.VLLM,
    "/v1/messages": Dialect.ANTHROPIC,
    "/api/chat": Dialect.OLLAMA,
    "/api/generate": Dialect.OLLAMA,
}
_SERVICE = "/service"
_BASES = {Dialect.OPENAI: "/v1", Dialect.VLLM: "/vllm/v1"}


class Seen(NamedTuple):
    """One call as it came in; header names are in lower case."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Provider:
    """Serve replies on 127.0.0.1 from another thread, within a `with` block.

    `answer` turns the JSON of a request, its messages as OpenAI's interface takes them, into a
    text or a reply. The n-th call meets the n-th of `faults`, an iterable without end included;
    None is no fault, and so is what follows its end. `batches` are taken where they are given.
    """

    def __init__(
        self,
        answer: Callable[[dict[str, Any]], str | Reply] = verdict_by_rules,
        *,
        faults: Iterable[Fault | None] = (),
        batches: Batches | None = None,
        latency_s: float = 0.0,
        port: int = 0,
    ) -> None:
        self.requests: list[Seen] = []
        self.answered = 0
        """How many calls were answered whole, and would be paid for."""
        self._answer = answer
        self._faults = iter(faults)
        self._batches = batches
        self._latency_s = latency_s
        self._port = port

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listening.getsockname()[1]
        self._loop, self._stop = asyncio.new_event_loop(), asyncio.Event()
        self._thread = Thread(target=self._run, name="judgekit-provider", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def base_url(self) -> str:
        """Where OpenAI's interface is, `/v1` included."""
        return self.url(Dialect.OPENAI)

    def url(self, dialect: Dialect) -> str:
        """Return where a dialect's interface is, as a client of that provider is told it."""
        return f"http://127.0.0.1:{self._port}{_BASES.get(dialect, '')}"

    @property
    def service_url(self) -> str:
        """Where a service of one's own is: what `answer` returns is the whole body."""
        return f"http://127.0.0.1:{self._port}{_SERVICE}"

    @property
    def count(self) -> int:
        """How many calls have come in, those that met a fault included."""
        return len(self.requests)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        from aiohttp import web

        app = web.Application(client_max_size=2**26)
        for path in _PATHS:
            app.router.add_post(path, self._chat)
        app.router.add_route("*", _SERVICE, self._score)
        app.router.add_get("/v1/models", _list_models)
        app.router.add_get("/seen", self._list_seen)
        if self._batches:
            app.add_routes(self._batches.routes(self._answer))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
        await runner.setup()
        await web.SockSite(runner, self._listening).start()
        await self._stop.wait()
        # asyncio loses a connection accepted just before its server closes: first accept no
        # more, and let the last ones become known to those who close them.
        self._loop.remove_reader(self._listening)
        await asyncio.sleep(0.01)
        await runner.cleanup()

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body, fault = await self._meet(request)
        number, dialect = self.count, _PATHS[request.path]
        await asyncio.sleep(self._latency_s)
        if fault.status != 200:
            return await send(request, fault, refused(dialect, fault.status))
        said = asked(body)
        answer = self._answer(said)
        reply = answer if isinstance(answer, Reply) else Reply(text=answer)
        response = await send(request, fault, answered(dialect, said, reply, number))
        self.answered += fault.is_whole
        return response

    async def _score(self, request: web.Request) -> web.StreamResponse:
        body, fault = await self._meet(request)
        await asyncio.sleep(self._latency_s)
        if fault.status != 200:
            return await send(request, fault, failure(fault.status))
        answer = self._answer(body)
        return await send(request, fault, answer.text if isinstance(answer, Reply) else answer)

    async def _meet(self, request: web.Request) -> tuple[dict[str, Any], Fault]:
        """Return what a call says, now that it is noted, and the fault that awaits it."""
        body = await request.json()
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append(Seen(request.path, headers, body))
        return body, next(self._faults, None) or Fault()

    async def _list_seen(self, request: web.Request) -> web.StreamResponse:
        """Tell another process how many calls came in, differ, and were answered whole."""
        distinct = len({canonical_json(seen.body) for seen in self.requests})
        seen = {"count": self.count, "distinct": distinct, "answered": self.answered}
        return await send(request, Fault(), seen)


async def _list_models(request: web.Request) -> web.StreamResponse:
    return await send(request, Fault(), models("planted"))
