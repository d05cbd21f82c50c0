"""One call through LiteLLM: what is sent, read and tried again, and what never gets out."""

from __future__ import annotations

import pytest

from judgekit import llm
from judgekit.errors import CallFailed
from judgekit.llm import LiteLLM, scrub
from judgekit.testing import Body, Fault, Provider
from judgekit.types import Message, Reply, Request, TokenChoice

SECRET = "sk-test-0123456789abcdef"
ASKED = Request(
    model="openai/judge",
    messages=(Message(role="user", content="Is it so?"),),
    params={"max_tokens": 5},
)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm, "_backoff_s", lambda attempt, retry_after_s: 0.0)


def door(provider: Provider, **terms: object) -> LiteLLM:
    return LiteLLM("openai/judge", api_base=provider.base_url, api_key=SECRET, **terms)  # type: ignore[arg-type]  # terms are the constructor's own


async def test_what_is_sent_is_the_request_and_nothing_more() -> None:
    with Provider(lambda body: "Yes") as provider:
        reply = await door(provider)(ASKED)
    assert reply.text == "Yes"
    (seen,) = provider.requests
    assert seen.body["messages"] == [{"role": "user", "content": "Is it so?"}]
    assert seen.body["max_tokens"] == 5
    assert "temperature" not in seen.body


async def test_log_probabilities_and_usage_are_read() -> None:
    first = (TokenChoice("Yes", -0.1), TokenChoice("No", -2.5))
    params = {"max_tokens": 1, "logprobs": True, "top_logprobs": 2}
    with Provider(lambda body: Reply(text="Yes", first_token=first)) as provider:
        reply = await door(provider)(ASKED.model_copy(update={"params": params}))
    assert reply.first_token == first
    assert reply.usage.prompt_tokens is not None


@pytest.mark.parametrize("model", ["openai/judge", "hosted_vllm/judge", "litellm_proxy/judge"])
async def test_servers_of_one_s_own_are_the_same_code_path(model: str) -> None:
    with Provider(lambda body: "Yes") as provider:
        mine = LiteLLM(model, api_base=provider.base_url, api_key=SECRET)
        assert (await mine(ASKED)).text == "Yes"


async def test_an_unknown_price_is_unknown_and_a_local_model_is_free() -> None:
    with Provider(lambda body: "Yes") as provider:
        assert (await door(provider)(ASKED)).cost_usd is None
        assert (await door(provider, free=True)(ASKED)).cost_usd == 0.0


@pytest.mark.parametrize("fault", [Fault(429), Fault(500), Fault(503), Fault(body=Body.RESET)])
async def test_a_passing_fault_is_tried_again(fault: Fault) -> None:
    with Provider(lambda body: "Yes", faults=[fault, None]) as provider:
        reply = await door(provider, max_retries=1)(ASKED)
    assert (reply.text, provider.count) == ("Yes", 2)


@pytest.mark.parametrize("tries", [0, 2])
async def test_a_call_is_tried_as_often_as_asked_and_no_oftener(tries: int) -> None:
    with (
        Provider(lambda body: "Yes", faults=[Fault(500)] * 9) as provider,
        pytest.raises(CallFailed) as failed,
    ):
        await door(provider, max_retries=tries)(ASKED)
    assert provider.count == tries + 1
    assert not failed.value.fatal


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_what_no_later_call_can_escape_is_fatal_at_once(status: int) -> None:
    with (
        Provider(lambda body: "Yes", faults=[Fault(status)] * 9) as provider,
        pytest.raises(CallFailed) as failed,
    ):
        await door(provider)(ASKED)
    assert failed.value.fatal
    assert provider.count == 1


async def test_a_request_the_provider_refuses_is_not_tried_again() -> None:
    with (
        Provider(lambda body: "Yes", faults=[Fault(400)] * 9) as provider,
        pytest.raises(CallFailed) as failed,
    ):
        await door(provider)(ASKED)
    assert (provider.count, failed.value.fatal) == (1, False)


@pytest.mark.parametrize("body", [Body.TRUNCATED, Body.GARBAGE])
async def test_a_body_that_is_no_reply_fails_the_call(body: Body) -> None:
    with (
        Provider(lambda asked: "Yes", faults=[Fault(body=body)] * 9) as provider,
        pytest.raises(CallFailed),
    ):
        await door(provider, max_retries=1)(ASKED)


async def test_a_slow_provider_ends_in_a_failed_call() -> None:
    with (
        Provider(lambda body: "Yes", latency_s=5) as provider,
        pytest.raises(CallFailed, match=r"(?i)timeout|timed out"),
    ):
        await door(provider, max_retries=0, timeout_s=0.2)(ASKED)


async def test_the_key_is_in_no_error() -> None:
    with (
        Provider(lambda body: "Yes", faults=[Fault(401)]) as provider,
        pytest.raises(CallFailed) as failed,
    ):
        await door(provider)(ASKED)
    assert SECRET not in str(failed.value)


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


def test_retries_wait_longer_each_time_and_never_less_than_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    assert all(llm._backoff_s(attempt, 3.0) >= 3.0 for attempt in range(8))
    assert max(llm._backoff_s(0, None) for _ in range(50)) <= 0.5
    assert max(llm._backoff_s(9, None) for _ in range(50)) <= 30.0
