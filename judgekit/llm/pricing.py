"""What a reply cost by LiteLLM's prices; where two products say the same, two products say it."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from judgekit.llm.beside import Target
from judgekit.llm.library import litellm
from judgekit.llm.tariff import price_entry
from judgekit.types import Usage


class Rates(NamedTuple):
    """US dollars for one token read, and one written."""

    read: float
    written: float

    def cost_usd(self, usage: Usage) -> float | None:
        """Return the price of plain usage; 0 is LiteLLM's word for no price."""
        read, written = usage.prompt_tokens or 0, usage.completion_tokens or 0
        return read * self.read + written * self.written or None


class Price:
    """Price replies of one model.

    LiteLLM's own calculation takes as long as the rest of a call. The first reply of each model
    name and tier is priced both ways; where they agree, replies of plain usage are multiplied.
    """

    def __init__(self, target: Target) -> None:
        self.known = True
        """Whether LiteLLM has a price at all; without one, asking again is in vain."""
        self._target = target
        self._rates = _flat_rates(target)
        self._agrees: dict[object, bool] = {}

    def __call__(self, response: Any) -> float | None:
        if not self.known:
            return None
        product = self._product(response.usage)
        kind = _kind(response)
        if product is not None and self._agrees.get(kind):
            return product or None
        cost = self._by_litellm(response)
        if product is not None:
            self._agrees[kind] = math.isclose(product, cost, rel_tol=1e-9)
        return cost or None

    def rates(self, response: Any) -> Rates | None:
        """Return the rates at which replies like this one, priced before, are; None if none."""
        if not self.known:
            return Rates(0.0, 0.0)
        plain = self._rates is not None and _is_plain(response.usage)
        return self._rates if plain and self._agrees.get(_kind(response)) else None

    def _product(self, usage: Any) -> float | None:
        if self._rates is None or not _is_plain(usage):
            return None
        return float(
            usage.prompt_tokens * self._rates.read + usage.completion_tokens * self._rates.written
        )

    def _by_litellm(self, response: Any) -> float:
        try:
            cost = litellm().completion_cost(
                completion_response=response,
                model=self._target.model,
                custom_llm_provider=self._target.provider,
            )
        except Exception:  # noqa: BLE001 - LiteLLM's way to say that it has no price
            self.known = False
            return 0.0
        return float(cost)


def _kind(response: Any) -> object:
    return response.model, getattr(response, "service_tier", None)


def _flat_rates(target: Target) -> Rates | None:
    """Return the rates of a model whose price does not depend on how much is asked."""
    entry = price_entry(target.model, target.provider)
    if any("above" in name or "tiered" in name for name, value in entry.items() if value):
        return None
    read, written = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    return None if read is None or written is None else Rates(read, written)


def _is_plain(usage: Any) -> bool:
    """Return whether no token was cached, heard, thought or counted for another reason."""
    cached = "_cache_creation_input_tokens", "_cache_read_input_tokens"
    details = usage.prompt_tokens_details, usage.completion_tokens_details
    special = [d.model_dump(exclude={"text_tokens"}).values() for d in details if d is not None]
    return not any(getattr(usage, name, 0) for name in cached) and not any(map(any, special))
