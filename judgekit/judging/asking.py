"""What a request carries besides its messages."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from judgekit.errors import InputError
from judgekit.types import Contract, JudgePrompt, Scale

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


def reply_schema(prompt: JudgePrompt) -> dict[str, JsonValue]:
    """Return the JSON schema of a reply: the reason first, so that it precedes the score.

    A short whole scale is listed, so that a model cannot leave it. Other ends are told in words,
    since some providers refuse `minimum` in a schema; the parser holds the reply to them.
    """
    form, field, scale = prompt.reply.form, prompt.reply.field, prompt.scale
    if form != "json":
        raise InputError(
            f"prompt {prompt.id!r}: structured output needs the form 'json', not {form!r}"
        )
    return {
        "type": "object",
        "properties": {
            "reason": {"type": "string"},
            field: _scores(prompt.reply, scale),
        },
        "required": ["reason", field],
        "additionalProperties": False,
    }


def _scores(reply: Contract, scale: Scale) -> dict[str, JsonValue]:
    if reply.labels:
        return {"type": "string", "enum": [*reply.labels]}
    if scale.low.is_integer() and scale.high.is_integer() and scale.span <= 20:
        return {"type": "integer", "enum": list(range(int(scale.low), int(scale.high) + 1))}
    return {"type": "number", "description": f"From {scale.low:g} to {scale.high:g}."}
