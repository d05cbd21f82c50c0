"""The batches of a journal: looked at, collected, or given up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple

from judgekit.batch.carriers import Carrier, Look
from judgekit.batch.collecting import Collected, collect_batch, collect_file
from judgekit.batch.ledger import Batch, Ledger, State
from judgekit.batch.opening import open_letters, reopen_carrier
from judgekit.batch.patience import Patience
from judgekit.batch.reconciling import reconcile
from judgekit.errors import InputError
from judgekit.llm import Failure, Letters
from judgekit.text import did_you_mean


class Seen(NamedTuple):
    """A batch, and what its provider says about it or why it could not say it."""

    batch: Batch
    look: Look | None
    failure: str | None = None


async def look_at(journal: Path, *, max_retries: int) -> tuple[Seen, ...]:
    """Return the batches of a journal, the open ones with what their providers say."""
    with Ledger(journal, read_only=True) as ledger:
        async with Desk(ledger, Patience(max_retries)) as desk:
            return tuple([await desk.look(batch) for batch in ledger.batches()])


async def collect(
    journal: Path, names: Sequence[str] = (), *, max_retries: int
) -> tuple[Collected, ...]:
    """Bring results into a journal: of the batches and files named, or of all open batches."""
    with Ledger(journal) as ledger:
        async with Desk(ledger, Patience(max_retries)) as desk:
            if names:
                return tuple([await desk.collect_named(name) for name in names])
            return tuple([await desk.collect(batch) for batch in ledger.open_batches()])


def forget(journal: Path, names: Sequence[str]) -> tuple[Batch, ...]:
    """Wait for batches no more, so that what they left unanswered may be asked again."""
    with Ledger(journal) as ledger:
        given_up = tuple(_find(ledger, name) for name in names)
        for batch in given_up:
            ledger.close(batch.mark)
    return given_up


class Desk:
    """Where the batches of one ledger are dealt with; what is opened for them is kept till then."""

    def __init__(self, ledger: Ledger, patience: Patience) -> None:
        self._ledger = ledger
        self._patience = patience
        self._letters: dict[tuple[str, str, str | None], Letters] = {}
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Desk:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def look(self, batch: Batch) -> Seen:
        """Ask a provider about an open batch."""
        if batch.state is not State.SUBMITTED or batch.place is None:
            return Seen(batch, None)
        try:
            return Seen(batch, await self._carrier(batch).look(batch.place))
        except Failure as failure:
            return Seen(batch, None, failure.message)

    async def collect_named(self, name: str) -> Collected:
        """Bring in the results of a batch, or those in a file."""
        if Path(name).is_file():
            return await collect_file(self._ledger, Path(name), self._of_mark)
        return await self.collect(_find(self._ledger, name))

    async def collect(self, batch: Batch) -> Collected:
        """Bring in the results of a batch, which is found again first where that is needed."""
        try:
            carrier = self._carrier(batch)
            if batch.state is State.INTENDED:
                state = await reconcile(self._ledger, batch, carrier)
                if state is not State.SUBMITTED:
                    return _unsent(batch, state)
                batch = _find(self._ledger, batch.mark)
            return await collect_batch(self._ledger, batch, carrier, self._of_mark)
        except Failure as failure:
            return Collected(batch.mark, "unknown", True, Counter(), Counter(), failure.message)

    def _of_mark(self, mark: str) -> Letters:
        return self._of_batch(_find(self._ledger, mark))

    def _of_batch(self, batch: Batch) -> Letters:
        about = batch.carrier, batch.model, batch.api_base
        if about not in self._letters:
            self._letters[about] = open_letters(*about)
        return self._letters[about]

    def _carrier(self, batch: Batch) -> Carrier:
        carrier = reopen_carrier(batch, self._of_batch(batch).target, patience=self._patience)
        self._open.push_async_callback(carrier.aclose)
        return carrier


def _unsent(batch: Batch, state: State | None) -> Collected:
    status = "never arrived" if state is None else "not known yet"
    return Collected(batch.mark, status, state is not None, Counter(), Counter())


def _find(ledger: Ledger, name: str) -> Batch:
    batches = ledger.batches()
    for batch in batches:
        if name in (batch.mark, batch.place):
            return batch
    hint = did_you_mean(name, [b.mark for b in batches])
    raise InputError(f"{ledger.path}: has no batch {name!r}, and there is no such file{hint}")
