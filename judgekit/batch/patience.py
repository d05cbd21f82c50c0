"""The SDKs' errors as failures, and more tries where another try can pay nothing twice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from judgekit.llm import Failure
from judgekit.llm.failures import retry_after_s
from judgekit.llm.limits import backoff_s
from judgekit.text import known_secrets, scrub

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[object]]
# Where an error of the SDKs, or of the clients under them, is defined.
_THEIRS = frozenset({"anthropic", "openai", "httpx", "httpx2", "httpcore", "httpcore2"})
# The SDKs make objects of whatever came: a field may be absent, or of any type.
_OF_ANSWERS = (AttributeError, OSError, TypeError, ValueError)


class Patience:
    """Try again after passing failures, `max_retries` times at most, with full jitter."""

    def __init__(self, max_retries: int, *, sleep: Sleep = asyncio.sleep) -> None:
        self._max_retries = max_retries
        self._sleep = sleep
        self._rng = random.Random()

    async def repeat(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until it succeeds: for what may be asked twice."""
        return await self._try(ask, lambda failure: failure.passing)

    async def once(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask for what may be done only once: again only where the provider said it was not."""
        return await self._try(ask, lambda failure: failure.status == 429)

    async def _try(
        self, ask: Callable[[], Awaitable[T]], may_repeat: Callable[[Failure], bool]
    ) -> T:
        for attempt in range(self._max_retries + 1):
            try:
                with failures():
                    return await ask()
            except Failure as failure:
                if attempt == self._max_retries or not may_repeat(failure):
                    raise
                wait_s = backoff_s(attempt, failure.retry_after_s, self._rng)
            await self._sleep(wait_s)
        raise AssertionError("the loop above returns or raises")


@contextmanager
def failures() -> Iterator[None]:
    """Turn what an SDK raises into a failure without secrets; bugs of ours stay what they are."""
    try:
        yield
    except Exception as error:
        of_theirs = type(error).__module__.partition(".")[0] in _THEIRS
        if not of_theirs and not isinstance(error, _OF_ANSWERS):
            raise
        status = getattr(error, "status_code", None)
        headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", {})
        raise Failure(
            scrub(f"{type(error).__name__}: {error}", known_secrets()),
            status=status if isinstance(status, int) else None,
            retry_after_s=retry_after_s(headers),
        ) from None


def was_refused(failure: Failure) -> bool:
    """Return whether a provider said for certain that it did not do what it was asked."""
    status = failure.status
    return status is not None and 400 <= status < 500 and status not in {408, 409, 425}
