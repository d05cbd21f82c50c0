"""The journal of a run, and behind it the ways to models, each opened by its first call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from pydantic import JsonValue

from judgekit import local
from judgekit.config import Kind, Settings, kind_of
from judgekit.store import Journal, Recorded
from judgekit.text import canonical_json
from judgekit.types import Complete, Endpoint, Identity, Reply, Request

Reach = Callable[[], Awaitable[Complete]]


class Desk:
    """What judges ask through: one journal, opened for the first of them, and the doors behind."""

    def __init__(self, settings: Settings, stack: AsyncExitStack) -> None:
        self.recorded: Recorded | None = None
        """The recorder, if a judge has needed one."""
        self._settings = settings
        self._stack = stack
        self._doors = Doors()

    def recorder(self) -> Recorded:
        """Return the one recorder of all judges."""
        if self.recorded is None:
            path, replay = Path(self._settings.journal), self._settings.replay
            journal = self._stack.enter_context(Journal(path, read_only=replay))
            self.recorded = Recorded(journal, None if replay else self._doors)
        return self.recorded

    def lead_to_model(self, settings: Settings, asked: Identity) -> None:
        """Say how to reach the model that a judge asks."""
        self._doors.lead_to(asked, lambda: reach_model(settings, self._stack))

    def lead_to_endpoint(self, endpoint: Endpoint, settings: Settings, asked: Identity) -> None:
        """Say how to reach the endpoint that a judge asks."""
        self._doors.lead_to(asked, lambda: reach_endpoint(endpoint, settings, self._stack))


class Doors:
    """A completion that passes each request on to the model it names."""

    def __init__(self) -> None:
        self._to: dict[str, Late] = {}

    def lead_to(self, asked: Identity, reach: Reach) -> None:
        """Say how to reach the model that a judge asks; two judges may share one."""
        self._to.setdefault(_place(asked.model, asked.api_base, asked.params), Late(reach))

    async def __call__(self, request: Request) -> Reply:
        return await self._to[_place(request.model, request.api_base, request.params)](request)


class Late:
    """A completion that is opened by its first call, so that a full journal needs no model."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._complete: Complete | None = None

    async def __call__(self, request: Request) -> Reply:
        if self._complete is None:
            self._complete = await self._reach()
        return await self._complete(request)


async def reach_model(settings: Settings, stack: AsyncExitStack) -> Complete:
    """Return the door to a model; it is closed with the stack."""
    from judgekit.llm import LiteLLM

    if kind_of(settings.judge) is not Kind.LOCAL:
        model = LiteLLM(
            settings.judge,
            api_base=settings.api_base,
            max_connections=settings.max_connections,
            max_retries=settings.max_retries,
            timeout_s=settings.timeout,
            rpm=settings.rpm,
            tpm=settings.tpm,
        )
    else:
        served = stack.enter_context(local.serve(local_path(settings.judge)))
        model = LiteLLM(
            "openai/local",
            api_base=served.api_base,
            api_key=served.api_key,
            max_connections=min(local.PARALLEL, settings.max_connections),
            max_retries=settings.max_retries,
            timeout_s=settings.timeout,
            free=True,
        )
    stack.push_async_callback(model.aclose)
    return model


async def reach_endpoint(endpoint: Endpoint, settings: Settings, stack: AsyncExitStack) -> Complete:
    """Return the door to an endpoint; it is closed with the stack."""
    from judgekit.llm import EndpointDoor

    door = EndpointDoor(
        endpoint,
        max_connections=settings.max_connections,
        max_retries=settings.max_retries,
        timeout_s=settings.timeout,
        rpm=settings.rpm,
        tpm=settings.tpm,
    )
    stack.push_async_callback(door.aclose)
    return door


def local_path(judge: str) -> Path:
    """Return the file of a local model."""
    return Path(judge.removeprefix("local:")) if ":" in judge else local.default_model()


def _place(model: str, api_base: str | None, params: Mapping[str, JsonValue]) -> str:
    # Endpoints at one URL may be told apart by a header.
    return canonical_json([model, api_base, params.get("headers")])
