"""A provider that takes batches, and what a test hands in there and collects."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from judgekit.batch import Collected, Desk, Ledger, Patience, Room, Submitted, To
from judgekit.errors import CallFailed
from judgekit.store import Journal, key
from judgekit.testing import Batches, Dialect, Provider
from judgekit.types import Message, Reply, Request

SECRET = "sk-test-0123456789abcdef"
MODELS = {
    Dialect.OPENAI: "openai/gpt-4o",
    Dialect.ANTHROPIC: "anthropic/claude-sonnet-4-5",
    Dialect.VLLM: "hosted_vllm/judge",
}


def say_it_back(body: dict[str, Any]) -> str:
    """Answer so that each reply tells which request it belongs to."""
    return f"You said {body['messages'][-1]['content']}"


class Office(NamedTuple):
    """One journal, and one provider in one dialect."""

    journal: Path
    provider: Provider
    batches: Batches
    dialect: Dialect

    @property
    def model(self) -> str:
        return MODELS[self.dialect]

    @property
    def api_base(self) -> str:
        return self.provider.url(self.dialect)

    def requests(self, n: int, **params: Any) -> list[Request]:
        return [self.request(f"number {i}", **params) for i in range(n)]

    def request(self, words: str, **params: Any) -> Request:
        return Request(
            model=self.model,
            api_base=self.api_base,
            messages=(Message(role="user", content=words),),
            params={"max_tokens": 20, **params},
        )

    async def submit(
        self,
        requests: Sequence[Request],
        *,
        later_s: float = 0,
        max_tokens: int | None = None,
        to: To = To.PROVIDER,
    ) -> Submitted:
        with Ledger(self.journal, clock=lambda: time.time() + later_s) as ledger:
            return await self._submit(ledger, requests, max_tokens, to)

    async def _submit(
        self, ledger: Ledger, requests: Sequence[Request], max_tokens: int | None, to: To
    ) -> Submitted:
        async with Desk(ledger, Patience(2, sleep=_at_once)) as desk:
            await desk.reconcile()
            taken = ledger.tokens_under_way(self.model)
            door = desk.submission(
                self.model,
                self.api_base,
                to=to,
                folder=self.journal.parent / "files",
                room=Room(tokens=max_tokens and max_tokens - taken),
            )
            for request in requests:
                try:
                    await door(request)
                except CallFailed:
                    continue
            return await door.finish()

    async def collect(self, source: Path | None = None) -> Collected:
        """Collect a file, or the newest batch."""
        with Ledger(self.journal) as ledger:
            async with Desk(ledger, Patience(2, sleep=_at_once)) as desk:
                return await desk.collect(source or ledger.batches()[-1])

    def replies(self, requests: Sequence[Request]) -> list[Reply | None]:
        with Journal(self.journal, read_only=True) as journal:
            kept = [journal.get(key(r)) for r in requests]
        return [k.reply if k else None for k in kept]

    def texts(self, requests: Sequence[Request]) -> list[str | None]:
        return [r.text if r else None for r in self.replies(requests)]


async def _at_once(seconds: float) -> None:
    """Do not wait."""
