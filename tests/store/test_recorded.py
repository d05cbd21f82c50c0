import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from judgekit.errors import CallFailed, InputError, JudgekitError
from judgekit.store import Journal, Recorded, key
from judgekit.testing import Scripted
from judgekit.types import Complete, Message, Reply, Request


def request(text: str = "Grade this.", **fields: object) -> Request:
    return Request(model="m", messages=(Message(role="user", content=text),), **fields)


def echo(request: Request) -> str:
    return f"{request.messages[0].content} {request.repeat}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "replies.journal"


class Held:
    """A model that answers when it is released."""

    def __init__(self, answer: Callable[[Request], str]) -> None:
        self.asked = Scripted(answer)
        self.released = asyncio.Event()

    async def __call__(self, request: Request) -> Reply:
        self.asked.requests.append(request)
        await self.released.wait()
        return Reply(text=self.asked._answer(request))


async def answers(recorded: Complete, *requests: Request) -> list[str]:
    return [r.text for r in await asyncio.gather(*map(recorded, requests))]


async def test_a_second_run_asks_for_nothing(path):
    asked = [request(repeat=n) for n in range(5)]
    with Journal(path) as journal:
        first = await answers(Recorded(journal, Scripted(echo)), *asked)
    with Journal(path, read_only=True) as journal:
        replay = Recorded(journal, None)
        assert await answers(replay, *asked) == first
    assert (replay.asked, replay.replayed) == (0, 5)


async def test_only_what_is_missing_is_asked(path):
    model = Scripted(echo)
    with Journal(path) as journal:
        await answers(Recorded(journal, model), request("a"))
        resumed = Recorded(journal, model)
        assert await answers(resumed, request("a"), request("b")) == ["a 0", "b 0"]
    assert (resumed.asked, resumed.replayed) == (1, 1)
    assert model.requests == [request("a"), request("b")]


async def test_a_reply_is_on_disk_before_it_is_returned(path):
    with Journal(path) as journal, Journal(path, read_only=True) as other:
        for n in range(20):
            reply = await Recorded(journal, Scripted(echo))(request(repeat=n))
            found = other.get(key(request(repeat=n)))
            assert found is not None
            assert found.reply == reply


async def test_identical_requests_under_way_are_asked_once(path):
    model = Held(echo)
    with Journal(path) as journal:
        recorded = Recorded(journal, model)
        running = asyncio.create_task(answers(recorded, *[request()] * 10, request(repeat=1)))
        await asyncio.sleep(0.01)
        model.released.set()
        assert await running == ["Grade this. 0"] * 10 + ["Grade this. 1"]
    assert len(model.asked.requests) == recorded.asked == 2
    assert recorded.replayed == 9


async def test_a_request_outlives_the_cancellation_of_whoever_asked_first(path):
    model = Held(echo)
    with Journal(path) as journal:
        recorded = Recorded(journal, model)
        first = asyncio.create_task(recorded(request()))
        second = asyncio.create_task(recorded(request()))
        await asyncio.sleep(0.01)
        first.cancel()
        await asyncio.sleep(0.01)
        model.released.set()
        async with asyncio.timeout(5):
            assert (await second).text == "Grade this. 0"
        assert first.cancelled()
    assert recorded.asked == 2


async def test_a_failed_call_reaches_everyone_who_waits_and_is_not_kept(path):
    def fail(request: Request) -> str:
        raise CallFailed("503")

    model = Held(fail)
    with Journal(path) as journal:
        recorded = Recorded(journal, model)
        both = asyncio.gather(recorded(request()), recorded(request()), return_exceptions=True)
        await asyncio.sleep(0.01)
        model.released.set()
        assert [type(e) for e in await both] == [CallFailed, CallFailed]
        assert len(model.asked.requests) == 1
        assert await answers(Recorded(journal, Scripted(echo)), request()) == ["Grade this. 0"]


async def test_a_missing_reply_says_which_and_what_to_do(path):
    with Journal(path):
        pass
    asked = request("Is\n\x1b[31m this   right? " + "x" * 90, repeat=2)
    with Journal(path, read_only=True) as journal:
        replay = Recorded(journal, None)
        with pytest.raises(JudgekitError) as error:
            await replay(asked)
    said = str(error.value)
    assert str(path) in said
    assert "'m'" in said
    assert r"Is \\x1b[31m this right? xxx" in said
    assert key(asked).hex()[:12] in said
    assert "run once without replay" in said
    assert (replay.asked, replay.replayed, error.value.exit_code) == (0, 0, 2)


async def test_a_request_without_messages_can_be_missing_too(path):
    with Journal(path) as journal, pytest.raises(InputError, match="no reply"):
        await Recorded(journal, None)(Request(model="m", messages=()))


async def test_the_last_day_is_that_of_the_newest_reply_given_out(path):
    days = iter([86_400 * 2 - 1, 86_400 * 2, 86_400 * 9])
    with Journal(path, clock=lambda: next(days)) as journal:
        await answers(Recorded(journal, Scripted(echo)), request("a"))
        await answers(Recorded(journal, Scripted(echo)), request("b"))
        await answers(Recorded(journal, Scripted(echo)), request("unrelated"))
        replay = Recorded(journal, None)
        seen = [replay.last_day()]
        for text in "aba":
            await replay(request(text))
            seen.append(replay.last_day())
    assert seen == [None, "1970-01-02", "1970-01-03", "1970-01-03"]


def test_a_journal_serves_one_event_loop_after_another(path):
    with Journal(path) as journal:
        recorded = Recorded(journal, Scripted(echo))
        for n in range(3):
            assert asyncio.run(answers(recorded, request(repeat=n))) == [f"Grade this. {n}"]
