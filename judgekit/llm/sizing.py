"""How many tokens a request comes to, guessed, counted and bounded before it is made."""

from __future__ import annotations

import json
from collections.abc import Iterable

from judgekit.llm.library import litellm
from judgekit.llm.plan import say
from judgekit.types import Message, Request

_UNSEEN = 1_000
"""Tokens that a provider may add unseen: marks around messages, what it says of a schema."""


def guess(request: Request) -> int:
    """Return what one try is held to take: four characters a token, and all that may be said."""
    return sum(len(m.content) for m in request.messages) // 4 + (reply_limit(request) or 0)


def count(messages: Iterable[Message]) -> int:
    """Return how many tokens messages are by OpenAI's o200k tokens, which LiteLLM carries along.

    Right for OpenAI's models; another family's count differs by a third or so either way.
    """
    # Asked about another model, LiteLLM may fetch that model's tokenizer from the network.
    return int(litellm().token_counter(model="gpt-4o", messages=say(tuple(messages))))


def bound(request: Request) -> int:
    """Return a number of tokens that a request stays below, whoever counts: one for each byte."""
    said = [[m.role, m.content] for m in request.messages]
    # Escaped, a character is no shorter than its bytes.
    return len(json.dumps([said, request.params])) + _UNSEEN


def reply_limit(request: Request) -> int | None:
    """Return the most tokens that a reply may have; None where nothing limits it."""
    limits = (request.params.get(name) for name in ("max_tokens", "max_completion_tokens"))
    return max((n for n in limits if isinstance(n, int)), default=None)
