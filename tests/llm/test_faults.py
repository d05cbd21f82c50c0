"""Whatever a provider does, every call ends with a reply or a reason, and is paid for once."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter

import pytest
from doors import ASKED, Open, ask, come_in

from judgekit.errors import CallFailed
from judgekit.llm import LiteLLM
from judgekit.testing import FAULTS, Body, Dialect, Fault, Provider, storm
from judgekit.types import Message, Reply, Request

pytestmark = pytest.mark.filterwarnings(
    "ignore:Items? .* using the `ReadOnly` qualifier:UserWarning"
)


@pytest.mark.parametrize("kind", [k for k in FAULTS if k != "mislabelled"])
@pytest.mark.parametrize("dialect", [Dialect.OPENAI, Dialect.ANTHROPIC])
async def test_a_fault_that_lasts_fails_the_call_with_a_reason(
    open_door: Open, fast: bool, dialect: Dialect, kind: str
) -> None:
    before = [None] if fast else []
    with Provider(lambda body: "7", faults=[*before, *[FAULTS[kind]] * 2]) as provider:
        door = open_door(provider, dialect, max_retries=1, fast=fast)
        if fast:
            await door(ASKED)
        with pytest.raises(CallFailed, match=r": \w+"):
            await door(ASKED)
    assert provider.count == len(before) + 2


@pytest.mark.parametrize("body", [Body.WHOLE, Body.SLOW])
async def test_a_slow_provider_ends_in_a_failed_call(
    open_door: Open, fast: bool, body: Body
) -> None:
    slow = Fault(latency_s=5, body=body)
    before = [None] if fast else []
    with Provider(lambda asked: "7", faults=[*before, slow]) as provider:
        door = open_door(provider, max_retries=0, timeout_s=0.1 if fast else 0.2, fast=fast)
        if fast:
            await door(ASKED)
        with pytest.raises(CallFailed, match="timed out after"):
            await door(ASKED)
    assert door.traffic.crowded == 1


@pytest.mark.parametrize("dialect", Dialect)
async def test_a_reply_that_is_called_a_page_is_read_and_not_paid_again(
    open_door: Open, fast: bool, dialect: Dialect
) -> None:
    with Provider(lambda body: "7", faults=[FAULTS["mislabelled"]] * 3) as provider:
        door = open_door(provider, dialect, fast=fast)
        assert (await ask(door, fast=fast)).text == "7"
    assert provider.count == provider.answered == 1 + fast


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{}]}',
        b'{"error": {"message": "overloaded"}}',
    ],
)
async def test_what_is_no_reply_fails_the_call(open_door: Open, fast: bool, content: bytes) -> None:
    with Provider(lambda body: "7", faults=[None, *[Fault(content=content)] * 2]) as provider:
        door = open_door(provider, max_retries=1, fast=fast)
        await door(ASKED)
        with pytest.raises(CallFailed):
            await door(ASKED)
    # LiteLLM takes an error under a success for one that lasts; the fast path tries again.
    assert provider.count in {2, 3}


async def test_in_a_storm_no_call_is_lost_and_none_is_sent_again_after_a_success(
    open_door: Open, fast: bool
) -> None:
    echo = lambda body: body["messages"][-1]["content"]  # noqa: E731 - said once
    with Provider(echo, faults=itertools.chain([None], storm(7, share=0.8))) as provider:
        door = open_door(provider, max_retries=4, max_connections=8, fast=fast)
        await door(asking("first"))
        ended = await asyncio.gather(*(end(door, f"call {n}") for n in range(24)))
    whole = sum(isinstance(e, Reply) for e in ended)
    assert all(isinstance(e, CallFailed) or e.text == f"call {n}" for n, e in enumerate(ended))
    assert whole > 12
    assert provider.count == 25 + door.traffic.retries
    assert (door.traffic.fast > 0) is fast


async def test_a_success_is_never_sent_again(open_door: Open, fast: bool) -> None:
    with Provider(lambda body: "7") as provider:
        door = open_door(provider, max_connections=8, fast=fast)
        await asyncio.gather(*(door(asking(f"call {n}")) for n in range(40)))
        said = Counter(seen.body["messages"][-1]["content"] for seen in provider.requests)
    assert said == Counter({f"call {n}": 1 for n in range(40)})


async def test_texts_that_no_encoding_takes_end_as_well(open_door: Open, fast: bool) -> None:
    with Provider(lambda body: "7") as provider:
        door = open_door(provider, max_retries=1, fast=fast)
        await door(ASKED)
        ended = await end(door, "half a pair: \ud83d")
    assert isinstance(ended, (Reply, CallFailed))


async def test_a_cancelled_call_leaves_its_slot_to_the_next(open_door: Open, fast: bool) -> None:
    with Provider(lambda body: "7", faults=[None, Fault(latency_s=9)]) as provider:
        door = open_door(provider, max_connections=1, fast=fast)
        await door(ASKED)
        stuck = asyncio.create_task(door(ASKED))
        await come_in(provider, 2)
        stuck.cancel()
        async with asyncio.timeout(2):
            assert (await door(ASKED)).text == "7"


def asking(content: str) -> Request:
    return ASKED.model_copy(update={"messages": (Message(role="user", content=content),)})


async def end(door: LiteLLM, content: str) -> Reply | CallFailed:
    try:
        return await door(asking(content))
    except CallFailed as failed:
        return failed


async def test_without_a_key_the_first_try_is_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    with Provider(lambda body: "7") as provider:
        async with LiteLLM("openai/judge", api_base=provider.base_url, sleep=sleep) as door:
            with pytest.raises(CallFailed, match="Missing credentials") as failed:
                await door(ASKED)
    assert failed.value.fatal
    assert (waited, provider.count) == ([], 0)
