"""A limit in money: what a try may cost is held before it is made, and what it did cost is paid."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from judgekit.errors import MaxCostReached
from judgekit.llm.failures import Failure
from judgekit.types import Reply


class Purse:
    """So many US dollars, never passed; several doors may share one.

    A try that does not fit beside those under way waits until they are paid for, since they mostly
    cost less than is held for them; one that does not fit even then raises `MaxCostReached`.
    """

    def __init__(self, max_usd: float) -> None:
        self.max_usd = max_usd
        self.spent_usd = 0.0
        self.unsure_usd = 0.0
        """The part of what is spent that was held for tries whose cost never came to be known."""
        self._held: list[float] = []
        self._paid = asyncio.Event()

    async def spend(self, most_usd: float, attempt: Callable[[], Awaitable[Reply]]) -> Reply:
        """Make a try that costs `most_usd` at most."""
        await self._hold(most_usd)
        cost_usd = None
        try:
            reply = await attempt()
            cost_usd = reply.cost_usd
        except Failure as failure:
            cost_usd = 0.0 if failure.unpaid else None
            raise
        else:
            return reply
        finally:
            self._pay(most_usd, cost_usd)

    async def _hold(self, most_usd: float) -> None:
        while self.spent_usd + sum(self._held) + most_usd > self.max_usd:
            if not self._held:
                raise MaxCostReached(
                    self.max_usd, self.spent_usd, unsure_usd=self.unsure_usd, next_usd=most_usd
                )
            await self._paid.wait()
        self._held.append(most_usd)

    def _pay(self, most_usd: float, cost_usd: float | None) -> None:
        self._held.remove(most_usd)
        self.spent_usd += most_usd if cost_usd is None else cost_usd
        self.unsure_usd += most_usd if cost_usd is None else 0.0
        # Those who wait look again; those who come later wait for the next payment.
        self._paid.set()
        self._paid = asyncio.Event()
