"""The owner of patience, on a clock that only waiting moves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

from judgekit.llm.failures import Failure
from judgekit.llm.limits import Window
from judgekit.llm.pace import Pace, Slots
from judgekit.llm.traffic import Traffic
from judgekit.types import Reply, Usage

REPLY = Reply(text="7", usage=Usage(prompt_tokens=80, completion_tokens=20))
CROWD = Failure("too fast", status=429)


class Clock:
    """Time that passes when somebody sleeps; sleepers wake in the order of their times."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        until = self.now + seconds
        await asyncio.sleep(seconds / 1000)
        self.now = max(self.now, until)


def pace(clock: Clock, **terms: int) -> Pace:
    given = {"max_connections": 16, "max_retries": 3, **terms}
    return Pace(timeout_s=60, traffic=Traffic(), clock=clock, sleep=clock.sleep, **given)  # type: ignore[arg-type]  # a double star hides which is which


def script(*ends: Failure | Reply) -> Callable[[], Awaitable[Reply]]:
    left: Iterator[Failure | Reply] = iter(ends)

    async def ask() -> Reply:
        end = next(left)
        if isinstance(end, Failure):
            raise end
        return end

    return ask


async def test_a_provider_that_names_a_time_is_left_alone_until_then() -> None:
    clock = Clock()
    later = Failure("too fast", status=429, retry_after_s=7.0)
    patient = pace(clock)
    await patient(script(later, REPLY), tokens=0)
    assert clock.now >= 7.0


async def test_what_it_names_to_one_call_holds_for_the_others() -> None:
    clock = Clock()
    patient = pace(clock, max_retries=0)
    with pytest.raises(Failure):
        await patient(script(Failure("too fast", status=429, retry_after_s=7.0)), tokens=0)
    await patient(script(REPLY), tokens=0)
    assert clock.now >= 7.0


async def test_a_call_that_waits_for_its_next_try_holds_no_slot() -> None:
    clock = Clock()
    patient = pace(clock, max_connections=1)
    waiting = asyncio.create_task(patient(script(Failure("broke", status=500), REPLY), tokens=0))
    await asyncio.sleep(0)
    await patient(script(REPLY), tokens=0)
    assert not waiting.done()
    await waiting


async def test_a_crowd_lets_fewer_calls_in_and_calm_lets_them_in_again() -> None:
    under_way, most = 0, 0

    async def ask() -> Reply:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return REPLY

    patient = pace(Clock(), max_connections=8, max_retries=0)
    for _ in range(2):
        with pytest.raises(Failure):
            await patient(script(CROWD), tokens=0)
    await asyncio.gather(*(patient(ask, tokens=0) for _ in range(2)))
    assert most == 2
    await asyncio.gather(*(patient(ask, tokens=0) for _ in range(200)))
    assert most == 8


async def test_calls_of_a_minute_are_limited() -> None:
    clock = Clock()
    patient = pace(clock, rpm=60, max_connections=1)
    for _ in range(31):
        await patient(script(REPLY), tokens=0)
    assert clock.now == pytest.approx(29, abs=1.01)


async def test_tokens_of_a_minute_are_limited_by_what_was_used() -> None:
    clock = Clock()
    patient = pace(clock, tpm=6000, max_connections=1)
    for _ in range(31):
        await patient(script(REPLY), tokens=900)  # held to take 900, uses 100
    assert clock.now == pytest.approx(30, abs=1.5)


async def test_a_call_that_never_ends_is_ended() -> None:
    traffic = Traffic()
    short = Pace(max_connections=1, max_retries=0, timeout_s=0.01, traffic=traffic)
    with pytest.raises(Failure, match=r"timed out after 0.01 s"):
        await short(asyncio.Event().wait, tokens=0)  # type: ignore[arg-type]  # it never returns
    assert traffic.crowded == 1


async def test_a_bug_is_not_tried_again_and_leaves_its_slot() -> None:
    def broken() -> Awaitable[Reply]:
        raise KeyError("a bug")

    patient = pace(Clock(), max_connections=1)
    with pytest.raises(KeyError):
        await patient(broken, tokens=0)
    async with asyncio.timeout(1):
        await patient(script(REPLY), tokens=0)


async def test_slots_are_given_in_turn_and_cancelled_turns_are_passed_on() -> None:
    slots, order = Slots(Window(1)), []

    async def hold(name: str) -> None:
        await slots.enter()
        order.append(name)
        await asyncio.sleep(0)
        slots.leave()

    tasks = [asyncio.create_task(hold(name)) for name in "abcde"]
    await asyncio.sleep(0)
    tasks[1].cancel()
    tasks[3].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == ["a", "c", "e"]


async def test_a_turn_cancelled_as_it_comes_is_passed_on() -> None:
    slots = Slots(Window(1))
    await slots.enter()
    turn = asyncio.create_task(slots.enter())
    await asyncio.sleep(0)
    slots.leave()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    async with asyncio.timeout(1):
        await slots.enter()
