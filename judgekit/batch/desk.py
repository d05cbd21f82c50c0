"""Where the batches of one journal are dealt with; what is opened for them is kept meanwhile."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple, Self

from judgekit.batch.carriers import Carrier, Look
from judgekit.batch.collecting import Collected, collect_batch, collect_file, nothing_yet
from judgekit.batch.file_batches import FileBatches
from judgekit.batch.ledger import Batch, Ledger, State
from judgekit.batch.opening import To, open_carrier, open_letters
from judgekit.batch.patience import Patience
from judgekit.batch.reconciling import reconcile
from judgekit.batch.submitting import Room, Submission
from judgekit.errors import InputError, OperationalError
from judgekit.llm import Failure, Letters
from judgekit.text import did_you_mean


class Seen(NamedTuple):
    """A batch, and what its provider says about it or why it could not say it."""

    batch: Batch
    look: Look | None
    failure: str | None = None


class Desk:
    """Submit, look and collect within an `async with` block; `patience` is had with providers."""

    def __init__(self, ledger: Ledger, patience: Patience) -> None:
        self._ledger = ledger
        self._patience = patience
        self._letters: dict[tuple[To, str, str | None], Letters] = {}
        self._carriers: dict[tuple[To, str, str | None, Path], Carrier] = {}
        self._of_marks: dict[str, Letters] = {}
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    def submission(
        self,
        model: str,
        api_base: str | None,
        *,
        to: To,
        folder: Path,
        room: Room | None = None,
    ) -> Submission:
        """Return the door that hands requests to a model in as batches."""
        return Submission(
            self._ledger,
            self._carrier(to, model, api_base, folder),
            self._letters_of(to, model, api_base),
            model=model,
            api_base=api_base,
            room=room or Room(),
        )

    async def reconcile(self) -> None:
        """Find out about all batches of which only the intent is known."""
        for batch in self._ledger.open_batches():
            if batch.state is State.INTENDED:
                try:
                    await reconcile(self._ledger, batch, self._carrier_of(batch))
                except Failure as failure:
                    raise OperationalError(
                        f"batch {batch.mark}: whether it arrived cannot be found out: "
                        f"{failure.message}"
                    ) from None

    async def look(self, batch: Batch) -> Seen:
        """Ask a provider about an open batch."""
        if batch.state is not State.SUBMITTED or batch.place is None:
            return Seen(batch, None)
        try:
            return Seen(batch, await self._carrier_of(batch).look(batch.place))
        except Failure as failure:
            return Seen(batch, None, failure.message)

    async def collect(self, source: Batch | Path) -> Collected:
        """Bring in the results of a batch, or those in a file."""
        if isinstance(source, Path):
            return await collect_file(self._ledger, source, self._letters_of_mark)
        try:
            return await self._collect_batch(source)
        except Failure as failure:
            return nothing_yet(source, "unknown", failure.message)

    async def _collect_batch(self, batch: Batch) -> Collected:
        carrier = self._carrier_of(batch)
        if batch.state is State.INTENDED:
            state = await reconcile(self._ledger, batch, carrier)
            if state is not State.SUBMITTED:
                return _unsent(batch, state)
            batch = find(self._ledger, batch.mark)
        return await collect_batch(self._ledger, batch, carrier, self._letters_of_mark)

    def _letters_of_mark(self, mark: str) -> Letters:
        if mark not in self._of_marks:
            batch = find(self._ledger, mark)
            self._of_marks[mark] = self._letters_of(_to(batch), batch.model, batch.api_base)
        return self._of_marks[mark]

    def _letters_of(self, *about: *tuple[To, str, str | None]) -> Letters:
        if about not in self._letters:
            self._letters[about] = open_letters(*about)
        return self._letters[about]

    def _carrier_of(self, batch: Batch) -> Carrier:
        folder = Path(batch.place or "").parent
        return self._carrier(_to(batch), batch.model, batch.api_base, folder)

    def _carrier(self, to: To, model: str, api_base: str | None, folder: Path) -> Carrier:
        about = to, model, api_base, folder
        if about not in self._carriers:
            target = self._letters_of(to, model, api_base).target
            carrier = open_carrier(to, target, folder=folder, patience=self._patience)
            self._open.push_async_callback(carrier.aclose)
            self._carriers[about] = carrier
        return self._carriers[about]


def find(ledger: Ledger, name: str) -> Batch:
    """Return the batch of a mark or a place."""
    batches = ledger.batches()
    for batch in batches:
        if name in (batch.mark, batch.place):
            return batch
    hint = did_you_mean(name, [b.mark for b in batches])
    raise InputError(f"{ledger.path}: has no batch {name!r}{hint}")


def _to(batch: Batch) -> To:
    return To.FILE if batch.carrier == FileBatches.name else To.PROVIDER


def _unsent(batch: Batch, state: State | None) -> Collected:
    if state is None:
        return nothing_yet(batch, "never arrived")._replace(is_open=False)
    return nothing_yet(batch, "not known yet to have arrived")
