"""Only an answer that differs in nothing but text and counts is read without LiteLLM."""

from __future__ import annotations

import json
from typing import Any

import pytest
from doors import ASKED, Open

from judgekit.llm.alike import Alike
from judgekit.llm.pricing import Rates
from judgekit.testing import Dialect, Provider
from judgekit.testing.wire import completion
from judgekit.types import Message, Reply, Request, Usage

RATES = Rates(2e-6, 8e-6)
FIRST = Reply(text="7", finish_reason="stop", usage=Usage(prompt_tokens=9, completion_tokens=2))


def answer(text: str | None = "7", read: int = 9, written: int = 2, **changed: Any) -> bytes:
    usage = Usage(prompt_tokens=read, completion_tokens=written)
    body = completion({"model": "m", "messages": []}, Reply(text="", usage=usage), read)
    body["choices"][0]["message"]["content"] = text
    return json.dumps({**body, **changed}).encode()


@pytest.fixture
def alike() -> Alike:
    known = Alike()
    known.learn(answer(), FIRST, RATES)
    return known


def test_text_and_counts_are_read_and_priced(alike: Alike) -> None:
    expected = Reply(
        text="9, and more",
        finish_reason="stop",
        usage=Usage(prompt_tokens=1000, completion_tokens=50),
        cost_usd=1000 * 2e-6 + 50 * 8e-6,
    )
    assert alike.read(answer("9, and more", 1000, 50, id="another", created=5)) == expected


@pytest.mark.parametrize(
    "other",
    [
        answer(model="another"),
        answer(service_tier="flex"),
        answer(choices=[]),
        answer("<think>no</think>7"),
        answer(None),
        answer(read=0),
        answer(usage={"prompt_tokens": 9.0, "completion_tokens": 2, "total_tokens": 11}),
        answer(usage={"prompt_tokens": 9, "completion_tokens": 2, "cached": 5}),
        b"[]",
        b"{} {}",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_anything_else_is_left_to_litellm(alike: Alike, other: bytes) -> None:
    assert alike.read(other) is None


def test_what_litellm_reads_otherwise_is_not_learnt() -> None:
    known = Alike()
    known.learn(answer(" 7 "), FIRST, RATES)
    assert known.read(answer(" 7 ")) is None


def test_where_there_is_no_price_none_is_made_up() -> None:
    known = Alike()
    known.learn(answer(), FIRST, Rates(0, 0))
    assert known.read(answer()) == FIRST


def test_kinds_that_change_with_every_answer_fill_no_memory(
    alike: Alike, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("judgekit.llm.alike._MOST_KINDS", 3)
    for n in range(9):
        alike.learn(answer(provider=n), FIRST, RATES)
    assert len(alike._kinds) <= 3


TEXTS = ("7", "It is so.\nScore: 9", "a < b", "\U0001f600 \u200b", " ", "<think>x</think>8")


@pytest.mark.parametrize("dialect", [Dialect.OPENAI, Dialect.VLLM])
async def test_such_replies_are_those_that_litellm_makes(open_door: Open, dialect: Dialect) -> None:
    echo = lambda body: body["messages"][-1]["content"]  # noqa: E731 - said once
    with Provider(echo) as provider:
        door, slow = open_door(provider, dialect), open_door(provider, dialect, fast=False)
        await door(saying("first"))
        for text in TEXTS:
            ours, theirs = [plain(await ask(saying(text))) for ask in (door, slow)]
            assert ours == theirs
    assert door.traffic.fast == len(TEXTS)


def saying(text: str) -> Request:
    return ASKED.model_copy(update={"messages": (Message(role="user", content=text),)})


def plain(reply: Reply) -> Reply:
    cost = reply.cost_usd and round(reply.cost_usd, 12)
    return reply.model_copy(update={"latency_s": None, "cost_usd": cost})
