"""An answer that differs from one LiteLLM has read only in text and counts is read without it."""

from __future__ import annotations

import json
from typing import NamedTuple

from judgekit.llm.pricing import Rates
from judgekit.types import Reply, Usage

_MOST_KINDS = 64


class Alike:
    """Remember the replies that LiteLLM read, each by all that its answer says besides.

    LiteLLM builds an object of a hundred fields from an answer, which takes longer than the rest
    of a call. The first answer of a kind is read both ways; where they agree, those of the same
    kind are read here: other bytes in any other place, a tag in the text or an answer in another
    interface's shape make another kind, or none.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, tuple[Reply, Rates]] = {}

    def read(self, content: bytes) -> Reply | None:
        """Return the reply of an answer of a known kind, else None."""
        said = _said(content)
        if said is None or said.besides not in self._kinds:
            return None
        reply, rates = self._kinds[said.besides]
        cost_usd = rates.cost_usd(said.usage)
        return reply.model_copy(
            update={"text": said.text, "usage": said.usage, "cost_usd": cost_usd}
        )

    def learn(self, content: bytes, reply: Reply, rates: Rates) -> None:
        """Take note of what LiteLLM read, and of the rates at which its kind is priced."""
        said = _said(content)
        if said is None or (said.text, said.usage) != (reply.text, reply.usage):
            return
        if len(self._kinds) == _MOST_KINDS:  # something that changes with every answer
            self._kinds.clear()
        self._kinds[said.besides] = reply, rates


class _Said(NamedTuple):
    """An answer in the shape of OpenAI's, taken apart."""

    text: str
    usage: Usage
    besides: str
    """All else, but for what names the answer and its time."""


def _said(content: bytes) -> _Said | None:
    try:
        body = json.loads(content)
        (choice,), counts = body["choices"], body["usage"]
        text = choice["message"].pop("content")
        read, written = counts.pop("prompt_tokens"), counts.pop("completion_tokens")
        for name, where in (("id", body), ("created", body), ("total_tokens", counts)):
            where.pop(name, None)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    # LiteLLM takes a tagged thought out of a text, and says 0 for tokens that nobody counted.
    counted = type(read) is type(written) is int and read > 0
    if not counted or not isinstance(text, str) or "<" in text:
        return None
    usage = Usage(prompt_tokens=read, completion_tokens=written)
    return _Said(text, usage, json.dumps(body, sort_keys=True))
