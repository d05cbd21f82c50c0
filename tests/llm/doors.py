"""What a test asks, of whom, and how it knows which way the call went."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from judgekit.llm import LiteLLM
from judgekit.testing import Dialect, Provider
from judgekit.types import Message, Reply, Request

SECRET = "sk-test-0123456789abcdef"
ASKED = Request(
    model="openai/judge",
    messages=(
        Message(role="system", content="You judge."),
        Message(role="user", content="Is it so?"),
    ),
    params={"max_tokens": 5},
)
MODELS = {
    Dialect.OPENAI: "openai/gpt-4o",
    Dialect.VLLM: "hosted_vllm/judge",
    Dialect.ANTHROPIC: "anthropic/claude-sonnet-4-5",
    Dialect.OLLAMA: "ollama_chat/judge",
}
Open = Callable[..., LiteLLM]


async def ask(door: LiteLLM, request: Request = ASKED, *, fast: bool) -> Reply:
    """Return the reply that came this way; the fast one opens after a first reply."""
    if fast:
        await door(request)
    reply = await door(request)
    assert door.traffic.fast == int(fast), door.gave_way
    return reply


async def come_in(provider: Provider, calls: int) -> None:
    """Wait until so many calls have reached a provider."""
    async with asyncio.timeout(5):
        while provider.count < calls:  # noqa: ASYNC110 - it lives in another thread
            await asyncio.sleep(0.001)
