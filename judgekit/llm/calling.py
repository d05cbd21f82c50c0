"""LiteLLM asked once, its retries off, and its errors sorted."""

from __future__ import annotations

from typing import Any

from judgekit.llm.failures import sort_error
from judgekit.llm.library import litellm, spare_the_collector
from judgekit.llm.plan import say
from judgekit.types import Request


async def call_litellm(model: str, request: Request, *, timeout_s: float, **how: Any) -> Any:
    """Return LiteLLM's response; `how` says where and with which client, where that is given."""
    try:
        response = await litellm().acompletion(
            model=model,
            messages=say(request.messages),
            timeout=timeout_s,
            num_retries=0,
            max_retries=0,
            **request.params,
            **{name: value for name, value in how.items() if value},
        )
    except Exception as error:
        raise sort_error(error) from error
    spare_the_collector()
    return response
