"""The door to a service of the user's own: one body out, one JSON document back, kept whole."""

from __future__ import annotations

import asyncio
import json
import math
import os
from collections.abc import Mapping
from typing import TypeGuard

from pydantic import JsonValue

from judgekit.errors import CallFailed, InputError
from judgekit.judging.paths import value_at
from judgekit.llm import sizing
from judgekit.llm.failures import Failure, failed_answer, no_reply
from judgekit.llm.pace import Pace, Sleep
from judgekit.llm.traffic import Traffic
from judgekit.llm.wire import Received, Sent, Wire
from judgekit.text import known_secrets, scrub
from judgekit.types import Endpoint, Reply, Request, Spent, Usage


class EndpointDoor:
    """Ask one endpoint, with the patience that a model is asked with.

    What stands as `${NAME}` in a header is read from `environment` once, and leaves it in nothing
    but that header. An answer is a reply if it is JSON, whatever its content type says.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        max_connections: int = 16,
        max_retries: int = 5,
        timeout_s: float = 120.0,
        rpm: int | None = None,
        tpm: int | None = None,
        environment: Mapping[str, str] = os.environ,
        traffic: Traffic | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.traffic = traffic or Traffic()
        """What has been sent so far."""
        self._endpoint = endpoint
        self._secrets = _secrets(endpoint, environment)
        self._headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            **endpoint.headers_with(self._secrets),
        }
        self._pace = Pace(
            max_connections=max_connections,
            max_retries=max_retries,
            timeout_s=timeout_s,
            rpm=rpm,
            tpm=tpm,
            traffic=self.traffic,
            sleep=sleep,
        )
        self._wire = Wire(trust=lambda: True)  # whom the system trusts, without LiteLLM

    async def __call__(self, request: Request) -> Reply:
        body = request.messages[-1].content.encode("ascii")
        sent = Sent(self._endpoint.url, self._headers, body, self._endpoint.method)
        try:
            return await self._pace(lambda: self._try(sent), tokens=sizing.guess(request))
        except Failure as failure:
            said = scrub(failure.message, (*self._secrets.values(), *known_secrets()))
            message = f"{self._endpoint.url}: {said}"
            raise CallFailed(message, fatal=failure.final) from None

    async def aclose(self) -> None:
        """Close the connections; a later call opens new ones."""
        await self._wire.aclose()

    async def _try(self, sent: Sent) -> Reply:
        self.traffic.fast += 1
        return read(await self._wire.send(sent), self._endpoint.usage)


def read(received: Received, spent: Spent) -> Reply:
    """Return an answer as a reply, or raise what it stands for; the score is not looked for."""
    if not 200 <= received.status < 300:
        raise failed_answer(received.status, received.headers, received.body)
    try:
        text = received.body.decode("utf-8")
        document: JsonValue = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise no_reply(error) from error
    cost = value_at(spent.cost_usd, document)
    return Reply(
        text=text,
        usage=Usage(
            prompt_tokens=_count(value_at(spent.prompt_tokens, document)),
            completion_tokens=_count(value_at(spent.completion_tokens, document)),
        ),
        cost_usd=float(cost) if _is_number(cost) else None,
    )


def _secrets(endpoint: Endpoint, environment: Mapping[str, str]) -> dict[str, str]:
    """Return by name the variables that headers need; each must be set, and fit into a header."""
    found = {name: environment.get(name, "") for name in endpoint.variables}
    for name, value in found.items():
        if not value or not value.isprintable():
            raise InputError(
                f"{endpoint.url}: its headers need the environment variable {name}, one line of "
                "text; set it"
            )
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _is_number(value: JsonValue) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and value >= 0


def _count(value: JsonValue) -> int | None:
    return int(value) if _is_number(value) else None
