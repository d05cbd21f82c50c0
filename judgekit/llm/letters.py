"""What a direct call would send and how its answer would be read, with nothing sent at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from judgekit.errors import InputError
from judgekit.llm.batch_pricing import BatchPrice
from judgekit.llm.beside import Target
from judgekit.llm.calling import call_litellm
from judgekit.llm.comparing import difference, difference_in_reading
from judgekit.llm.failures import Failure, no_reply
from judgekit.llm.plan import Plan, resolve
from judgekit.llm.reading import read
from judgekit.llm.tapping import Exchange, Tap
from judgekit.llm.wire import Received, Sent
from judgekit.text import scrub
from judgekit.types import Reply, Request

_JSON = {"content-type": "application/json"}


@dataclass
class Shape:
    """What is known of requests with the same parameters and roles; None is not tried yet."""

    plan: Plan
    writes: bool | None = None
    """The plan has written what LiteLLM would send."""
    reads: bool | None = None
    """The plan has read what LiteLLM would read."""


class Letters:
    """Requests to one model and answers from it, for carriers other than a call.

    The first of each shape is compared with LiteLLM's own request, and with its reading of that
    answer; where they differ, LiteLLM writes and reads the rest. What an answer cost is told at
    the rates of a provider's batches, or with `priced=False` not at all.
    """

    def __init__(
        self,
        model: str,
        *,
        api_base: str | None = None,
        api_key: str | None = None,
        priced: bool = True,
    ) -> None:
        self._model = model
        self._where = {"api_base": api_base, "api_key": api_key}
        self._end = DeadEnd()
        self.target = _target(model, api_base, api_key)
        """The model, where it is and how to get in."""
        self._price = BatchPrice(self.target) if priced else None
        self._tap = Tap(self._end.post, self.target)
        self._shapes: dict[str, Shape] = {}

    async def write(self, request: Request) -> Sent:
        """Return the request that a call would send, or raise the failure that it would meet."""
        _check_text(request)
        shape = self._shape(request)
        if shape.writes:
            return shape.plan.write(request.messages).sent
        theirs = await self._written_by_litellm(request)
        if shape.writes is None:
            shape.writes = _writes(shape.plan, request, theirs)
        return theirs

    async def read(self, request: Request, answer: bytes) -> Reply:
        """Return the reply that a call would read from this body, or raise a failure."""
        shape, received = self._shape(request), Received(200, _JSON, answer)
        if shape.reads:
            return self._read(shape.plan, request, received)
        theirs = await self._read_by_litellm(request, received)
        if shape.reads is None:
            shape.reads = self._reads(shape.plan, request, received, theirs)
        return theirs

    def _shape(self, request: Request) -> Shape:
        name = json.dumps([[m.role for m in request.messages], request.params], sort_keys=True)
        if name not in self._shapes:
            self._shapes[name] = Shape(self._plan(request))
        return self._shapes[name]

    def _plan(self, request: Request) -> Plan:
        try:
            return Plan(self.target, request.params, request.messages)
        except Exception as error:  # noqa: BLE001 - LiteLLM raises whatever it has against a model
            said = scrub(str(error))
            raise InputError(f"--judge {self._model}: cannot be asked like this: {said}") from None

    def _read(self, plan: Plan, request: Request, received: Received) -> Reply:
        return self._reply(plan.response(received, plan.write(request.messages)))

    def _reads(self, plan: Plan, request: Request, received: Received, theirs: Reply) -> bool:
        try:
            ours = self._read(plan, request, received)
        except Exception:  # noqa: BLE001 - no promised API; LiteLLM's reply is here already
            return False
        return difference_in_reading(ours, theirs) is None

    async def _written_by_litellm(self, request: Request) -> Sent:
        self._end.answer = None
        exchange = self._tap.open()
        try:
            await self._call(request)
        except Failure:
            if exchange.sent is None:
                raise
        return _seen(exchange, self._model)

    async def _read_by_litellm(self, request: Request, received: Received) -> Reply:
        self._end.answer = received
        return self._reply(await self._call(request))

    def _reply(self, response: Any) -> Reply:
        try:
            cost_usd = self._price(response) if self._price else None
        except Exception as error:  # tokens may be counted in anything
            raise no_reply(error) from error
        return read(response, cost_usd=cost_usd)

    async def _call(self, request: Request) -> Any:
        return await call_litellm(
            self._model, request, timeout_s=60, client=self._tap.client, **self._where
        )


class DeadEnd:
    """A wire over which nothing goes: the answer was given beforehand, or there is none."""

    def __init__(self) -> None:
        self.answer: Received | None = None

    async def post(self, sent: Sent) -> Received:
        """Return the answer, or fail; either way nothing is sent."""
        if self.answer is None:
            raise Failure("nothing is sent")
        return self.answer


def _target(model: str, api_base: str | None, api_key: str | None) -> Target:
    try:
        target = resolve(model, api_base=api_base, api_key=api_key)
    except Exception as error:  # noqa: BLE001 - LiteLLM raises whatever its look-up met
        said = scrub(str(error))
        raise InputError(f"--judge {model}: LiteLLM knows no such model: {said}") from None
    if not target.known:
        raise InputError(
            f"--judge {model}: LiteLLM finds no key for it in the environment, or asks it in a way "
            "that no batch has; set the key, or run judgekit audit"
        )
    return target


def _writes(plan: Plan, request: Request, theirs: Sent) -> bool:
    try:
        ours = plan.write(request.messages).sent
    except Exception:  # noqa: BLE001 - no promised API; LiteLLM's request is here already
        return False
    return difference(ours, theirs) is None


def _check_text(request: Request) -> None:
    """Refuse halves of surrogate pairs: among others in a file they could spoil the whole."""
    try:
        for message in request.messages:
            message.content.encode()
    except UnicodeEncodeError:
        raise Failure("the text holds half of a surrogate pair") from None


def _seen(exchange: Exchange, model: str) -> Sent:
    if exchange.sent is None:
        raise InputError(f"--judge {model}: LiteLLM's request cannot be seen; run judgekit audit")
    return exchange.sent
