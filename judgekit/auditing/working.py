"""A fixed number of workers, the first error of whom ends the run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


async def run_workers(work: Callable[[], Awaitable[None]], workers: int) -> None:
    """Run `work` several times at once, to the end of all or the first error of any."""
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(_run(work))
    except BaseExceptionGroup as group_of_errors:
        raise _first(group_of_errors) from None


async def _run(work: Callable[[], Awaitable[None]]) -> None:
    await work()


def _first(error: BaseException) -> BaseException:
    # One worker's error ends the run; the others' are its echo.
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error
