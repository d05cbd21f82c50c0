"""Money is held before it is spent, and the limit is never passed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from doors import ASKED, Open
from hypothesis import given, settings
from hypothesis import strategies as st

from judgekit.errors import InputError, MaxCostReached
from judgekit.llm import LiteLLM, Purse, look_up, sizing, stated
from judgekit.llm.tariff import _tariff
from judgekit.testing import Body, Fault, Provider
from judgekit.types import Message, Reply, Request, Usage

CENT = stated(100.0, 0.0)
"""A hundred dollars per million tokens read: a hundred tokens are a cent."""
USAGE = Usage(prompt_tokens=100, completion_tokens=5)
MOST = CENT.most(sizing.bound(ASKED), 5)


def answer(body: object) -> Reply:
    return Reply(text="Yes", usage=USAGE)


async def ask_many(door: LiteLLM, n: int) -> Sequence[Reply | BaseException]:
    return await asyncio.gather(
        *(door(ASKED.model_copy(update={"repeat": i})) for i in range(n)), return_exceptions=True
    )


async def test_calls_at_once_stop_before_the_limit_and_no_sooner(open_door: Open) -> None:
    purse = Purse(0.5)
    with Provider(answer) as provider:
        found = await ask_many(open_door(provider, purse=purse, tariff=CENT), 60)
    replies = [r for r in found if isinstance(r, Reply)]
    assert {type(r) for r in found} == {Reply, MaxCostReached}
    assert len(replies) == provider.count
    assert purse.spent_usd == pytest.approx(0.01 * provider.count)
    assert 0.5 - MOST < purse.spent_usd <= 0.5


async def test_whoever_waits_for_others_is_served_once_they_cost_less_than_was_held(
    open_door: Open,
) -> None:
    purse = Purse(1.2 * MOST)
    with Provider(answer) as provider:
        found = await ask_many(open_door(provider, purse=purse, tariff=CENT), 3)
    assert [type(r) for r in found] == [Reply] * 3


async def test_nothing_is_asked_where_one_call_may_cost_too_much(open_door: Open) -> None:
    with Provider(answer) as provider:
        door = open_door(provider, purse=Purse(0.9 * MOST), tariff=CENT)
        with pytest.raises(MaxCostReached, match=r"\$0.0000 spent"):
            await door(ASKED)
    assert provider.count == 0


async def test_two_doors_share_a_purse(open_door: Open) -> None:
    purse = Purse(2 * MOST)
    with Provider(answer) as provider:
        doors = [open_door(provider, purse=purse, tariff=CENT) for _ in range(2)]
        for door in doors:
            await door(ASKED)
    assert purse.spent_usd == pytest.approx(0.02)


@pytest.mark.parametrize("status", [429, 503, 529])
async def test_a_try_that_was_turned_away_costs_nothing(
    open_door: Open, fast: bool, status: int
) -> None:
    purse = Purse(1.0)
    with Provider(answer, faults=[None, Fault(status), Fault(status)]) as provider:
        door = open_door(provider, fast=fast, purse=purse, tariff=CENT)
        for _ in range(2):
            await door(ASKED)
    assert (provider.count, purse.unsure_usd) == (4, 0)
    assert purse.spent_usd == pytest.approx(0.02)


@pytest.mark.parametrize(
    "fault", [Fault(body=Body.RESET), Fault(body=Body.TRUNCATED), Fault(body=Body.GARBAGE)]
)
async def test_a_try_whose_answer_was_lost_counts_at_its_most(
    open_door: Open, fast: bool, fault: Fault
) -> None:
    purse = Purse(3 * MOST)
    with Provider(answer, faults=[None, fault]) as provider:
        door = open_door(provider, fast=fast, purse=purse, tariff=CENT)
        for _ in range(2):
            await door(ASKED)
    assert provider.count == 3
    assert purse.unsure_usd == pytest.approx(MOST)
    assert purse.spent_usd == pytest.approx(0.02 + MOST)


async def test_every_try_is_held_for_so_that_retries_cannot_pass_the_limit(
    open_door: Open,
) -> None:
    purse = Purse(2.5 * MOST)
    with Provider(answer, faults=[Fault(body=Body.GARBAGE)] * 9) as provider:
        door = open_door(provider, fast=False, purse=purse, tariff=CENT)
        with pytest.raises(MaxCostReached, match="may not have been charged"):
            await door(ASKED)
    assert provider.count == 2


async def test_a_reply_without_counts_is_paid_at_its_most() -> None:
    async def uncounted() -> Reply:
        return Reply(text="Yes")

    purse = Purse(1.0)
    await purse.spend(0.25, uncounted)
    assert (purse.spent_usd, purse.unsure_usd) == (0.25, 0.25)


async def test_without_a_price_no_limit_can_be_kept(open_door: Open) -> None:
    with Provider(answer) as provider:
        door = open_door(provider, model="openai/nobody-knows", purse=Purse(1.0))
        with pytest.raises(InputError, match=r"'openai/nobody-knows' is unknown.*--price-per-mill"):
            await door(ASKED)
    assert provider.count == 0


async def test_a_free_model_needs_neither_price_nor_money(open_door: Open) -> None:
    with Provider(answer) as provider:
        door = open_door(provider, model="openai/nobody-knows", purse=Purse(1e-9), free=True)
        assert (await door(ASKED)).cost_usd == 0


async def test_a_stated_price_is_charged_in_place_of_litellm_s(open_door: Open, fast: bool) -> None:
    with Provider(answer) as provider:
        door = open_door(provider, fast=fast, tariff=stated(10, 1_000))
        costs = [(await door(ASKED)).cost_usd for _ in range(2)]
    assert costs == [pytest.approx(100 * 10e-6 + 5 * 1e-3)] * 2


async def test_how_long_a_reply_took_is_kept_with_it(open_door: Open) -> None:
    with Provider(answer, latency_s=0.02) as provider:
        latency_s = (await open_door(provider)(ASKED)).latency_s
    assert latency_s is not None
    assert latency_s >= 0.02


def test_a_known_model_has_its_table_s_price_under_each_of_its_names() -> None:
    bare, named = look_up("gpt-4o-mini"), look_up("openai/gpt-4o-mini")
    assert bare == named is not None
    assert 0 < named.read < named.written


@pytest.mark.parametrize("model", ["openai/nobody-knows", "no provider at all", "ollama/llama2"])
def test_a_price_that_nobody_knows_is_none_and_never_nothing(model: str) -> None:
    assert look_up(model) is None


def test_the_most_is_at_the_dearest_length_and_tier() -> None:
    found = _tariff(
        {
            "input_cost_per_token": 1.0,
            "output_cost_per_token": 2.0,
            "input_cost_per_token_above_200k_tokens": 3.0,
            "output_cost_per_token_priority": 5.0,
            "output_cost_per_reasoning_token": 4.0,
            "max_tokens": 9_999,
        }
    )
    assert found is not None
    assert (found.cost(1, 1), found.most(1, 1)) == (3.0, 8.0)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=40))
def test_a_request_has_fewer_tokens_than_its_bound(system: str, user: str) -> None:
    messages = (Message(role="system", content=system), Message(role="user", content=user))
    request = Request(model="m", messages=messages)
    # Without what is allowed for words that a provider adds.
    assert sizing.count(messages) - sizing.count(()) <= sizing.bound(request) - 1_000


def test_counting_tokens_asks_no_network_and_takes_any_text() -> None:
    hostile = Message(role="user", content="\ud800 <|endoftext|> \0 Wort")
    assert 5 < sizing.count((hostile,)) < 60
