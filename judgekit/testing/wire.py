"""A reply in the shape in which OpenAI's interface sends it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from judgekit.types import Reply, TokenChoice

_TOKEN = re.compile(r"\s*\S+|\s+\Z")


def completion(body: Mapping[str, Any], reply: Reply, number: int) -> dict[str, Any]:
    """Return the `number`-th chat completion, with log-probabilities where they are asked for."""
    message = {"role": "assistant", "content": reply.text, "refusal": reply.refusal}
    return {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 0,
        "model": reply.model or body["model"],
        "choices": [
            {
                "index": 0,
                "message": message,
                "logprobs": _logprobs(body, reply) if body.get("logprobs") else None,
                "finish_reason": reply.finish_reason or "stop",
            }
        ],
        "usage": _usage(body, reply),
    }


def failure(status: int) -> dict[str, Any]:
    """Return the body that goes with an error status."""
    kind = "rate_limit_exceeded" if status == 429 else "server_error"
    return {"error": {"message": f"planted status {status}", "type": kind, "code": kind}}


def models(*names: str) -> dict[str, Any]:
    """Return a list of models."""
    return {"object": "list", "data": [{"id": name, "object": "model"} for name in names]}


def _logprobs(body: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
    tokens = _TOKEN.findall(reply.text)
    asked = int(body.get("top_logprobs") or 0)
    if reply.first_token:
        first, *rest = reply.first_token[0].token, *tokens[1:]
        candidates: Sequence[TokenChoice] = reply.first_token
    else:
        first, *rest = tokens or [""]
        candidates = [TokenChoice(first, 0.0)]
    return {
        "content": [
            _position(first, candidates[:asked], candidates[0].logprob),
            *(_position(token, [TokenChoice(token, 0.0)][:asked], 0.0) for token in rest),
        ]
    }


def _position(token: str, top: Sequence[TokenChoice], logprob: float) -> dict[str, Any]:
    chosen = _choice(TokenChoice(token, logprob))
    return {**chosen, "top_logprobs": [_choice(choice) for choice in top]}


def _choice(choice: TokenChoice) -> dict[str, Any]:
    sent = choice.token.encode("utf-8", "surrogatepass")
    return {"token": choice.token, "logprob": choice.logprob, "bytes": list(sent)}


def _usage(body: Mapping[str, Any], reply: Reply) -> dict[str, int]:
    shown = sum(len(_TOKEN.findall(str(m.get("content", "")))) for m in body["messages"])
    said = len(_TOKEN.findall(reply.text))
    prompt = reply.usage.prompt_tokens if reply.usage.prompt_tokens is not None else shown
    wrote = reply.usage.completion_tokens if reply.usage.completion_tokens is not None else said
    return {"prompt_tokens": prompt, "completion_tokens": wrote, "total_tokens": prompt + wrote}
