"""What LiteLLM does for a provider outside of that provider's configuration."""

from __future__ import annotations

import os
from typing import NamedTuple

BY_SDK = frozenset({"litellm_proxy", "openai"})
"""The providers that LiteLLM asks through OpenAI's SDK."""

BY_HANDLER = frozenset(
    {
        "anthropic",
        "deepseek",
        "groq",
        "hosted_vllm",
        "mistral",
        "ollama",
        "ollama_chat",
        "openrouter",
        "together_ai",
        "xai",
    }
)
"""And those it asks through a handler of its own."""


class Target(NamedTuple):
    """A model, where it is and how to get in, as LiteLLM resolves them."""

    model: str
    provider: str
    api_base: str | None
    api_key: str | None

    @property
    def known(self) -> bool:
        """Whether we know how LiteLLM asks it; the SDK makes no client without a key."""
        by_sdk = self.provider in BY_SDK and bool(self.api_key)
        return by_sdk or self.provider in BY_HANDLER


def finish_url(target: Target, url: str) -> str:
    """Return a configuration's URL as LiteLLM completes it."""
    if target.provider == "anthropic" and not url.endswith("/v1/messages"):
        return f"{url}/v1/messages"
    return url


def more_headers(target: Target) -> dict[str, str]:
    """Return the headers that LiteLLM, or the SDK under it, takes from elsewhere."""
    get = os.environ.get
    if target.provider in BY_SDK:
        named = {
            "OpenAI-Organization": get("OPENAI_ORGANIZATION") or get("OPENAI_ORG_ID"),
            "OpenAI-Project": get("OPENAI_PROJECT_ID"),
        }
        return {name: value for name, value in named.items() if value}
    if target.provider == "openrouter":
        return {
            "HTTP-Referer": get("OR_SITE_URL") or "https://litellm.ai",
            "X-Title": get("OR_APP_NAME") or "liteLLM",
        }
    if target.provider == "ollama" and target.api_key:
        return {"Authorization": f"Bearer {target.api_key}"}
    return {}


def expected_model(target: Target) -> str | None:
    """Return the name a reply bears before the provider's own is read."""
    if target.provider in BY_SDK - {"openai"}:
        return f"{target.provider}/{target.model}"
    return None
