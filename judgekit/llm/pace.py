"""The one owner of patience: slots, limits, time-outs and retries, whichever way a call goes."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable

from judgekit.llm.failures import Failure, timed_out
from judgekit.llm.limits import Bucket, Window, backoff_s
from judgekit.llm.purse import Purse
from judgekit.llm.traffic import Traffic
from judgekit.types import Reply

Sleep = Callable[[float], Awaitable[object]]


class Pace:
    """Try a call until it succeeds, fails for good or has been tried `max_retries` times more.

    A call that waits for its next try holds no slot and no money. A provider's `Retry-After`
    holds for all.
    """

    def __init__(
        self,
        *,
        max_connections: int,
        max_retries: int,
        timeout_s: float,
        rpm: int | None = None,
        tpm: int | None = None,
        purse: Purse | None = None,
        traffic: Traffic,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        rng: random.Random | None = None,
    ) -> None:
        self._window = Window(max_connections)
        self._slots = Slots(self._window)
        self._requests = Bucket(rpm) if rpm else None
        self._tokens = Bucket(tpm) if tpm else None
        self._purse = purse
        self._max_retries = max_retries
        self._timeout_s = timeout_s
        self._traffic = traffic
        self._clock = clock
        self._sleep = sleep
        self._rng = rng or random.Random()
        self._not_before = float("-inf")

    async def __call__(
        self, ask: Callable[[], Awaitable[Reply]], *, tokens: int, most_usd: float = 0.0
    ) -> Reply:
        """Return the reply, or raise the last failure.

        `tokens` is what one try is held to take, `most_usd` the most that it can cost.
        """
        for attempt in range(self._max_retries + 1):
            try:
                if self._purse is None:
                    return await self._try(ask, tokens)
                return await self._purse.spend(most_usd, lambda: self._try(ask, tokens))
            except Failure as failure:
                if not failure.passing or attempt == self._max_retries:
                    raise
                wait_s = backoff_s(attempt, failure.retry_after_s, self._rng)
            self._traffic.retries += 1
            await self._sleep(wait_s)
        raise AssertionError("the loop above returns or raises")

    async def _try(self, ask: Callable[[], Awaitable[Reply]], tokens: int) -> Reply:
        await self._slots.enter()
        try:
            await self._wait_for_limits(tokens)
            began = self._clock()
            try:
                async with asyncio.timeout(self._timeout_s):
                    reply = await ask()
            except TimeoutError:
                failure = timed_out(self._timeout_s)
                self._learn(failure, began)
                raise failure from None
            except Failure as failure:
                self._learn(failure, began)
                raise
            self._window.widen()
            self._settle(reply, tokens)
            return reply.model_copy(update={"latency_s": round(self._clock() - began, 4)})
        finally:
            self._slots.leave()

    async def _wait_for_limits(self, tokens: int) -> None:
        now = self._clock()
        waits = [self._not_before - now]
        if self._requests:
            waits.append(self._requests.take(1, now=now))
        if self._tokens:
            waits.append(self._tokens.take(tokens, now=now))
        if max(waits) > 0:
            await self._sleep(max(waits))

    def _learn(self, failure: Failure, began: float) -> None:
        now = self._clock()
        if failure.crowded:
            self._traffic.crowded += 1
            self._window.narrow(began=began, now=now)
        if failure.retry_after_s:
            self._not_before = max(self._not_before, now + failure.retry_after_s)

    def _settle(self, reply: Reply, tokens: int) -> None:
        used = (reply.usage.prompt_tokens, reply.usage.completion_tokens)
        if self._tokens and used[0] is not None:
            self._tokens.give_back(tokens - used[0] - (used[1] or 0))


class Slots:
    """As many calls under way as the window allows, first come first served."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._under_way = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def enter(self) -> None:
        """Wait for a slot and take it."""
        if not self._waiting and self._under_way < self._window.size:
            self._under_way += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # the slot came together with the cancellation
                self.leave()
            raise

    def leave(self) -> None:
        """Free a slot and let in whoever may come now."""
        self._under_way -= 1
        while self._waiting and self._under_way < self._window.size:
            turn = self._waiting.popleft()
            if not turn.done():
                self._under_way += 1
                turn.set_result(None)
