"""What a request carries besides its messages."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from judgekit.errors import InputError
from judgekit.judging.replies import reply_schema
from judgekit.types import JudgePrompt

TOP_LOGPROBS = 20
"""Candidates asked for the first token: the most that OpenAI's interface gives."""

_RESERVED = {"api_base", "api_key", "base_url", "drop_params", "messages", "model", "n", "stream"}
"""Said elsewhere, secret, or at odds with one whole reply a request."""


def request_params(
    prompt: JudgePrompt, params: Mapping[str, JsonValue], *, structured: bool = False
) -> dict[str, JsonValue]:
    """Return the effective parameters: what the prompt needs, then what the user says.

    No temperature: newer models refuse one, and noise is measured by repeats.
    """
    if reserved := sorted(_RESERVED & params.keys()):
        raise InputError(f"params: {reserved[0]!r} cannot be set as a parameter of the judge")
    needed: dict[str, JsonValue] = {"max_tokens": prompt.max_tokens}
    if prompt.score == "logprob":
        needed |= {"logprobs": True, "top_logprobs": TOP_LOGPROBS}
    if structured:
        schema: dict[str, JsonValue] = {
            "name": "verdict",
            "strict": True,
            "schema": reply_schema(prompt),
        }
        needed["response_format"] = {"type": "json_schema", "json_schema": schema}
    return needed | dict(params)
