"""Both ways to ask, in every dialect: the same request, and the same reading of every reply."""

from __future__ import annotations

import json
from typing import Any

import pytest
from doors import ASKED, SECRET, Open, ask

from judgekit.llm import LiteLLM
from judgekit.testing import Dialect, Fault, Provider
from judgekit.types import Message, Reply, Request, TokenChoice, Usage

pytestmark = pytest.mark.filterwarnings(
    # LiteLLM's own types for Ollama make pydantic warn; a warning is an error here.
    "ignore:Items? .* using the `ReadOnly` qualifier:UserWarning"
)
EVERY = pytest.mark.parametrize("dialect", list(Dialect))
OPENAI_LIKE = pytest.mark.parametrize("dialect", [Dialect.OPENAI, Dialect.VLLM])
COUNTED = Usage(prompt_tokens=900, completion_tokens=40)


@EVERY
async def test_a_text_and_how_it_ended(open_door: Open, fast: bool, dialect: Dialect) -> None:
    whole = Reply(text='{"score": 7}', finish_reason="stop", usage=COUNTED)
    with Provider(lambda body: whole) as provider:
        reply = await ask(open_door(provider, dialect, fast=fast), fast=fast)
    assert (reply.text, reply.finish_reason, reply.refusal) == ('{"score": 7}', "stop", None)
    assert reply.usage == COUNTED
    assert reply.model is not None


@EVERY
async def test_a_reply_cut_short_says_so(open_door: Open, fast: bool, dialect: Dialect) -> None:
    with Provider(lambda body: Reply(text="It", finish_reason="length")) as provider:
        reply = await ask(open_door(provider, dialect, fast=fast), fast=fast)
    assert reply.finish_reason == "length"


@EVERY
async def test_an_empty_reply_is_an_empty_text(
    open_door: Open, fast: bool, dialect: Dialect
) -> None:
    with Provider(lambda body: "") as provider:
        assert (await ask(open_door(provider, dialect, fast=fast), fast=fast)).text == ""


@OPENAI_LIKE
async def test_a_refusal_is_kept_apart_from_the_text(
    open_door: Open, fast: bool, dialect: Dialect
) -> None:
    with Provider(lambda body: Reply(text="", refusal="I will not.")) as provider:
        reply = await ask(open_door(provider, dialect, fast=fast), fast=fast)
    assert (reply.text, reply.refusal) == ("", "I will not.")


async def test_anthropic_refuses_by_how_the_reply_ended(open_door: Open, fast: bool) -> None:
    with Provider(lambda body: Reply(text="", refusal="I will not.")) as provider:
        reply = await ask(open_door(provider, Dialect.ANTHROPIC, fast=fast), fast=fast)
    assert reply.finish_reason == "content_filter"


@OPENAI_LIKE
async def test_the_first_token_s_candidates(open_door: Open, fast: bool, dialect: Dialect) -> None:
    first = (TokenChoice("Yes", -0.1), TokenChoice("No", -2.5))
    params = {"max_tokens": 1, "logprobs": True, "top_logprobs": 2}
    asked = ASKED.model_copy(update={"params": params})
    with Provider(lambda body: Reply(text="Yes", first_token=first)) as provider:
        reply = await ask(open_door(provider, dialect, fast=fast), asked, fast=fast)
    assert reply.first_token == first


@pytest.mark.parametrize(
    ("model", "dialect", "cost_usd"),
    [
        # 900 tokens read and 40 written at the listed prices.
        ("openai/gpt-4o", Dialect.OPENAI, 900 * 2.5e-6 + 40 * 10e-6),
        ("anthropic/claude-sonnet-4-5", Dialect.ANTHROPIC, 900 * 3e-6 + 40 * 15e-6),
        ("openai/judge", Dialect.OPENAI, None),
        ("hosted_vllm/judge", Dialect.VLLM, None),
        ("ollama_chat/judge", Dialect.OLLAMA, None),
    ],
)
async def test_a_known_price_is_charged_and_an_unknown_one_unknown(
    open_door: Open, fast: bool, model: str, dialect: Dialect, cost_usd: float | None
) -> None:
    with Provider(lambda body: Reply(text="7", usage=COUNTED)) as provider:
        door = open_door(provider, dialect, model=model, fast=fast)
        reply = await ask(door, fast=fast)
    assert reply.cost_usd == (cost_usd if cost_usd is None else pytest.approx(cost_usd))


async def test_a_price_by_two_products_is_litellm_s_and_special_tokens_are_its_own(
    open_door: Open,
) -> None:
    def counted(read: int, written: int, *, cached: int, thought: int) -> Fault:
        usage = {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
            "prompt_tokens_details": {"cached_tokens": cached, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": thought, "audio_tokens": 0},
        }
        message = {"role": "assistant", "content": "7"}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        reply = {"id": "1", "created": 0, "object": "chat.completion", "model": "gpt-4o"}
        content = json.dumps({**reply, "choices": [choice], "usage": usage}).encode()
        return Fault(content=content)

    replies = [
        counted(901, 41, cached=0, thought=0),
        counted(333, 7, cached=0, thought=0),
        counted(900, 40, cached=512, thought=0),
        counted(900, 40, cached=0, thought=30),
        counted(12_345, 678, cached=0, thought=0),
    ]
    with Provider(lambda body: "", faults=[replies[0], *replies, *replies]) as provider:
        door, slow = open_door(provider), open_door(provider, fast=False)
        await door(ASKED)
        costs = [(await door(ASKED)).cost_usd for _ in replies]
        assert costs == pytest.approx([(await slow(ASKED)).cost_usd for _ in replies], rel=1e-9)
    assert door.traffic.fast == len(replies)
    assert costs[2] < 900 * 2.5e-6 + 40 * 10e-6


async def test_a_local_model_is_free(open_door: Open, fast: bool) -> None:
    with Provider(lambda body: "7") as provider:
        reply = await ask(open_door(provider, fast=fast, free=True), fast=fast)
    assert reply.cost_usd == 0.0


SCHEMA = {"type": "object", "properties": {"score": {"type": "number"}}, "required": ["score"]}
STRUCTURED = {
    "type": "json_schema",
    "json_schema": {"name": "verdict", "schema": SCHEMA, "strict": True},
}


@EVERY
@pytest.mark.parametrize(
    "params",
    [{}, {"max_tokens": 50, "temperature": 0.5}, {"response_format": STRUCTURED}],
    ids=["bare", "sampled", "structured"],
)
async def test_both_ways_send_the_same(
    open_door: Open, dialect: Dialect, params: dict[str, Any]
) -> None:
    asked = Request(
        model="m",
        messages=(
            Message(role="system", content="Urteile. 🙂"),
            Message(role="user", content="Ist «es» so?\n\u2028\x00 {{ x }}"),
        ),
        params=params,
    )
    with Provider(lambda body: '{"score": 7}') as provider:
        for fast in (True, False):
            await ask(open_door(provider, dialect, fast=fast), asked, fast=fast)
        _, quick, slow = provider.requests
    assert quick.path == slow.path
    assert quick.body == slow.body
    assert "temperature" in params or "temperature" not in json.dumps(quick.body)
    for name in ("authorization", "x-api-key", "anthropic-version", "anthropic-beta"):
        assert quick.headers.get(name) == slow.headers.get(name)


async def test_parameters_survive_many_calls(open_door: Open) -> None:
    asked = ASKED.model_copy(update={"params": {"max_tokens": 5, "response_format": STRUCTURED}})
    with Provider(lambda body: '{"score": 7}') as provider:
        door = open_door(provider, Dialect.ANTHROPIC)
        for _ in range(4):
            await door(asked)
        bodies = {json.dumps(seen.body, sort_keys=True) for seen in provider.requests}
    assert len(bodies) == 1
    assert door.traffic.fast == 3


@pytest.mark.parametrize(
    ("model", "variables"),
    [
        ("openai/gpt-4o", {"OPENAI_API_KEY": SECRET, "OPENAI_BASE_URL": "{openai}"}),
        ("hosted_vllm/judge", {"HOSTED_VLLM_API_BASE": "{vllm}"}),
        (
            "anthropic/claude-sonnet-4-5",
            {"ANTHROPIC_API_KEY": SECRET, "ANTHROPIC_API_BASE": "{anthropic}"},
        ),
        ("ollama_chat/judge", {"OLLAMA_API_BASE": "{ollama}"}),
        (
            "openai/gpt-4o",
            {
                "OPENAI_API_KEY": SECRET,
                "OPENAI_BASE_URL": "{openai}",
                "OPENAI_ORG_ID": "org-of-ours",
                "OPENAI_PROJECT_ID": "our-project",
            },
        ),
    ],
    ids=["openai", "vllm", "anthropic", "ollama", "organization"],
)
async def test_the_environment_says_where_and_how_to_get_in(
    monkeypatch: pytest.MonkeyPatch, model: str, variables: dict[str, str]
) -> None:
    with Provider(lambda body: "7") as provider:
        bases = {dialect.value: provider.url(dialect) for dialect in Dialect}
        for name, value in variables.items():
            monkeypatch.setenv(name, value.format(**bases))
        for fast in (True, False):
            async with LiteLLM(model, fast=fast, max_retries=0) as door:
                await ask(door, fast=fast)
        _, quick, slow = provider.requests
    for name in ("authorization", "x-api-key", "openai-organization", "openai-project"):
        assert quick.headers.get(name) == slow.headers.get(name)


@pytest.mark.parametrize(
    "model",
    [
        "litellm_proxy/judge",
        "openrouter/lab/judge",
        "deepseek/deepseek-chat",
        "xai/grok-3",
        "together_ai/judge",
        "mistral/judge",
    ],
)
async def test_other_providers_that_speak_openai_s_dialect_go_the_fast_way(
    open_door: Open, model: str
) -> None:
    with Provider(lambda body: Reply(text="7", usage=COUNTED)) as provider:
        reply = await ask(open_door(provider, model=model), fast=True)
    assert (reply.text, reply.usage) == ("7", COUNTED)


async def test_ollama_s_interface_for_single_prompts(open_door: Open, fast: bool) -> None:
    with Provider(lambda body: Reply(text="7", usage=COUNTED)) as provider:
        door = open_door(provider, Dialect.OLLAMA, model="ollama/judge", fast=fast)
        assert (await ask(door, fast=fast)).text == "7"
        assert provider.requests[-1].path == "/api/generate"
