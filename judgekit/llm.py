"""The door to a model: one call through LiteLLM, one owner of retries, no secret let out."""

from __future__ import annotations

import asyncio
import os
import random
import re
from collections.abc import Mapping
from typing import Any

from judgekit.errors import CallFailed
from judgekit.types import Reply, Request, TokenChoice, Usage

_RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_KEYLIKE = re.compile(r"\b(?:sk|pk|rk|key|Bearer)[-_ ][A-Za-z0-9_\-.*]{6,}")


class LiteLLM:
    """Ask one model; LiteLLM's and the SDKs' own retries are off, ours are counted here.

    `model` is LiteLLM's name (`openai/gpt-4o`, `anthropic/…`, `hosted_vllm/…`, `ollama/…`);
    it is what is called, whatever name the request carries. A call that fails after
    `max_retries` more tries raises `CallFailed`.
    """

    def __init__(
        self,
        model: str,
        *,
        api_base: str | None = None,
        api_key: str | None = None,
        max_connections: int = 16,
        max_retries: int = 5,
        timeout_s: float = 120.0,
        free: bool = False,
    ) -> None:
        self._model = model
        self._where = {"api_base": api_base} if api_base else {}
        self._key = {"api_key": api_key} if api_key else {}
        self._slots = asyncio.Semaphore(max_connections)
        self._max_retries = max_retries
        self._timeout_s = timeout_s
        self._free = free

    async def __call__(self, request: Request) -> Reply:
        async with self._slots:
            for attempt in range(self._max_retries + 1):
                try:
                    return self._read(await self._ask(request))
                except _Failure as failure:
                    if not failure.retried or attempt == self._max_retries:
                        raise self._failed(failure) from None
                    await asyncio.sleep(_backoff_s(attempt, failure.retry_after_s))
        raise AssertionError("the loop above returns or raises")

    async def aclose(self) -> None:
        """Close LiteLLM's connections."""
        await _litellm().close_litellm_async_clients()

    async def _ask(self, request: Request) -> Any:
        # Imported here: it takes seconds, and only a real call needs it.
        litellm = _litellm()
        try:
            return await litellm.acompletion(
                model=self._model,
                messages=[m.model_dump() for m in request.messages],
                timeout=self._timeout_s,
                num_retries=0,
                max_retries=0,
                **request.params,
                **self._where,
                **self._key,
            )
        except Exception as error:
            raise _sort(error) from error

    def _read(self, response: Any) -> Reply:
        choice = response.choices[0]
        usage = getattr(response, "usage", None)
        return Reply(
            text=choice.message.content or "",
            finish_reason=choice.finish_reason,
            refusal=getattr(choice.message, "refusal", None),
            first_token=_first_token(getattr(choice, "logprobs", None)),
            usage=Usage(
                prompt_tokens=getattr(usage, "prompt_tokens", None),
                completion_tokens=getattr(usage, "completion_tokens", None),
            ),
            cost_usd=0.0 if self._free else _cost_usd(response),
            model=response.model,
        )

    def _failed(self, failure: _Failure) -> CallFailed:
        message = f"{self._model}: {scrub(failure.message, self._secrets())}"
        return CallFailed(message, fatal=failure.fatal)

    def _secrets(self) -> tuple[str, ...]:
        named = (v for k, v in os.environ.items() if k.endswith(("_KEY", "_TOKEN", "_SECRET")))
        return (*self._key.values(), *named)


def scrub(message: str, secrets: tuple[str, ...] = ()) -> str:
    """Return one line without a traceback, any of the secrets, or anything shaped like a key."""
    message = message.partition("Traceback (most recent call last)")[0]
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= 6:
            message = message.replace(secret, "[key]")
    return _KEYLIKE.sub("[key]", " ".join(message.split()))[:500]


class _Failure(Exception):  # noqa: N818 - it reads as what happened
    def __init__(self, message: str, *, status: int | None, retry_after_s: float | None) -> None:
        super().__init__(message)
        self.message = message
        self.retried = status is None or status in _RETRIED
        self.fatal = status in {401, 403, 404}
        self.retry_after_s = retry_after_s


def _sort(error: Exception) -> Exception:
    """Turn a provider's error into ours; anything else is a bug and stays what it is."""
    litellm = _litellm()
    known = (litellm.exceptions.APIError, litellm.exceptions.APIConnectionError)
    status = getattr(error, "status_code", None)
    if status is None and not isinstance(error, (*known, asyncio.TimeoutError, OSError)):
        return error
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    return _Failure(
        f"{type(error).__name__}: {error}",
        status=status,
        retry_after_s=_retry_after_s(headers),
    )


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    try:
        return min(max(float(headers.get("retry-after", "")), 0.0), 60.0)
    except ValueError:  # absent, or an HTTP date, which our backoff replaces
        return None


def _backoff_s(attempt: int, retry_after_s: float | None) -> float:
    # Full jitter (Brooker 2015), never earlier than the provider asks.
    return (retry_after_s or 0.0) + random.uniform(0, min(30.0, 0.5 * 2**attempt))


def _first_token(logprobs: Any) -> tuple[TokenChoice, ...] | None:
    content = getattr(logprobs, "content", None)
    if not content or not content[0].top_logprobs:
        return None
    return tuple(TokenChoice(t.token, t.logprob) for t in content[0].top_logprobs)


def _cost_usd(response: Any) -> float | None:
    cost = getattr(response, "_hidden_params", {}).get("response_cost")
    return float(cost) if cost else None  # LiteLLM says 0 for what it has no price for


def _litellm() -> Any:
    # Both must be set before the import, or LiteLLM fetches its maps from the network.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ["LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"] = "True"
    import litellm

    litellm.suppress_debug_info = True
    litellm.telemetry = False
    litellm.drop_params = False
    return litellm
