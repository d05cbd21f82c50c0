"""What a reply in a batch cost: at the provider's own rates for batches, or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from judgekit.llm.beside import Target
from judgekit.llm.tariff import price_entry

# Prices that change with the length of a prompt first change beyond this.
_FLAT_UP_TO = 100_000


class BatchPrice:
    """Price replies of one model by LiteLLM's map; half the price of a call is never assumed.

    Tokens read from a cache, or written to one, have rates of their own. A reply with tokens of
    any other kind, or without a rate, has no price.
    """

    def __init__(self, target: Target) -> None:
        self._entry = price_entry(target.model, target.provider)

    def __call__(self, response: Any) -> float | None:
        usage = getattr(response, "usage", None)
        if usage is None or not usage.prompt_tokens or self._may_be_tiered(usage.prompt_tokens):
            return None
        return _total(self._entry, _counted(usage)) if _is_text(usage) else None

    def _may_be_tiered(self, tokens: int) -> bool:
        tiers = ("above" in name or "tiered" in name for name, v in self._entry.items() if v)
        return tokens > _FLAT_UP_TO and any(tiers)


def _total(entry: Mapping[str, Any], counted: Mapping[str, int]) -> float | None:
    total = 0.0
    for rate, tokens in counted.items():
        if tokens and entry.get(rate) is None:
            return None
        total += tokens * (entry.get(rate) or 0.0)
    return total


def _counted(usage: Any) -> dict[str, int]:
    """Return tokens by the name of their rate."""
    cached = getattr(usage, "_cache_read_input_tokens", 0) or _detail(usage, "cached_tokens")
    created = getattr(usage, "_cache_creation_input_tokens", 0)
    return {
        "input_cost_per_token_batches": usage.prompt_tokens - cached - created,
        "cache_read_input_token_cost_batches": cached,
        "cache_creation_input_token_cost_batches": created,
        "output_cost_per_token_batches": usage.completion_tokens,
    }


def _detail(usage: Any, name: str) -> int:
    return getattr(usage.prompt_tokens_details, name, None) or 0


def _is_text(usage: Any) -> bool:
    details = usage.prompt_tokens_details, usage.completion_tokens_details
    kinds = ("audio_tokens", "image_tokens", "video_tokens")
    return not any(getattr(d, kind, None) for d in details if d is not None for kind in kinds)
