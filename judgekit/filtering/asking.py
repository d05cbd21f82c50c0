"""The judge's stream: rows asked about several at once, heard in order, sentinels among them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import Any, NamedTuple, TypeVar

from judgekit.marks import strip
from judgekit.types import Judge, Judgment, Protocol, Sample

Given = TypeVar("Given")
Made = TypeVar("Made")


class Heard(NamedTuple):
    """What a judge says of a response as it stands and without its marks."""

    plain: Judgment
    stripped: Judgment
    second: bool | None = None
    """Whether a second judge accepts it; absent where none was asked."""

    @property
    def least(self) -> float | None:
        """The lowest score: at or above a threshold exactly where the stance is a stable yes."""
        orders = (*(self.plain.orders or ()), *(self.stripped.orders or ()))
        scores = (self.plain.score, self.stripped.score, *orders)
        return None if None in scores else min(s for s in scores if s is not None)


async def hear(judge: Judge, sample: Sample) -> Heard:
    """Ask about a response, and again without its marks where it has any."""
    sample = _paired(sample, judge.identity.protocol)
    plain = await judge(sample, sample.response)
    bare = strip(sample.response, prompt=sample.prompt).text
    if bare == sample.response or not bare:
        return Heard(plain, plain)
    return Heard(plain, await judge(sample, bare))


async def in_order(
    work: Callable[[Given], Awaitable[Made]], given: Iterable[Given], *, workers: int
) -> AsyncGenerator[Made, None]:
    """Yield what is made of each thing given, in that order, several under way at once.

    Whoever stops listening, or an error, ends what is under way.
    """
    gate = asyncio.Semaphore(workers)

    async def one(thing: Given) -> Made:
        async with gate:
            return await work(thing)

    under_way: deque[asyncio.Task[Made]] = deque()
    try:
        for thing in given:
            under_way.append(asyncio.create_task(one(thing)))
            if len(under_way) >= 4 * workers:
                yield await under_way.popleft()
        while under_way:
            yield await under_way.popleft()
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def spell(heard: Heard) -> list[Any]:
    """Return what was heard as JSON."""
    same = heard.stripped is heard.plain
    return [_spelled(heard.plain), None if same else _spelled(heard.stripped), heard.second]


def unspell(line: list[Any]) -> Heard:
    """Return what was heard."""
    plain, stripped, second = line
    first = Judgment.model_validate(plain)
    return Heard(first, first if stripped is None else Judgment.model_validate(stripped), second)


_WORDS = 4000
"""Characters of a reply that are shown later; the journal has it all."""


def _spelled(judgment: Judgment) -> dict[str, Any]:
    kept = judgment.model_dump(mode="json", exclude={"usage", "cost_usd"}, exclude_defaults=True)
    return {**kept, "raw": judgment.raw[:_WORDS]}


def _paired(sample: Sample, protocol: Protocol) -> Sample:
    """Give a refinement's original as its rival, which is what it has to beat."""
    alone = sample.rival is None and sample.wrong_response is None
    if protocol is Protocol.PAIRWISE and alone and sample.original is not None:
        return sample.model_copy(update={"rival": sample.original})
    return sample
