"""A batch asks and reads what a call would have, and pays the price of a batch."""

from __future__ import annotations

import json

import pytest
from office import MODELS, SECRET, Office

from judgekit.batch.results import Fate
from judgekit.errors import InputError
from judgekit.llm import LiteLLM
from judgekit.store import Journal, Recorded
from judgekit.testing import Dialect
from judgekit.types import Message, Request

SCHEMA = {
    "type": "object",
    "properties": {"score": {"type": "integer"}},
    "required": ["score"],
    "additionalProperties": False,
}
STRUCTURED = {
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "verdict", "strict": True, "schema": SCHEMA},
    }
}


async def call(office: Office, request: Request):
    async with LiteLLM(office.model, api_base=office.api_base, api_key=SECRET) as door:
        return await door(request)


def bodies(office: Office) -> list[dict]:
    (asked,) = office.batches.requests.values()
    return [line.get("body") or line["params"] for line in asked]


@pytest.mark.parametrize("params", [{}, STRUCTURED, {"temperature": 0.5}], ids=str)
async def test_a_batch_sends_the_bodies_of_direct_calls(office: Office, params: dict) -> None:
    requests = office.requests(3, **params)
    await office.submit(requests)
    for request in requests:
        await call(office, request)
    assert bodies(office) == [seen.body for seen in office.provider.requests]


async def test_a_feature_that_a_call_asks_for_in_its_headers_is_asked_for(
    anthropic: Office,
) -> None:
    (request,) = anthropic.requests(1, **STRUCTURED)
    await anthropic.submit([request])
    await call(anthropic, request)
    (headers,) = anthropic.batches.headers.values()
    assert headers["anthropic-beta"] == anthropic.provider.requests[0].headers["anthropic-beta"]


async def test_a_reply_is_that_of_a_direct_call_at_half_its_price(office: Office) -> None:
    requests = office.requests(3)
    await office.submit(requests)
    office.batches.finish()
    await office.collect()
    for request, kept in zip(requests, office.replies(requests), strict=True):
        direct = await call(office, request)
        assert kept is not None
        assert direct.cost_usd is not None
        # LiteLLM's map has these models' batch prices, and they are half of the others.
        assert kept.cost_usd == pytest.approx(direct.cost_usd / 2)
        of_a_call = {"cost_usd": direct.cost_usd, "latency_s": direct.latency_s}
        assert kept.model_copy(update=of_a_call) == direct


async def test_answers_that_come_in_another_order_find_their_requests(office: Office) -> None:
    requests = office.requests(4)
    await office.submit(requests)
    office.batches.finish()  # in reverse order
    collected = await office.collect()
    assert office.texts(requests) == [f"You said number {i}" for i in range(4)]
    assert collected.counts[Fate.ANSWERED] == 4
    assert not collected.is_open


async def test_what_was_collected_replays_without_a_model(office: Office) -> None:
    (request,) = office.requests(1)
    await office.submit([request])
    office.batches.finish()
    await office.collect()
    with Journal(office.journal, read_only=True) as journal:
        reply = await Recorded(journal, None)(request)
    assert reply.text == "You said number 0"


async def test_a_model_without_a_known_batch_price_has_no_cost(
    openai: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MODELS, Dialect.OPENAI, "openai/gpt-4")  # priced by the call only
    (request,) = openai.requests(1)
    await openai.submit([request])
    openai.batches.finish()
    await openai.collect()
    (kept,) = openai.replies([request])
    assert kept is not None
    assert kept.text == "You said number 0"
    assert kept.cost_usd is None


async def test_control_characters_come_through(office: Office) -> None:
    request = office.request('a \x00 \x1b[31m \u202e and "quotes"\n')
    await office.submit([request])
    office.batches.finish()
    await office.collect()
    assert office.texts([request]) == ['You said a \x00 \x1b[31m \u202e and "quotes"\n']


async def test_nothing_is_called_on_the_way(office: Office) -> None:
    await office.submit(office.requests(2))
    office.batches.finish()
    await office.collect()
    assert office.provider.count == 0


async def test_repeats_are_requests_of_their_own(office: Office) -> None:
    (one,) = office.requests(1)
    draws = [one.model_copy(update={"repeat": i}) for i in range(3)]
    submitted = await office.submit([*draws, one])
    assert [b.size for b in submitted.batches] == [3]
    assert len(set(office.batches.asked)) == 3


async def test_a_provider_without_batches_is_refused_with_the_way_out(vllm: Office) -> None:
    with pytest.raises(InputError, match=r"hosted_vllm/judge: .* --to file"):
        await vllm.submit(vllm.requests(1))


def test_system_messages_go_where_anthropic_wants_them(anthropic: Office) -> None:
    import asyncio

    request = anthropic.request("Is it so?")
    system = Message(role="system", content="You judge.")
    request = request.model_copy(update={"messages": (system, *request.messages)})
    asyncio.run(anthropic.submit([request]))
    (body,) = bodies(anthropic)
    assert "You judge." in json.dumps(body["system"])


async def test_half_of_a_surrogate_pair_is_left_to_calls_and_spoils_no_batch(
    office: Office,
) -> None:
    broken, whole = office.request("a \ud800 alone"), office.request("whole")
    submitted = await office.submit([broken, whole])
    assert submitted.n_unfit == 1
    assert [b.size for b in submitted.batches] == [1]


async def test_a_parameter_that_the_provider_has_not_is_refused_before_anything_is_sent(
    anthropic: Office,
) -> None:
    with pytest.raises(InputError, match=r"cannot be asked like this: .*logprobs"):
        await anthropic.submit(anthropic.requests(1, logprobs=True))
    assert anthropic.batches.made == {}
