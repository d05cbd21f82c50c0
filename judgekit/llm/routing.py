"""Which way a call goes: the fast one where it is shown to be LiteLLM's own, else LiteLLM's."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from judgekit.llm.beside import Target
from judgekit.llm.calling import call_litellm
from judgekit.llm.comparing import difference, difference_in_reading
from judgekit.llm.failures import Failure
from judgekit.llm.library import is_loaded, litellm
from judgekit.llm.plan import Plan, resolve
from judgekit.llm.reading import read
from judgekit.llm.tapping import Exchange, Tap
from judgekit.llm.traffic import Traffic
from judgekit.llm.wire import Wire
from judgekit.types import Reply, Request

_log = logging.getLogger("judgekit.llm")
_MOST_SHAPES = 256


@dataclass
class Route:
    """What is known of one shape of request: its parameters, and the roles of its messages."""

    plan: Plan | None = None
    """How to take the fast path; absent where there is none."""
    shown: bool = False
    """One reply has shown that the plan asks and reads as LiteLLM does."""


class Router:
    """Ask a model once. The first reply to a shape of request decides which way the rest goes.

    Until then calls go through LiteLLM: nobody waits for a trial, and nothing is sent for its
    sake. Where the plan differs from LiteLLM in request or reading it is given up.
    """

    def __init__(
        self,
        model: str,
        *,
        api_base: str | None,
        api_key: str | None,
        timeout_s: float,
        fast: bool,
        traffic: Traffic,
    ) -> None:
        self.gave_way: list[str] = []
        """Why the fast path was given up, each reason once."""
        self._model = model
        self._where = {"api_base": api_base, "api_key": api_key}
        self._timeout_s = timeout_s
        self._fast = fast
        self._traffic = traffic
        self._wire = Wire()
        self._routes: dict[str, Route] = {}

    async def __call__(self, request: Request) -> Reply:
        """Return the reply or raise a failure."""
        route = self._route(request)
        if route.plan is None or not route.shown:
            return await self._through_litellm(request, route)
        self._traffic.fast += 1
        written = route.plan.write(request.messages)
        return route.plan.read(await self._wire.send(written.sent), written)

    async def aclose(self) -> None:
        """Close the connections, LiteLLM's included."""
        await self._wire.aclose()
        if is_loaded():
            await litellm().close_litellm_async_clients()

    @cached_property
    def _target(self) -> Target | None:
        """What LiteLLM understands by the model; absent where we do not know how it asks."""
        try:
            target = resolve(self._model, **self._where)
        except Exception:  # noqa: BLE001 - whatever it is, LiteLLM says it better when asked
            return None
        return target if target.known else None

    @cached_property
    def _tap(self) -> Tap | None:
        if self._target is None:
            return None
        try:
            return Tap(self._wire.send, self._target)
        except Exception as error:  # noqa: BLE001 - no promised API; LiteLLM makes its own client
            self._give_way(f"no client can be made ({type(error).__name__})")
            return None

    def _route(self, request: Request) -> Route:
        shape = json.dumps([[m.role for m in request.messages], request.params], sort_keys=True)
        if shape not in self._routes:
            if len(self._routes) == _MOST_SHAPES:  # parameters that change with every call
                self._routes.clear()
            self._routes[shape] = Route(self._plan(request))
        return self._routes[shape]

    def _plan(self, request: Request) -> Plan | None:
        if not self._fast or self._target is None or self._tap is None:
            return None
        try:
            return Plan(self._target, request.params, request.messages)
        except Exception as error:  # noqa: BLE001 - no promised API; LiteLLM itself is asked next
            self._give_way(f"no plan can be made ({type(error).__name__})")
            return None

    async def _through_litellm(self, request: Request, route: Route) -> Reply:
        self._traffic.through_litellm += 1
        if self._tap is None:
            return await self._ask(request)
        exchange = self._tap.open()
        try:
            reply = await self._ask(request, client=self._tap.client)
        except Failure as failure:
            if exchange.sent is None:  # it may be our client that LiteLLM stumbled over
                return await self._ask(request)
            raise exchange.failure or failure from None
        if route.plan and not route.shown:
            route.shown = self._same(route.plan, request, exchange, reply)
            route.plan = route.plan if route.shown else None
        return reply

    async def _ask(self, request: Request, **tapped: Any) -> Reply:
        response = await call_litellm(
            self._model, request, timeout_s=self._timeout_s, **self._where, **tapped
        )
        return read(response, cost_usd=_cost_usd(response))

    def _same(self, plan: Plan, request: Request, exchange: Exchange, reply: Reply) -> bool:
        plan.price.known = reply.cost_usd is not None or reply.usage.prompt_tokens is None
        try:
            differs = _difference(plan, request, exchange, reply)
        except Exception as error:  # noqa: BLE001 - no promised API; LiteLLM's reply is here already
            differs = f"it failed ({type(error).__name__})"
        if differs:
            self._give_way(differs)
        return differs is None

    def _give_way(self, reason: str) -> None:
        if reason not in self.gave_way:
            self.gave_way.append(reason)
            self._traffic.gave_way.append(f"{self._model}: {reason}")
            _log.warning("%s: asked through LiteLLM, not the fast path: %s", self._model, reason)


def _difference(plan: Plan, request: Request, exchange: Exchange, reply: Reply) -> str | None:
    if exchange.sent is None or exchange.received is None:
        return "LiteLLM's request was not seen"
    written = plan.write(request.messages)
    if differs := difference(written.sent, exchange.sent):
        return differs
    return difference_in_reading(plan.read(exchange.received, written), reply)


def _cost_usd(response: Any) -> float | None:
    cost = getattr(response, "_hidden_params", {}).get("response_cost")
    return float(cost) if cost else None  # LiteLLM says 0 for what it has no price for
