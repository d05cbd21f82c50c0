"""A reply in a batch costs what the provider's batch rates say, or nobody knows."""

from __future__ import annotations

from typing import Any

import pytest

from judgekit.llm.batch_pricing import BatchPrice
from judgekit.llm.beside import Target
from judgekit.llm.library import litellm


def price(model: str, provider: str = "openai", **usage: Any) -> float | None:
    library = litellm()
    response = library.ModelResponse(model=model)
    response.usage = library.Usage(**usage)
    return BatchPrice(Target(model, provider, None, None))(response)


@pytest.mark.parametrize(
    ("model", "provider"),
    [("gpt-4o", "openai"), ("gpt-5", "openai"), ("claude-sonnet-4-5", "anthropic")],
)
def test_prices_are_those_that_litellm_works_out_for_batches(model: str, provider: str) -> None:
    usage = litellm().Usage(prompt_tokens=1234, completion_tokens=567)
    theirs = litellm().cost_calculator.batch_cost_calculator(usage, model, provider)
    ours = price(model, provider, prompt_tokens=1234, completion_tokens=567)
    assert ours == pytest.approx(sum(theirs))


def test_tokens_from_a_cache_have_their_own_rate() -> None:
    cached = {"cached_tokens": 1000}
    found = price("gpt-5", prompt_tokens=1500, completion_tokens=0, prompt_tokens_details=cached)
    assert found == pytest.approx(500 * 6.25e-7 + 1000 * 6.25e-8)


@pytest.mark.parametrize(
    ("model", "usage"),
    [
        ("gpt-4", {}),  # no rate for batches
        ("gpt-4o", {"prompt_tokens_details": {"cached_tokens": 5}}),  # none for cached tokens
        ("gpt-4o", {"prompt_tokens_details": {"audio_tokens": 5}}),
        ("no-such-model", {}),
    ],
)
def test_what_has_no_rate_has_no_price(model: str, usage: dict[str, Any]) -> None:
    assert price(model, prompt_tokens=10, completion_tokens=10, **usage) is None
