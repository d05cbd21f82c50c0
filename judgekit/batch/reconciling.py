"""Batches of which only the intent is known, because a run died: found again, or struck out."""

from __future__ import annotations

from judgekit.batch.carriers import Carrier
from judgekit.batch.ledger import Batch, Ledger, State


async def reconcile(ledger: Ledger, batch: Batch, carrier: Carrier) -> State | None:
    """Return the state that an intended batch turns out to be in, or None if it never arrived.

    What its provider has is adopted, so that it is not paid twice. It stays intended as long as
    it may still come into being, or may be one of those that tell only at their end.
    """
    known = {b.place for b in ledger.batches() if b.place and b.mark != batch.mark}
    traces = await carrier.trace(batch.mark, size=batch.size, at=batch.at, known=known)
    if traces.found is not None:
        ledger.submit(batch.mark, traces.found)
        return State.SUBMITTED
    if traces.perhaps or ledger.now() - batch.at < carrier.settles_s:
        return State.INTENDED
    ledger.withdraw(batch.mark)
    return None
