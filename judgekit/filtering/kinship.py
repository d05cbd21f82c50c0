"""Whether two models share a base, as far as their names tell."""

from __future__ import annotations

import re

_MAKERS = {
    "anthropic": ("claude",),
    "cohere": ("command", "aya"),
    "google": ("gemini", "gemma", "palm", "bard"),
    "mistral": ("mistral", "mixtral", "ministral", "codestral", "magistral", "devstral"),
    "openai": ("gpt", "chatgpt", "davinci", "codex", "o1", "o3", "o4"),
    "qwen": ("qwen", "qwq"),
}
_OF_NAME = {name: maker for maker, names in _MAKERS.items() for name in names}


def base_of(model: str) -> str | None:
    """Return the maker or the line of a model by its name; None where it has no word.

    The first word after the last slash that names a known line decides, so that a distilled model
    counts with its base (`DeepSeek-R1-Distill-Qwen-7B` with DeepSeek, whose answers it learnt).
    """
    name = model.rpartition("/")[2].casefold()
    words = re.findall(r"[a-z]+[0-9]?", name)
    for word in words:
        if known := _OF_NAME.get(word) or _OF_NAME.get(word.rstrip("0123456789")):
            return known
    return words[0].rstrip("0123456789") if words else None


def are_kin(one: str, other: str) -> bool:
    """Say whether two models are of one base; unknown names are kin only if alike."""
    first = base_of(one)
    return first is not None and first == base_of(other)
