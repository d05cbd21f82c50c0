"""An imitation of two batch interfaces: OpenAI's files and batches, and Anthropic's."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from judgekit.testing.dialects import Dialect, answered, asked
from judgekit.testing.faults import Fault, send
from judgekit.types import Reply

if TYPE_CHECKING:
    from aiohttp import web

Line = dict[str, Any]
Change = Callable[[int, Line], Line | bytes | None]
"""From the number and the content of a result to what stands in its place, or nothing."""


class Step(StrEnum):
    """What is asked of the interfaces; each can meet faults of its own."""

    UPLOAD = "upload"
    CREATE = "create"
    LOOK = "look"
    LIST = "list"
    FETCH = "fetch"


class Batches:
    """Take batches and keep them until `finish` is called.

    `faults` are met in order, per step. A fault of the class 4xx is a refusal; any other comes
    after the step was taken, which is why whoever asked cannot know. `created` is called when a
    batch exists and its maker does not know yet.
    """

    def __init__(self, *, created: Callable[[str], None] = lambda place: None) -> None:
        self.faults: dict[Step, list[Fault]] = defaultdict(list)
        self.made: dict[str, Line] = {}
        """The batches by id, as their interface shows them."""
        self.requests: dict[str, list[Line]] = {}
        """What was asked in each."""
        self.headers: dict[str, Mapping[str, str]] = {}
        self.n_fetched = 0
        self._created = created
        self._files: dict[str, bytes] = {}
        self._results: dict[str, bytes] = {}
        self._answer: Callable[[dict[str, Any]], str | Reply]

    def routes(self, answer: Callable[[dict[str, Any]], str | Reply]) -> list[web.RouteDef]:
        """Return what a provider serves besides; `answer` is its own."""
        from aiohttp import web

        self._answer = answer
        return [
            web.post("/v1/files", self._upload),
            web.get("/v1/files/{id}/content", self._content),
            web.post("/v1/batches", self._create_openai),
            web.get("/v1/batches", self._list),
            web.get("/v1/batches/{id}", self._look),
            web.post("/v1/messages/batches", self._create_anthropic),
            web.get("/v1/messages/batches", self._list),
            web.get("/v1/messages/batches/{id}", self._look),
            web.get("/v1/messages/batches/{id}/results", self._content),
        ]

    @property
    def asked(self) -> list[str]:
        """The custom ids of all requests, in the order in which they came in."""
        return [r["custom_id"] for requests in self.requests.values() for r in requests]

    def finish(self, *, status: str = "completed", change: Change | None = None) -> None:
        """End all batches, the results in reverse order and changed as told."""
        for place, shown in self.made.items():
            if place.startswith("batch_"):
                self._finish_openai(place, shown, status, change)
            else:
                self._finish_anthropic(place, shown, change)

    def _finish_openai(self, place: str, shown: Line, status: str, change: Change | None) -> None:
        if shown["status"] != "validating":
            return
        lines = [
            _of_openai(r, self._reply(Dialect.OPENAI, r["body"])) for r in self.requests[place]
        ]
        changed = list(_changed(lines, change))
        out = [line for line in changed if not _is_error(line)]
        errors = [line for line in changed if _is_error(line)]
        shown["status"] = status
        shown["request_counts"].update(completed=len(out), failed=len(errors))
        for name, some in (("output_file_id", out), ("error_file_id", errors)):
            if some:
                shown[name] = f"file-{name}-{place}"
                self._files[shown[name]] = _spelled(some)

    def _finish_anthropic(self, place: str, shown: Line, change: Change | None) -> None:
        if shown["processing_status"] == "ended":
            return
        asked_of = self.requests[place]
        lines = [_of_anthropic(r, self._reply(Dialect.ANTHROPIC, r["params"])) for r in asked_of]
        changed = list(_changed(lines, change))
        kinds = [line["result"]["type"] for line in changed if isinstance(line, dict)]
        named = ("succeeded", "errored", "canceled", "expired")
        counts = {kind: kinds.count(kind) for kind in named}
        counts["succeeded"] += len(lines) - len(kinds)  # it counts what it lost, too
        shown.update(processing_status="ended", request_counts={**counts, "processing": 0})
        self._results[place] = _spelled(changed)

    def _reply(self, dialect: Dialect, body: Line) -> Line:
        said = asked(body)
        answer = self._answer(said)
        reply = answer if isinstance(answer, Reply) else Reply(text=answer)
        return answered(dialect, said, reply, 1)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        content = form["file"]
        assert not isinstance(content, str | bytes | bytearray)
        name = f"file-{len(self._files) + 1}"
        self._files[name] = content.file.read()
        return await self._send(request, Step.UPLOAD, {"id": name, "object": "file"})

    async def _create_openai(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        requests = [json.loads(line) for line in self._files[body["input_file_id"]].splitlines()]
        shown = {
            "object": "batch",
            "status": "validating",
            "created_at": int(time.time()),
            "endpoint": body["endpoint"],
            "completion_window": "24h",
            "input_file_id": body["input_file_id"],
            "metadata": body.get("metadata"),
            "request_counts": {"total": len(requests), "completed": 0, "failed": 0},
        }
        return await self._create(request, f"batch_{len(self.made) + 1}", shown, requests)

    async def _create_anthropic(self, request: web.Request) -> web.StreamResponse:
        requests = (await request.json())["requests"]
        ended = dict.fromkeys(("succeeded", "errored", "canceled", "expired"), 0)
        place = f"msgbatch_{len(self.made) + 1}"
        shown = {
            "type": "message_batch",
            "processing_status": "in_progress",
            "created_at": datetime.now(UTC).isoformat(),
            "expires_at": datetime.now(UTC).isoformat(),
            "request_counts": {**ended, "processing": len(requests)},
            "results_url": f"{request.url.origin()}/v1/messages/batches/{place}/results",
        }
        return await self._create(request, place, shown, requests)

    async def _create(
        self, request: web.Request, place: str, shown: Line, requests: list[Line]
    ) -> web.StreamResponse:
        waiting = self.faults[Step.CREATE]
        if not (waiting and 400 <= waiting[0].status < 500):
            self.made[place] = {"id": place, **shown}
            self.requests[place] = requests
            self.headers[place] = {k.lower(): v for k, v in request.headers.items()}
            self._created(place)
        return await self._send(request, Step.CREATE, {"id": place, **shown})

    async def _look(self, request: web.Request) -> web.StreamResponse:
        shown = self.made.get(request.match_info["id"])
        fault = Fault() if shown else Fault(status=404)
        return await self._send(request, Step.LOOK, shown or _error("no such batch"), fault)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        """Show two batches a page, the newest first."""
        kind = "msgbatch_" if "messages" in request.path else "batch_"
        newest = [b for place, b in reversed(self.made.items()) if place.startswith(kind)]
        after = request.query.get("after") or request.query.get("after_id")
        start = next((i + 1 for i, b in enumerate(newest) if b["id"] == after), 0)
        page = newest[start : start + 2]
        shown = {
            "object": "list",
            "data": page,
            "has_more": start + 2 < len(newest),
            "first_id": page[0]["id"] if page else None,
            "last_id": page[-1]["id"] if page else None,
        }
        return await self._send(request, Step.LIST, shown)

    async def _content(self, request: web.Request) -> web.StreamResponse:
        self.n_fetched += 1
        kept = self._files if "files" in request.path else self._results
        content = kept[request.match_info["id"]]
        return await self._send(request, Step.FETCH, {}, Fault(content=content))

    async def _send(
        self, request: web.Request, step: Step, shown: Line, usual: Fault | None = None
    ) -> web.StreamResponse:
        usual = usual or Fault()
        fault = self.faults[step].pop(0) if self.faults[step] else usual
        if fault.status != 200:
            return await send(request, fault, _error(f"planted status {fault.status}"))
        return await send(request, fault._replace(content=fault.content or usual.content), shown)


def _of_openai(request: Line, body: Line) -> Line:
    response = {"status_code": 200, "request_id": "planted", "body": body}
    named = {"id": "planted", "custom_id": request["custom_id"]}
    return {**named, "response": response, "error": None}


def _of_anthropic(request: Line, message: Line) -> Line:
    result = {"type": "succeeded", "message": message}
    return {"custom_id": request["custom_id"], "result": result}


def _changed(lines: list[Line], change: Change | None) -> Iterator[Line | bytes]:
    for number, line in reversed(list(enumerate(lines))):
        changed = change(number, line) if change else line
        if changed is not None:
            yield changed


def _is_error(line: Line | bytes) -> bool:
    return isinstance(line, dict) and (line.get("response") or {}).get("status_code") != 200


def _spelled(lines: list[Line | bytes]) -> bytes:
    raw = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return b"\n".join(raw)


def _error(message: str) -> Line:
    return {"type": "error", "error": {"type": "invalid_request_error", "message": message}}
