"""CPU per call of the fast path against LiteLLM alone, the openai SDK and raw aiohttp.

One interleaved run against a loopback server in a process of its own, then the share of
connections / latency that the fast path reaches. Read the ratios, not the times.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from statistics import median

from loopback import MODEL, served

from judgekit.llm import LiteLLM
from judgekit.llm.library import litellm
from judgekit.types import Message, Request

SHOWN = "A question and the answer to be judged, of a usual length. " * 40
MESSAGES = [{"role": "system", "content": "You judge."}, {"role": "user", "content": SHOWN}]
KEY = "sk-benchmark-0123456789"

Ask = Callable[[], Awaitable[object]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=1280, help="in each of the rounds")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--latency", type=float, default=0.5)
    given = options.parse_args()
    with served(0) as url:
        asyncio.run(compare(url, calls=given.calls, rounds=given.rounds))
    with served(given.latency) as url:
        asyncio.run(fill(url, latency_s=given.latency))


async def compare(url: str, *, calls: int, rounds: int) -> None:
    """Print the CPU per call of each way, and its ratio to LiteLLM's and to raw aiohttp's."""
    from aiohttp import ClientSession, TCPConnector
    from openai import AsyncOpenAI

    async with (
        AsyncOpenAI(api_key=KEY, base_url=url, max_retries=0) as sdk,
        ClientSession(connector=TCPConnector(limit=0)) as session,
        LiteLLM(f"openai/{MODEL}", api_base=url, api_key=KEY, max_connections=64) as door,
        LiteLLM(
            f"openai/{MODEL}", api_base=url, api_key=KEY, max_connections=64, fast=False
        ) as slow_door,
    ):

        async def raw() -> object:
            sent = {"model": MODEL, "messages": MESSAGES, "max_tokens": 200}
            entry = {"Authorization": f"Bearer {KEY}"}
            async with session.post(f"{url}/chat/completions", json=sent, headers=entry) as answer:
                return json.loads(await answer.read())

        ways: dict[str, Ask] = {
            "raw aiohttp": raw,
            "fast path, whole call": lambda: door(request()),
            "litellm.acompletion": lambda: litellm().acompletion(
                model=f"openai/{MODEL}",
                messages=MESSAGES,
                api_base=url,
                api_key=KEY,
                max_tokens=200,
                num_retries=0,
                max_retries=0,
            ),
            "through LiteLLM, whole call": lambda: slow_door(request()),
            "openai SDK": lambda: sdk.chat.completions.create(
                model=MODEL,
                messages=MESSAGES,  # type: ignore[arg-type]  # plain dicts are what it sends
                max_tokens=200,
            ),
        }
        for ask in ways.values():
            await together(ask, 64, connections=64)
        costs: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, ask in ways.items():
                costs[name].append(await cpu_us(ask, calls))
        assert door.traffic.fast >= rounds * calls, door.gave_way
    show(costs)


def show(costs: dict[str, list[float]]) -> None:
    """Print medians over the rounds, and medians of the ratios within a round."""
    print(f"{'64 connections, 0 ms':30}{'CPU us/call':>12}{'/ acompletion':>15}{'/ aiohttp':>11}")
    for name, each in costs.items():
        to_litellm = median(a / b for a, b in zip(each, costs["litellm.acompletion"], strict=True))
        to_raw = median(a / b for a, b in zip(each, costs["raw aiohttp"], strict=True))
        print(f"{name:30}{median(each):>12.0f}{to_litellm:>15.3f}{to_raw:>11.2f}")


async def fill(url: str, *, latency_s: float) -> None:
    """Print how much of connections / latency the fast path reaches."""
    for connections in (64, 256):
        async with LiteLLM(
            f"openai/{MODEL}", api_base=url, api_key=KEY, max_connections=connections
        ) as door:
            await door(request())
            begun, calls = time.perf_counter(), connections * 12
            await together(lambda: door(request()), calls, connections=connections)
            per_s = calls / (time.perf_counter() - begun)
            assert door.traffic.fast == calls, door.gave_way
        share = per_s / (connections / latency_s)
        print(
            f"{connections:>4} connections, {latency_s * 1000:g} ms: {per_s:,.0f}/s = {share:.3f}"
        )


async def cpu_us(ask: Ask, calls: int) -> float:
    before = time.process_time()
    await together(ask, calls, connections=64)
    await asyncio.sleep(0.05)  # what a call leaves behind to be done is part of it
    return (time.process_time() - before) / calls * 1e6


async def together(ask: Ask, calls: int, *, connections: int) -> None:
    numbers = iter(range(calls))

    async def work() -> None:
        for _ in numbers:
            await ask()

    await asyncio.gather(*(work() for _ in range(connections)))


def request() -> Request:
    messages = tuple(Message.model_validate(m) for m in MESSAGES)
    return Request(model=MODEL, messages=messages, params={"max_tokens": 200})


if __name__ == "__main__":
    main()
