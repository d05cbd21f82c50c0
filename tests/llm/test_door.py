"""One call through the door: what is tried again, and what never gets out."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys

import pytest
from doors import ASKED, SECRET, Open

from judgekit.errors import CallFailed
from judgekit.llm import LiteLLM
from judgekit.testing import Body, Dialect, Fault, Provider
from judgekit.text import scrub


@pytest.mark.parametrize("fault", [Fault(429), Fault(500), Fault(503), Fault(body=Body.RESET)])
async def test_a_passing_fault_is_tried_again(open_door: Open, fast: bool, fault: Fault) -> None:
    before = [None] if fast else []
    with Provider(lambda body: "Yes", faults=[*before, fault, None]) as provider:
        door = open_door(provider, max_retries=1, fast=fast)
        if fast:
            await door(ASKED)
        reply = await door(ASKED)
    assert (reply.text, provider.count) == ("Yes", len(before) + 2)
    assert door.traffic.retries == 1


@pytest.mark.parametrize("tries", [0, 2])
async def test_a_call_is_tried_as_often_as_asked_and_no_oftener(
    open_door: Open, fast: bool, tries: int
) -> None:
    before = [None] if fast else []
    with Provider(lambda body: "Yes", faults=[*before, *[Fault(500)] * 9]) as provider:
        door = open_door(provider, max_retries=tries, fast=fast)
        if fast:
            await door(ASKED)
        with pytest.raises(CallFailed) as failed:
            await door(ASKED)
    assert provider.count == len(before) + tries + 1
    assert not failed.value.fatal


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_what_no_later_call_can_escape_is_fatal_at_once(
    open_door: Open, fast: bool, status: int
) -> None:
    before = [None] if fast else []
    with Provider(lambda body: "Yes", faults=[*before, *[Fault(status)] * 9]) as provider:
        door = open_door(provider, fast=fast)
        if fast:
            await door(ASKED)
        with pytest.raises(CallFailed, match=str(status)) as failed:
            await door(ASKED)
    assert failed.value.fatal
    assert provider.count == len(before) + 1


async def test_a_request_the_provider_refuses_is_not_tried_again(
    open_door: Open, fast: bool
) -> None:
    before = [None] if fast else []
    with Provider(lambda body: "Yes", faults=[*before, *[Fault(400)] * 9]) as provider:
        door = open_door(provider, fast=fast)
        if fast:
            await door(ASKED)
        with pytest.raises(CallFailed) as failed:
            await door(ASKED)
    assert (provider.count, failed.value.fatal) == (len(before) + 1, False)


@pytest.mark.parametrize("dialect", [Dialect.OPENAI, Dialect.ANTHROPIC])
async def test_a_provider_that_names_a_time_is_waited_for(
    open_door: Open, fast: bool, dialect: Dialect
) -> None:
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    faults = [*([None] if fast else []), Fault(429, retry_after_s=3)]
    with Provider(lambda body: "7", faults=faults) as provider:
        door = open_door(provider, dialect, fast=fast, sleep=note)
        for _ in faults:
            await door(ASKED)
    assert max(waits) >= 3


async def test_a_provider_s_own_words_are_in_the_error(open_door: Open) -> None:
    with Provider(lambda body: "Yes", faults=[None, Fault(400)]) as provider:
        door = open_door(provider)
        await door(ASKED)
        with pytest.raises(CallFailed, match="HTTP 400: planted status 400"):
            await door(ASKED)


async def test_a_redirect_is_not_followed_with_the_key(open_door: Open) -> None:
    with Provider(lambda body: "Yes", faults=[None, Fault(307)]) as provider:
        door = open_door(provider)
        await door(ASKED)
        with pytest.raises(CallFailed, match="307"):
            await door(ASKED)
    assert provider.count == 2


@pytest.mark.parametrize(
    ("fast", "faults"), [(False, [Fault(401)]), (True, [None, Fault(401)])], ids=["slow", "fast"]
)
async def test_the_key_is_in_no_error_and_no_log(
    open_door: Open, caplog: pytest.LogCaptureFixture, fast: bool, faults: list[Fault | None]
) -> None:
    with caplog.at_level(logging.DEBUG), Provider(lambda b: "Yes", faults=faults) as provider:
        door = open_door(provider, fast=fast)
        if fast:
            await door(ASKED)
        with pytest.raises(CallFailed) as failed:
            await door(ASKED)
    assert SECRET not in str(failed.value)
    assert SECRET not in "".join(r.getMessage() for r in caplog.records if "judgekit" in r.name)


async def test_without_a_key_the_call_fails_for_good_and_nothing_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with Provider(lambda body: "Yes") as provider:
        async with LiteLLM("openai/judge", api_base=provider.base_url, max_retries=0) as door:
            with pytest.raises(CallFailed):
                await door(ASKED)
    assert provider.count == 0


def test_a_door_serves_one_event_loop_after_another() -> None:
    async def call(door: LiteLLM) -> str:
        async with door:
            return (await door(ASKED)).text

    with Provider(lambda body: "Yes") as provider:
        door = LiteLLM("openai/judge", api_base=provider.base_url, api_key=SECRET)
        assert [asyncio.run(call(door)) for _ in range(3)] == ["Yes"] * 3
    assert door.traffic.fast == 2


def test_opening_and_closing_a_door_imports_no_provider_library() -> None:
    program = (
        "import asyncio, sys; from judgekit.llm import LiteLLM;"
        "asyncio.run(LiteLLM('openai/judge').aclose());"
        "print([m for m in ('litellm', 'openai', 'anthropic', 'aiohttp') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.stdout.strip() == "[]", ran.stderr


@pytest.mark.parametrize(
    "message",
    [
        f"Incorrect API key provided: {SECRET}.",
        "Incorrect API key provided: sk-proj-AbCdEf0123456789.",
        "Authorization: Bearer abcdef0123456789",
        "token hunter2-hunter2 was refused",
    ],
)
def test_nothing_shaped_like_a_key_passes(message: str) -> None:
    cleaned = scrub(message, ("hunter2-hunter2", SECRET))
    for secret in (SECRET, "AbCdEf0123456789", "abcdef0123456789", "hunter2"):
        assert secret not in cleaned


def test_an_error_is_one_short_line() -> None:
    assert scrub("It broke. Traceback (most recent call last): here") == "It broke."
    assert "\n" not in scrub("a\nb" * 1000)
    assert len(scrub("a\nb" * 1000)) <= 500
