"""One reply in the shape in which each provider's interface sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from judgekit.testing.wire import completion, failure
from judgekit.types import Reply, Usage

_STOPS = {"length": "max_tokens", "content_filter": "refusal"}


class Dialect(StrEnum):
    """Whose interface is spoken."""

    OPENAI = "openai"
    VLLM = "vllm"
    """OpenAI's, with the fields that vLLM adds."""
    ANTHROPIC = "anthropic"
    OLLAMA = "ollama"
    """Ollama's own, for chats and for single prompts."""


def asked(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request in whatever dialect with its messages as OpenAI's interface takes them."""
    system = [{"role": "system", "content": body["system"]}] if body.get("system") else []
    prompt = [{"role": "user", "content": body["prompt"]}] if "prompt" in body else []
    said = [*system, *body.get("messages", prompt)]
    return {**body, "messages": [{**m, "content": _text(m.get("content"))} for m in said]}


def answered(
    dialect: Dialect, body: Mapping[str, Any], reply: Reply, number: int
) -> dict[str, Any]:
    """Return the `number`-th reply; what a dialect has no words for is left out."""
    spoken = completion(body, reply, number)
    if dialect is Dialect.OPENAI:
        return spoken
    if dialect is Dialect.VLLM:
        return _by_vllm(spoken)
    usage = Usage(**{name: spoken["usage"][name] for name in Usage.model_fields})
    if dialect is Dialect.ANTHROPIC:
        return _by_anthropic(spoken, reply, usage)
    return _by_ollama(spoken, reply, usage, chat="prompt" not in body)


def refused(dialect: Dialect, status: int) -> dict[str, Any]:
    """Return the body that goes with an error status."""
    spoken = failure(status)
    if dialect is Dialect.ANTHROPIC:
        kind = {429: "rate_limit_error", 529: "overloaded_error"}.get(status, "api_error")
        return {"type": "error", "error": {"type": kind, "message": spoken["error"]["message"]}}
    if dialect is Dialect.OLLAMA:
        return {"error": spoken["error"]["message"]}
    return spoken


def _by_vllm(spoken: dict[str, Any]) -> dict[str, Any]:
    (choice,) = spoken["choices"]
    message = {**choice["message"], "tool_calls": [], "reasoning_content": None}
    added = {"stop_reason": None, "token_ids": None, "message": message}
    return {
        **spoken,
        "choices": [{**choice, **added}],
        "usage": {**spoken["usage"], "prompt_tokens_details": None},
        "service_tier": None,
        "system_fingerprint": None,
        "prompt_logprobs": None,
        "prompt_token_ids": None,
        "kv_transfer_params": None,
    }


def _by_anthropic(spoken: dict[str, Any], reply: Reply, usage: Usage) -> dict[str, Any]:
    said = reply.refusal or reply.text
    stop = "refusal" if reply.refusal else _STOPS.get(reply.finish_reason or "", "end_turn")
    return {
        "id": f"msg_{spoken['id']}",
        "type": "message",
        "role": "assistant",
        "model": spoken["model"],
        "content": [{"type": "text", "text": said}] if said else [],
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": {
            "input_tokens": usage.prompt_tokens,
            "output_tokens": usage.completion_tokens,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
        },
    }


def _by_ollama(spoken: dict[str, Any], reply: Reply, usage: Usage, *, chat: bool) -> dict[str, Any]:
    said = reply.refusal or reply.text
    text = {"message": {"role": "assistant", "content": said}} if chat else {"response": said}
    return {
        "model": spoken["model"],
        "created_at": "2026-01-01T00:00:00Z",
        **text,
        "done": True,
        "done_reason": "length" if reply.finish_reason == "length" else "stop",
        "prompt_eval_count": usage.prompt_tokens,
        "eval_count": usage.completion_tokens,
    }


def _text(content: str | Sequence[Mapping[str, Any]] | None) -> str:
    """Return the text of a message that may be written in parts."""
    if content is None or isinstance(content, str):
        return content or ""
    return "".join(str(part.get("text", "")) for part in content)
