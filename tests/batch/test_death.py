"""A run that dies between asking a provider and writing down its answer pays nothing twice."""

from __future__ import annotations

import pytest
from office import Office

from judgekit.batch import Ledger, State
from judgekit.errors import OperationalError
from judgekit.testing import Body, Fault
from judgekit.testing.batches import Step

# To the ledger these are what a death is: the intent is written, and no answer.
UNHEARD = {
    "reset": Fault(body=Body.RESET),
    "page": Fault(content=b"<html>", content_type="text/html"),
    "500": Fault(status=500),
}


def states(office: Office) -> list[State]:
    with Ledger(office.journal, read_only=True) as ledger:
        return [b.state for b in ledger.batches()]


async def die(office: Office, n: int, fault: Fault = UNHEARD["reset"]) -> None:
    office.batches.faults[Step.CREATE] = [fault]
    with pytest.raises(OperationalError, match="asks nothing twice"):
        await office.submit(office.requests(n))
    assert states(office) == [State.INTENDED]


@pytest.mark.parametrize("fault", UNHEARD.values(), ids=UNHEARD)
async def test_openai_batch_of_unknown_fate_is_adopted(openai: Office, fault: Fault) -> None:
    await die(openai, 3, fault)
    again = await openai.submit(openai.requests(3))
    assert (again.batches, again.n_under_way) == ((), 3)
    openai.batches.finish()
    await openai.collect()
    assert len(openai.batches.made) == 1
    assert None not in openai.texts(openai.requests(3))


@pytest.mark.parametrize("fault", UNHEARD.values(), ids=UNHEARD)
async def test_anthropic_batch_of_unknown_fate_is_adopted_when_it_tells(
    anthropic: Office, fault: Fault
) -> None:
    await die(anthropic, 3, fault)
    while_running = await anthropic.submit(anthropic.requests(3), later_s=3000)
    assert (while_running.batches, while_running.n_under_way) == ((), 3)
    assert states(anthropic) == [State.INTENDED]
    anthropic.batches.finish()
    collected = await anthropic.collect()
    assert not collected.is_open
    assert len(anthropic.batches.made) == 1
    assert None not in anthropic.texts(anthropic.requests(3))


async def test_a_batch_is_found_behind_newer_ones(office: Office) -> None:
    await die(office, 3)
    strangers = [office.requests(n)[-1:] for n in (7, 8, 9)]
    other = office._replace(journal=office.journal.with_name("other.journal"))
    for requests in strangers:
        await other.submit(requests)
    office.batches.finish()
    await office.submit([])
    assert states(office) == [State.SUBMITTED]


async def test_a_strangers_batch_of_the_same_size_is_not_adopted(office: Office) -> None:
    office.batches.faults[Step.CREATE] = [Fault(status=425)]  # says not whether it was taken
    with pytest.raises(OperationalError):
        await office.submit(office.requests(2))
    other = office._replace(journal=office.journal.with_name("other.journal"))
    await other.submit(office.requests(9)[-2:])
    office.batches.finish()
    again = await office.submit(office.requests(2), later_s=120)
    assert [b.size for b in again.batches] == [2]
    assert len(office.batches.made) == 2


async def test_a_batch_that_never_arrived_is_struck_out_when_it_cannot_come_any_more(
    office: Office,
) -> None:
    office.batches.faults[Step.CREATE] = [Fault(status=425)]
    with pytest.raises(OperationalError):
        await office.submit(office.requests(2))
    at_once = await office.submit(office.requests(2))
    assert (at_once.batches, at_once.n_under_way) == ((), 2)
    later = await office.submit(office.requests(2), later_s=61)
    assert [b.size for b in later.batches] == [2]
    assert states(office) == [State.SUBMITTED]


async def test_nothing_is_guessed_while_the_provider_cannot_be_asked(office: Office) -> None:
    await die(office, 2)
    office.batches.faults[Step.LIST] = [
        Fault(status=500),
        Fault(body=Body.GARBAGE),
        Fault(content=b'{"data": ["batch"]}'),
    ]
    with pytest.raises(OperationalError, match="cannot be found out"):
        await office.submit(office.requests(2), later_s=3000)
    assert states(office) == [State.INTENDED]
