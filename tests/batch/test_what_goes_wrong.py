"""Whatever comes back, each request ends answered or free to be asked again, and is counted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from office import SECRET, Office

from judgekit.batch import Ledger, Room, State, forget
from judgekit.batch.results import Fate
from judgekit.errors import InputError, OperationalError
from judgekit.llm import sizing, stated
from judgekit.testing import Body, Dialect, Fault
from judgekit.testing.batches import Line, Step


def failed(office: Office, line: Line, kind: str) -> Line:
    """Return the line that says so in the words of the interface."""
    if office.dialect is Dialect.ANTHROPIC:
        results = {
            "errored": {"type": "errored", "error": {"type": "error", "error": _ERROR}},
            "expired": {"type": "expired"},
            "cancelled": {"type": "canceled"},
        }
        return {**line, "result": results[kind]}
    codes = {"expired": "batch_expired", "cancelled": "batch_cancelled"}
    if kind in codes:
        error = {"code": codes[kind], "message": "it was late"}
        return {**line, "response": None, "error": error}
    body = {"error": _ERROR}
    return {**line, "response": {"status_code": 400, "body": body}}


_ERROR = {"type": "invalid_request_error", "message": f"no such thing for {SECRET}"}


def states(office: Office) -> list[State]:
    with Ledger(office.journal, read_only=True) as ledger:
        return [b.state for b in ledger.batches()]


@pytest.mark.parametrize("kind", ["errored", "expired", "cancelled"])
async def test_what_was_not_answered_is_counted_and_alone_asked_again(
    office: Office, kind: str
) -> None:
    requests = office.requests(4)
    await office.submit(requests)
    office.batches.finish(change=lambda i, line: failed(office, line, kind) if i == 2 else line)
    collected = await office.collect()
    assert collected.counts == {Fate.ANSWERED: 3, Fate(kind): 1, Fate.MISSING: 0}
    assert not collected.is_open
    assert office.texts(requests)[2] is None
    again = await office.submit(requests)
    assert (again.n_answered, [b.size for b in again.batches]) == (3, [1])
    office.batches.finish()
    await office.collect()
    assert office.texts(requests) == [f"You said number {i}" for i in range(4)]


async def test_a_reason_is_told_without_the_key_in_it(office: Office) -> None:
    await office.submit(office.requests(1))
    office.batches.finish(change=lambda i, line: failed(office, line, "errored"))
    collected = await office.collect()
    (reason,) = collected.reasons
    assert "no such thing" in reason
    assert SECRET not in reason


async def test_an_answer_that_is_no_reply_is_an_error_and_not_a_score(office: Office) -> None:
    def empty(number: int, line: Line) -> Line:
        if office.dialect is Dialect.ANTHROPIC:
            return {**line, "result": {"type": "succeeded", "message": {"content": None}}}
        return {**line, "response": {"status_code": 200, "body": {"choices": []}}}

    requests = office.requests(1)
    await office.submit(requests)
    office.batches.finish(change=empty)
    collected = await office.collect()
    assert collected.counts[Fate.ERRORED] == 1
    assert office.texts(requests) == [None]


async def test_a_second_answer_is_counted_and_the_first_stays(office: Office) -> None:
    def doubled(number: int, line: Line) -> bytes:
        other = json.dumps(line).replace("You said", "You never said")
        return f"{json.dumps(line)}\n{json.dumps(line)}\n{other}".encode()

    requests = office.requests(2)
    await office.submit(requests)
    office.batches.finish(change=doubled)
    collected = await office.collect()
    assert collected.counts[Fate.ANSWERED] == 2
    assert collected.counts[Fate.REPEATED] == 2
    assert collected.counts[Fate.CONTRADICTED] == 2
    assert office.texts(requests) == ["You said number 0", "You said number 1"]


async def test_a_result_of_somebody_else_is_counted_and_left(office: Office) -> None:
    def renamed(number: int, line: Line) -> bytes:
        stranger = {**line, "custom_id": "request-1"}
        unheard = {**line, "custom_id": f"{'0' * 12}-{line['custom_id'][13:]}"}
        return "\n".join(map(json.dumps, (stranger, unheard, line))).encode()

    await office.submit(office.requests(1))
    office.batches.finish(change=renamed)
    collected = await office.collect()
    assert collected.counts[Fate.ANSWERED] == 1
    assert collected.counts[Fate.UNKNOWN] == 2


GARBAGE = [b"<html>", b"\xff\xfe", b"[]", b"null", b'{"custom_id": 7}', b"[" * 20_000]


async def test_lines_that_cannot_be_read_are_counted_and_the_rest_is_kept(
    office: Office,
) -> None:
    def dirty(number: int, line: Line) -> bytes:
        return b"\n".join([*GARBAGE, json.dumps(line).encode()])

    requests = office.requests(1)
    await office.submit(requests)
    office.batches.finish(change=dirty)
    collected = await office.collect()
    assert collected.counts[Fate.UNREADABLE] == len(GARBAGE)
    assert office.texts(requests) == ["You said number 0"]


async def test_a_line_cut_off_keeps_the_batch_open_until_it_is_given_up(office: Office) -> None:
    requests = office.requests(3)
    await office.submit(requests)
    office.batches.finish(
        change=lambda i, line: json.dumps(line).encode()[:-40] if i == 0 else line
    )
    collected = await office.collect()
    assert collected.is_damaged
    assert (collected.counts[Fate.UNREADABLE], collected.counts[Fate.MISSING]) == (1, 1)
    blocked = await office.submit(requests)
    assert (blocked.n_answered, blocked.n_under_way, blocked.batches) == (2, 1, ())
    forget(office.journal, [collected.what])
    again = await office.submit(requests)
    assert [b.size for b in again.batches] == [1]


async def test_a_page_in_place_of_the_results_frees_nothing(office: Office) -> None:
    requests = office.requests(3)
    await office.submit(requests)
    office.batches.finish()
    office.batches.faults[Step.FETCH] = [
        Fault(content=b"<html>please log in</html>", content_type="text/html")
    ]
    first = await office.collect()
    assert first.is_damaged
    assert (await office.submit(requests)).n_under_way == 3
    await office.collect()
    assert None not in office.texts(requests)


async def test_results_of_another_content_type_are_results(office: Office) -> None:
    requests = office.requests(2)
    await office.submit(requests)
    office.batches.finish()
    office.batches.faults[Step.FETCH] = [Fault(content_type="text/plain")]
    await office.collect()
    assert None not in office.texts(requests)


async def test_a_download_cut_short_is_begun_anew(office: Office) -> None:
    requests = office.requests(5)
    await office.submit(requests)
    office.batches.finish()
    office.batches.faults[Step.FETCH] = [Fault(body=Body.TRUNCATED), Fault(status=503)]
    collected = await office.collect()
    assert collected.counts == {Fate.ANSWERED: 5, Fate.MISSING: 0}
    assert office.batches.n_fetched == 3


async def test_a_download_always_cut_short_keeps_what_came(office: Office) -> None:
    requests = office.requests(6)
    await office.submit(requests)
    office.batches.finish()
    office.batches.faults[Step.FETCH] = [Fault(body=Body.TRUNCATED)] * 3
    first = await office.collect()
    came = sum(text is not None for text in office.texts(requests))
    assert first.failure is not None
    assert 0 < came == first.counts[Fate.ANSWERED] < 6
    assert first.counts[Fate.MISSING] == 6 - came
    second = await office.collect()
    assert (second.counts[Fate.ANSWERED], second.counts[Fate.REPEATED]) == (6 - came, came)
    assert states(office) == [State.CLOSED]


async def test_what_openai_lost_is_missing_and_asked_again(openai: Office) -> None:
    requests = openai.requests(3)
    await openai.submit(requests)
    openai.batches.finish(status="expired", change=lambda i, line: line if i else None)
    collected = await openai.collect()
    assert (collected.counts[Fate.MISSING], collected.is_open) == (1, False)
    assert [b.size for b in (await openai.submit(requests)).batches] == [1]


async def test_a_batch_that_openai_found_wrong_is_told_and_free_again(openai: Office) -> None:
    requests = openai.requests(2)
    await openai.submit(requests)
    errors = [{"code": "token_limit_exceeded", "message": "Enqueued token limit reached"}]
    openai.batches.made["batch_1"].update(status="failed", errors={"data": errors})
    collected = await openai.collect()
    assert list(collected.reasons) == ["token_limit_exceeded: Enqueued token limit reached"]
    assert not collected.is_open
    assert [b.size for b in (await openai.submit(requests)).batches] == [2]


async def test_a_batch_under_way_is_left_alone(office: Office) -> None:
    requests = office.requests(2)
    await office.submit(requests)
    collected = await office.collect()
    assert (collected.is_open, collected.is_damaged, office.batches.n_fetched) == (True, False, 0)
    assert (await office.submit(requests)).n_under_way == 2


async def test_a_batch_that_the_provider_does_not_know_stays_open(office: Office) -> None:
    requests = office.requests(2)
    await office.submit(requests)
    office.batches.made.clear()
    collected = await office.collect()
    assert "404" in str(collected.failure)
    assert (await office.submit(requests)).n_under_way == 2


@pytest.mark.parametrize("step", [Step.LOOK, Step.FETCH])
async def test_what_may_be_asked_twice_is_tried_again(office: Office, step: Step) -> None:
    requests = office.requests(1)
    await office.submit(requests)
    office.batches.finish()
    office.batches.faults[step] = [Fault(status=500), Fault(body=Body.RESET)]
    await office.collect()
    assert office.texts(requests) == ["You said number 0"]


async def test_only_so_many_tokens_are_under_way_at_once(office: Office) -> None:
    requests = office.requests(5)  # of 22 tokens each, 20 of them for the answer
    first = await office.submit(requests, max_tokens=50)
    assert ([b.size for b in first.batches], first.n_left) == ([2], 3)
    full = await office.submit(requests, max_tokens=50)
    assert (full.batches, full.n_under_way, full.n_left) == ((), 2, 3)
    office.batches.finish()
    await office.collect()
    rest = await office.submit(requests, max_tokens=500)
    assert (rest.n_answered, [b.size for b in rest.batches]) == (2, [3])


async def test_a_refusal_leaves_nothing_behind_and_shows_no_key(office: Office) -> None:
    office.batches.faults[Step.CREATE] = [Fault(status=401)]
    with pytest.raises(OperationalError, match="401") as refused:
        await office.submit(office.requests(2))
    assert SECRET not in str(refused.value)
    assert states(office) == []


async def test_a_crowded_provider_is_asked_again(office: Office) -> None:
    office.batches.faults[Step.CREATE] = [Fault(status=429, retry_after_s=1)]
    submitted = await office.submit(office.requests(2))
    assert len(submitted.batches) == len(office.batches.made) == 1


@pytest.mark.parametrize("whole", [{"id": "x"}, "batch", {"id": "x", "status": []}], ids=str)
async def test_an_answer_that_is_no_batch_is_a_failure(office: Office, whole: Any) -> None:
    await office.submit(office.requests(1))
    content = json.dumps(whole).encode()
    office.batches.faults[Step.LOOK] = [Fault(content=content)] * 3
    collected = await office.collect()
    assert collected.failure is not None


async def test_what_it_may_cost_is_held_before_it_is_handed_in(openai: Office) -> None:
    request = openai.request("one")
    tariff = stated(2.0, 10.0)
    most_usd = tariff.most(sizing.bound(request), 20)
    room = Room(max_usd=2.5 * most_usd, tariff=tariff)
    assert [room.take(openai.request(words)) for words in ("one", "two", "six")] == [
        True,
        True,
        False,
    ]
    with pytest.raises(InputError, match="nothing limits the length of a reply"):
        room.take(request.model_copy(update={"params": {}}))
