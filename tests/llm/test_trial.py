"""The first reply decides: the fast path is taken where it is LiteLLM's own, and given up else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from doors import ASKED, Open, come_in

from judgekit.llm.comparing import difference, difference_in_reading
from judgekit.llm.library import litellm
from judgekit.llm.wire import Sent
from judgekit.testing import Dialect, Fault, Provider
from judgekit.types import Message, Reply, Usage


async def test_the_first_call_is_litellm_s_and_sent_once(open_door: Open) -> None:
    with Provider(lambda body: "7") as provider:
        door = open_door(provider)
        await door(ASKED)
    assert provider.count == 1
    assert (door.traffic.through_litellm, door.traffic.fast, door.gave_way) == (1, 0, ())


async def test_nobody_waits_for_the_trial(open_door: Open) -> None:
    with Provider(lambda body: "7", faults=[Fault(latency_s=0.15)]) as provider:
        door = open_door(provider)
        first = asyncio.create_task(door(ASKED))
        await come_in(provider, 1)
        await door(ASKED)
        assert not first.done()
        await door(ASKED)
        assert door.traffic.fast == 1
        await first


async def test_a_failed_first_call_decides_nothing(open_door: Open) -> None:
    with Provider(lambda body: "7", faults=[Fault(500), Fault(429)]) as provider:
        door = open_door(provider)
        await door(ASKED)
        await door(ASKED)
    assert (provider.count, door.traffic.fast, door.gave_way) == (4, 1, ())


async def test_another_shape_of_request_is_tried_anew(open_door: Open) -> None:
    alone = ASKED.model_copy(update={"messages": (Message(role="user", content="So?"),)})
    warm = ASKED.model_copy(update={"params": {"max_tokens": 5, "temperature": 1}})
    with Provider(lambda body: "7") as provider:
        door = open_door(provider)
        for request in (ASKED, alone, warm):
            await door(request)
        assert door.traffic.fast == 0
        for request in (ASKED, alone, warm):
            await door(request)
    assert door.traffic.fast == 3


async def test_parameters_that_change_with_every_call_fill_no_memory(
    open_door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("judgekit.llm.routing._MOST_SHAPES", 2)
    with Provider(lambda body: "7") as provider:
        door = open_door(provider)
        for seed in range(5):
            await door(ASKED.model_copy(update={"params": {"seed": seed}}))
    assert len(door._router._routes) == 1


# As a later version might, LiteLLM's configuration does what LiteLLM itself does not.


@pytest.fixture
def another_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it name another address."""
    _change(monkeypatch, "get_complete_url", lambda url: f"{url}/v2")


@pytest.fixture
def another_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it add a header."""
    _change(monkeypatch, "validate_environment", lambda headers: {**headers, "X-Beta": "1"})


@pytest.fixture
def another_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it read another text."""

    def wrong(response: Any) -> Any:
        response.choices[0].message.content = "9"
        return response

    _change(monkeypatch, "transform_response", wrong)


@pytest.fixture
def another_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it want an argument that we do not know of."""

    def refuse(response: Any) -> Any:
        raise TypeError("missing an argument")

    _change(monkeypatch, "transform_response", refuse)


def _change(monkeypatch: pytest.MonkeyPatch, method: str, by: Callable[[Any], Any]) -> None:
    config = litellm().OpenAIGPTConfig
    original = getattr(config, method)

    def changed(self: Any, *args: Any, **named: Any) -> Any:
        return by(original(self, *args, **named))

    monkeypatch.setattr(config, method, changed)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ("another_url", "the URL differs"),
        ("another_header", "headers differ: x-beta"),
        ("another_reading", "the reply is read differently: text"),
        ("another_interface", "it failed (Failure)"),
    ],
)
async def test_the_fast_path_gives_way_once_and_litellm_s_reply_counts(
    open_door: Open,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
    changed: str,
    reason: str,
) -> None:
    request.getfixturevalue(changed)
    with caplog.at_level(logging.WARNING, "judgekit.llm"), Provider(lambda body: "7") as provider:
        door = open_door(provider)
        texts = [(await door(ASKED)).text for _ in range(4)]
    assert texts == ["7"] * 4
    assert door.gave_way == (reason,)
    assert door.traffic.gave_way == [f"openai/gpt-4o: {reason}"]
    assert (provider.count, door.traffic.fast, door.traffic.through_litellm) == (4, 0, 4)
    assert [r.getMessage() for r in caplog.records if reason in r.getMessage()] == [
        f"openai/gpt-4o: asked through LiteLLM, not the fast path: {reason}"
    ]


async def test_a_request_that_litellm_sends_unseen_goes_on_through_litellm(
    open_door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if a later version asked this provider through a client of another kind.
    monkeypatch.setattr("judgekit.llm.beside.BY_SDK", frozenset())
    monkeypatch.setattr("judgekit.llm.tapping.BY_SDK", frozenset({"hosted_vllm"}))
    with Provider(lambda body: "7") as provider:
        door = open_door(provider, Dialect.VLLM)
        await door(ASKED)
        await door(ASKED)
    assert door.gave_way == ("LiteLLM's request was not seen",)
    assert (provider.count, door.traffic.through_litellm) == (2, 2)


async def test_where_litellm_s_client_cannot_be_made_it_makes_its_own(
    open_door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("httpx.MockTransport")
    with Provider(lambda body: "7") as provider:
        door = open_door(provider)
        assert [(await door(ASKED)).text for _ in range(2)] == ["7", "7"]
    assert door.gave_way == ("no client can be made (AttributeError)",)
    assert (provider.count, door.traffic.through_litellm) == (2, 2)


async def test_a_provider_we_do_not_know_goes_through_litellm_in_silence(open_door: Open) -> None:
    with Provider(lambda body: "7") as provider:
        door = open_door(provider, model="deepinfra/judge")
        assert [(await door(ASKED)).text for _ in range(2)] == ["7", "7"]
    assert (door.traffic.through_litellm, door.gave_way) == (2, ())


SENT = Sent("http://host/v1", {"Authorization": "Bearer a"}, b'{"model": "m", "n": 1}')


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (SENT, None),
        (SENT._replace(headers={"authorization": "Bearer a", "Host": "host"}), None),
        (SENT._replace(body=b'{"n":1,"model":"m"}'), None),
        (SENT._replace(url="http://host/v2"), "the URL differs"),
        (SENT._replace(headers={"Authorization": "Bearer b"}), "headers differ: authorization"),
        (SENT._replace(headers={**SENT.headers, "X-Beta": "1"}), "headers differ: x-beta"),
        (SENT._replace(body=b'{"model": "m", "n": 2, "k": null}'), "the body differs: k, n"),
    ],
)
def test_two_requests_are_compared_without_naming_a_value(other: Sent, said: str | None) -> None:
    assert difference(SENT, other) == said


def test_two_replies_are_compared_field_by_field() -> None:
    one = Reply(text="7", usage=Usage(prompt_tokens=3), cost_usd=0.1)
    other = one.model_copy(update={"cost_usd": None, "model": "m"})
    assert difference_in_reading(one, one) is None
    assert difference_in_reading(one, other) == "the reply is read differently: cost_usd, model"
