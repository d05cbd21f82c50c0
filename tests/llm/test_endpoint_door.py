"""Whatever a service of the user's own does, each call ends with a reply or a reason."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterable
from contextlib import aclosing
from typing import Any

import pytest

from judgekit.errors import CallFailed, InputError
from judgekit.llm import EndpointDoor
from judgekit.testing import Body, Fault, Provider
from judgekit.types import Endpoint, Message, Reply, Request, Scale, Spent, Usage

TOKEN = "correct-horse-battery"
ASKED = Request(
    model="POST http://127.0.0.1/service",
    messages=(Message(role="user", content='{"answer": "half \\ud83d"}'),),
    params={"headers": {"Authorization": "Bearer ${JUDGE_TOKEN}"}},
)
SCORED = '{"score": 0.5}'


def door_to(provider: Provider, *, endpoint: dict[str, Any] | None = None, **terms: Any) -> Any:
    said = {
        "url": provider.service_url,
        "headers": {"Authorization": "Bearer ${JUDGE_TOKEN}"},
        "body": {"answer": "{{ response }}"},
        "score": "$.score",
        "scale": Scale(low=0, high=1, accept=0.5),
    }
    given = {"environment": {"JUDGE_TOKEN": TOKEN}, "sleep": _at_once, "max_retries": 1, **terms}
    return aclosing(EndpointDoor(Endpoint(**{**said, **(endpoint or {})}), **given))


async def _at_once(seconds: float) -> None:
    """Do not wait."""


async def ask(
    answer: str = SCORED, faults: Iterable[Fault | None] = (), **terms: Any
) -> tuple[Reply, Provider]:
    with Provider(lambda body: answer, faults=faults) as provider:
        async with door_to(provider, **terms) as door:
            return await door(ASKED), provider


async def test_what_was_asked_is_sent_and_what_came_is_kept_whole() -> None:
    reply, provider = await ask('{ "score":0.5,\n"why": "é" }')
    seen = provider.requests[0]
    assert seen.body == {"answer": "half \ud83d"}
    assert seen.headers["authorization"] == f"Bearer {TOKEN}"
    assert seen.headers["content-type"] == "application/json"
    assert reply.text == '{ "score":0.5,\n"why": "é" }'
    assert reply.cost_usd is None


async def test_it_is_asked_by_the_method_that_is_said() -> None:
    reply, _ = await ask(endpoint={"method": "PUT"})
    assert reply.text == SCORED


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429, retry_after_s=0.01),
        Fault(500),
        Fault(503),
        Fault(body=Body.RESET),
        Fault(body=Body.TRUNCATED),
        Fault(body=Body.GARBAGE),
        Fault(502, body=Body.GARBAGE, content_type="text/html"),
        Fault(content=b""),
        Fault(content=b"\xff\xfe"),
        Fault(content=b'{"score": NaN}'),
        Fault(content=b"[" * 100_000),
    ],
    ids=str,
)
async def test_a_fault_that_passes_is_tried_again_and_one_that_lasts_fails(fault: Fault) -> None:
    reply, provider = await ask(faults=[fault])
    assert (reply.text, provider.count) == (SCORED, 2)
    with pytest.raises(CallFailed, match=r"/service: \w+") as failed:
        await ask(faults=[fault] * 2)
    assert not failed.value.fatal


async def test_a_slow_service_ends_in_a_failed_call() -> None:
    with pytest.raises(CallFailed, match="timed out after"):
        await ask(faults=[Fault(latency_s=5, body=Body.SLOW)], max_retries=0, timeout_s=0.1)


async def test_json_under_another_content_type_is_read() -> None:
    reply, provider = await ask(faults=[Fault(content_type="text/html")])
    assert (reply.text, provider.count) == (SCORED, 1)


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_what_no_later_call_can_escape_is_fatal_and_not_tried_again(status: int) -> None:
    with Provider(lambda body: SCORED, faults=[Fault(status)]) as provider:
        async with door_to(provider) as door:
            with pytest.raises(CallFailed) as failed:
                await door(ASKED)
    assert failed.value.fatal
    assert provider.count == 1


async def test_the_key_is_in_no_error_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    echo = json.dumps({"error": {"message": f"who is Bearer {TOKEN}? {TOKEN}"}}).encode()
    with caplog.at_level(logging.DEBUG), pytest.raises(CallFailed) as failed:
        await ask(faults=[Fault(401, content=echo)])
    assert TOKEN not in f"{failed.value!r}{caplog.text}"
    assert "[key]" in str(failed.value)


@pytest.mark.parametrize("value", [None, "", "two\nlines"], ids=repr)
async def test_a_key_that_is_not_there_is_asked_for_by_name(value: str | None) -> None:
    environment = {} if value is None else {"JUDGE_TOKEN": value}
    with pytest.raises(InputError, match="environment variable JUDGE_TOKEN"):
        await ask(environment=environment)


async def test_what_it_says_it_took_is_kept_beside_the_reply() -> None:
    answer = json.dumps({"usage": {"in": 7, "out": 2}, "usd": 0.001, "odd": [True, -1, "3", 1e308]})
    spent = Spent(prompt_tokens="$.usage.in", completion_tokens="$.usage.out", cost_usd="$.usd")
    reply, _ = await ask(answer, endpoint={"usage": spent})
    assert reply.usage == Usage(prompt_tokens=7, completion_tokens=2)
    assert reply.cost_usd == 0.001
    for place in ("$.odd[0]", "$.odd[1]", "$.odd[2]", "$.missing", "$.odd[*]"):
        reply, _ = await ask(answer, endpoint={"usage": Spent(cost_usd=place)})
        assert reply.cost_usd is None


def test_litellm_is_not_loaded_for_it() -> None:
    code = (
        "import sys; from judgekit.llm import EndpointDoor; from judgekit.types import *;"
        "EndpointDoor(Endpoint(url='http://h', body=1, score='$', "
        "scale=Scale(low=0, high=1, accept=1)));"
        "sys.exit('litellm' in sys.modules or 'jinja2' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
