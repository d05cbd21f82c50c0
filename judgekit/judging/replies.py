"""What a reply must look like: shown to the judge in words, and given to a provider as a schema."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue

from judgekit.errors import InputError
from judgekit.types import Contract, JudgePrompt, Scale


def reply_form(prompt: JudgePrompt) -> str:
    """Return the form of a reply with a placeholder for each value, as `{{ reply }}` shows it."""
    value = _placeholder(prompt.reply, prompt.scale)
    match prompt.reply.form:
        case "json":
            shown = f'"{value}"' if prompt.reply.labels else value
            fields = (f'"{field}": {shown}' for field in prompt.fields)
            pairs = _with_reason(prompt, fields, '"reason": "<why>"')
            return f"{{{', '.join(pairs)}}}"
        case "marker":
            return "\n".join(f"{field}: {value}" for field in prompt.fields)
        case "label":
            return value.strip("<>")


def reply_schema(prompt: JudgePrompt) -> dict[str, JsonValue]:
    """Return the JSON schema of a reply; a provider that keeps to it writes in its order.

    A short whole scale is listed, so that a model cannot leave it. Other ends are told in words,
    since some providers refuse `minimum` in a schema; the parser holds the reply to them.
    """
    form, scale = prompt.reply.form, prompt.scale
    if form != "json":
        raise InputError(
            f"prompt {prompt.id!r}: structured output needs the form 'json', not {form!r}"
        )
    names = _with_reason(prompt, prompt.fields, "reason")
    scores = dict.fromkeys(prompt.fields, _scores(prompt.reply, scale))
    return {
        "type": "object",
        "properties": {n: scores.get(n, {"type": "string"}) for n in names},
        "required": [*names],
        "additionalProperties": False,
    }


def _with_reason(prompt: JudgePrompt, fields: Iterable[str], reason: str) -> list[str]:
    return [reason, *fields] if prompt.reason == "first" else [*fields, reason]


def _placeholder(reply: Contract, scale: Scale) -> str:
    if reply.labels:
        return f"<{' or '.join(reply.labels)}>"
    return f"<number from {scale.low:g} to {scale.high:g}>"


def _scores(reply: Contract, scale: Scale) -> dict[str, JsonValue]:
    if reply.labels:
        return {"type": "string", "enum": [*reply.labels]}
    if scale.low.is_integer() and scale.high.is_integer() and scale.span <= 20:
        return {"type": "integer", "enum": list(range(int(scale.low), int(scale.high) + 1))}
    return {"type": "number", "description": f"From {scale.low:g} to {scale.high:g}."}
