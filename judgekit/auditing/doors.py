"""The ways to the models that a judge asks, each opened by its first call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from pydantic import JsonValue

from judgekit import local
from judgekit.auditing.seating import load_endpoint
from judgekit.auditing.spending import stated_tariff
from judgekit.config import Kind, Settings, kind_of
from judgekit.errors import InputError
from judgekit.llm import EndpointDoor, LiteLLM, Purse, Traffic
from judgekit.store import Journal, Recorded
from judgekit.text import canonical_json
from judgekit.types import Complete, Endpoint, Reply, Request

Reach = Callable[[], Awaitable[Complete]]


def open_recorder(
    settings: Settings,
    stack: AsyncExitStack,
    purse: Purse | None,
    traffic: Traffic | None = None,
    *,
    seats: Sequence[Settings],
) -> Recorded:
    """Return the journal's recorder before all the doors that seats need, open with the stack.

    Calls to models are paid from `purse`, and all that is sent counts in `traffic`; under replay
    there is no door.
    """
    journal = stack.enter_context(Journal(Path(settings.journal), read_only=settings.replay))
    return Recorded(journal, None if settings.replay else _doors(seats, stack, purse, traffic))


def model_name(judge: str) -> str:
    """Return the name under which replies are kept: for a file, its content, not its place."""
    if not local.is_local(judge):
        return judge
    if judge == "local":
        return f"local/{Path(local.MEMBER).stem}@{local.SHA256[:12]}"
    path = _local_path(judge)
    if not path.is_file():
        raise InputError(
            f"--judge {judge}: {str(path)!r} is no file; give the path of a GGUF model"
        )
    return f"local/{path.stem}@{local.fingerprint(path)[:12]}"


class Doors:
    """A completion that passes each request on to the model it names; two judges may share one."""

    def __init__(self) -> None:
        self._to: dict[str, Late] = {}

    def lead(self, to: str, reach: Reach) -> None:
        """Say how to reach a place."""
        self._to.setdefault(to, Late(reach))

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


def _doors(
    seats: Sequence[Settings],
    stack: AsyncExitStack,
    purse: Purse | None,
    traffic: Traffic | None,
) -> Doors:
    doors = Doors()
    for seat in seats:
        match kind_of(seat.judge):
            case Kind.CODE:
                continue
            case Kind.ENDPOINT:
                endpoint = load_endpoint(seat.judge)
                to = _place(endpoint.asked_as, None, {"headers": dict(endpoint.headers)})
                doors.lead(to, partial(_reach_endpoint, endpoint, seat, stack, traffic))
            case _:
                to = _place(model_name(seat.judge), seat.api_base, seat.params)
                doors.lead(to, partial(_reach_model, seat, stack, purse, traffic))
    return doors


def _place(model: str, api_base: str | None, params: Mapping[str, JsonValue]) -> str:
    # Endpoints at one URL may be told apart by a header.
    return canonical_json([model, api_base, params.get("headers")])


async def _reach_model(
    settings: Settings, stack: AsyncExitStack, purse: Purse | None, traffic: Traffic | None
) -> Complete:
    if not local.is_local(settings.judge):
        model = LiteLLM(
            settings.judge,
            api_base=settings.api_base,
            max_connections=settings.max_connections,
            max_retries=settings.max_retries,
            timeout_s=settings.timeout,
            rpm=settings.rpm,
            tpm=settings.tpm,
            purse=purse,
            tariff=stated_tariff(settings),
            traffic=traffic,
        )
    else:
        served = stack.enter_context(local.serve(_local_path(settings.judge)))
        model = LiteLLM(
            "openai/local",
            api_base=served.api_base,
            api_key=served.api_key,
            max_connections=min(local.PARALLEL, settings.max_connections),
            max_retries=settings.max_retries,
            timeout_s=settings.timeout,
            free=True,
            traffic=traffic,
        )
    stack.push_async_callback(model.aclose)
    return model


async def _reach_endpoint(
    endpoint: Endpoint, settings: Settings, stack: AsyncExitStack, traffic: Traffic | None
) -> Complete:
    door = EndpointDoor(
        endpoint,
        max_connections=settings.max_connections,
        max_retries=settings.max_retries,
        timeout_s=settings.timeout,
        rpm=settings.rpm,
        tpm=settings.tpm,
        traffic=traffic,
    )
    stack.push_async_callback(door.aclose)
    return door


def _local_path(judge: str) -> Path:
    return Path(judge.removeprefix("local:")) if ":" in judge else local.default_model()
