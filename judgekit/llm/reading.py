"""A reply read from LiteLLM's response object, whichever path made that object."""

from __future__ import annotations

from typing import Any

from judgekit.llm.failures import no_reply
from judgekit.types import Reply, TokenChoice, Usage


def read(response: Any, *, cost_usd: float | None) -> Reply:
    """Return the first choice with what belongs to it, or raise a failure where there is none."""
    try:
        choice = response.choices[0]
        return Reply(
            text=choice.message.content or "",
            finish_reason=choice.finish_reason,
            refusal=_refusal(choice.message),
            first_token=_first_token(getattr(choice, "logprobs", None)),
            usage=_usage(getattr(response, "usage", None)),
            cost_usd=cost_usd,
            model=response.model,
        )
    except (LookupError, AttributeError, TypeError, ValueError) as error:
        raise no_reply(error) from error


def _refusal(message: Any) -> str | None:
    # LiteLLM keeps what it has no field for beside the message.
    return (getattr(message, "provider_specific_fields", None) or {}).get("refusal") or None


def _usage(usage: Any) -> Usage:
    if not getattr(usage, "prompt_tokens", None):
        return Usage()  # LiteLLM says 0 for what the provider did not count
    return Usage(prompt_tokens=usage.prompt_tokens, completion_tokens=usage.completion_tokens)


def _first_token(logprobs: Any) -> tuple[TokenChoice, ...] | None:
    content = getattr(logprobs, "content", None)
    if not content or not content[0].top_logprobs:
        return None
    return tuple(TokenChoice(t.token, t.logprob) for t in content[0].top_logprobs)
