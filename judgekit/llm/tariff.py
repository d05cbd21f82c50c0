"""What a model's tokens cost, known before one is used: from LiteLLM's table, or as a user says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from judgekit.llm.library import litellm
from judgekit.types import Usage


class Tariff(NamedTuple):
    """US dollars per token."""

    read: float
    written: float
    most_read: float
    """At any length of the request and in any tier of service."""
    most_written: float

    def cost(self, read: float, written: float) -> float:
        """Return what so many tokens usually cost."""
        return read * self.read + written * self.written

    def price(self, usage: Usage) -> float | None:
        """Return what a reply cost; None where its tokens were not counted."""
        read, written = usage.prompt_tokens, usage.completion_tokens
        return None if read is None or written is None else self.cost(read, written)

    def most(self, read: float, written: float) -> float:
        """Return the most that so many tokens can cost."""
        return read * self.most_read + written * self.most_written


def stated(read_per_million: float, written_per_million: float) -> Tariff:
    """Return the tariff that a user states, in US dollars per million tokens."""
    read, written = read_per_million / 1e6, written_per_million / 1e6
    return Tariff(read, written, read, written)


@cache
def look_up(model: str, *, api_base: str | None = None) -> Tariff | None:
    """Return LiteLLM's tariff for a model as a user names it; None where it has no price."""
    library = litellm()
    try:
        name, provider, *_ = library.get_llm_provider(model, api_base=api_base)
    except library.exceptions.BadRequestError:
        return None
    return _tariff(price_entry(name, provider))


def price_entry(name: str, provider: str) -> Mapping[str, Any]:
    """Return the row of LiteLLM's table: asked through a function it may call a server for it."""
    prices: Mapping[str, Mapping[str, Any]] = litellm().model_cost
    return prices.get(f"{provider}/{name}") or prices.get(name) or {}


def _tariff(entry: Mapping[str, Any]) -> Tariff | None:
    read, written = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    if read is None or written is None or not (read or written):
        return None  # LiteLLM says 0 for what it has no price for
    most_read = max(_numbers(entry, "input_cost_per_token", "cache_creation_input_token_cost"))
    most_written = max(_numbers(entry, "output_cost_per_token", "output_cost_per_reasoning_token"))
    return Tariff(read, written, most_read, most_written)


def _numbers(entry: Mapping[str, Any], *names: str) -> Iterator[float]:
    for key, value in entry.items():
        if key.startswith(names) and isinstance(value, (int, float)):
            yield value
