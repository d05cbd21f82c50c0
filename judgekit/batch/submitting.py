"""A door behind which requests become batches, each written down before its provider hears."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from judgekit.batch.carriers import Carrier
from judgekit.batch.ledger import Batch, Ledger, State
from judgekit.batch.naming import new_mark
from judgekit.batch.parcels import Entry, Packer, Parcel
from judgekit.batch.patience import was_refused
from judgekit.errors import CallFailed, InputError, OperationalError
from judgekit.llm import Failure, Letters, Tariff, sizing
from judgekit.store import key
from judgekit.store.keys import spell_request
from judgekit.types import Reply, Request


class Submitted(NamedTuple):
    """What came of a submission."""

    batches: tuple[Batch, ...]
    n_answered: int
    """Requests that the journal answers."""
    n_under_way: int
    """Requests that batches handed in before may still answer."""
    n_left: int
    """Requests for which there was no room."""
    n_unfit: int
    """Requests that no batch can hold; a call may still ask them."""


class Room:
    """How many tokens, and how much of `max_usd` by a tariff, may still be handed in."""

    def __init__(
        self, *, tokens: int | None = None, max_usd: float = 0.0, tariff: Tariff | None = None
    ) -> None:
        self._tokens = tokens
        self._usd = max_usd
        self._tariff = tariff

    def take(self, request: Request) -> bool:
        """Take what a request may need, or return False where that is not left."""
        tokens, usd = sizing.guess(request), self._most_usd(request)
        if (self._tokens is not None and tokens > self._tokens) or usd > self._usd:
            return False
        self._tokens = None if self._tokens is None else self._tokens - tokens
        self._usd -= usd
        return True

    def _most_usd(self, request: Request) -> float:
        """Return the most that a request can cost: a batch costs no more than calls do."""
        if self._tariff is None:
            return 0.0
        limit = sizing.reply_limit(request)
        if limit is None:
            raise InputError("--max-cost: nothing limits the length of a reply; set max_tokens")
        return self._tariff.most(sizing.bound(request), limit)


class Submission:
    """Answer from the journal; hand in, as soon as they fill a batch, requests that it lacks.

    Those fail as calls, one at a time, and are left out where `room` has none. What an open batch
    holds is not asked again.
    """

    def __init__(
        self,
        ledger: Ledger,
        carrier: Carrier,
        letters: Letters,
        *,
        model: str,
        api_base: str | None = None,
        room: Room,
    ) -> None:
        self._ledger = ledger
        self._carrier = carrier
        self._letters = letters
        self._model = model
        self._api_base = api_base
        self._room = room
        self._packer = Packer(carrier.limits)
        self._batches: list[Batch] = []
        self._met: set[bytes] = set()
        self._n: Counter[str] = Counter()

    async def __call__(self, request: Request) -> Reply:
        """Return the reply that the journal has, or fail and see to it that it will have one."""
        name = key(request)
        reply = self._ledger.reply(name)
        if name not in self._met:
            self._met.add(name)
            await self._meet(name, request, reply)
        if reply is None:
            raise CallFailed(f"{self._model}: left to a batch")
        return reply

    async def finish(self) -> Submitted:
        """Hand in what is left and say what came of it all."""
        await self._send(self._packer.close())
        return Submitted(
            tuple(self._batches),
            n_answered=self._n["answered"],
            n_under_way=self._n["under way"],
            n_left=self._n["left"],
            n_unfit=self._n["unfit"],
        )

    async def _meet(self, name: bytes, request: Request, reply: Reply | None) -> None:
        if reply is not None:
            self._n["answered"] += 1
        elif self._ledger.is_waiting(name):
            self._n["under way"] += 1
        elif (entry := await self._entry(name, request)) is None:
            self._n["unfit"] += 1
        elif not self._room.take(request):
            self._n["left"] += 1
        else:
            await self._send(self._packer.add(entry))

    async def _entry(self, name: bytes, request: Request) -> Entry | None:
        try:
            sent = await self._letters.write(request)
        except Failure:
            return None
        if not sent.url.endswith(self._carrier.path):
            raise InputError(
                f"--judge {self._model}: cannot be asked in batches of the form "
                f"{self._carrier.name!r}, which end in {self._carrier.path!r}; run judgekit audit"
            )
        return Entry(name, spell_request(request), sent, sizing.guess(request))

    async def _send(self, parcel: Parcel) -> None:
        if not parcel:
            return
        batch = self._intent(parcel)
        try:
            place = await self._carrier.send(
                parcel,
                batch.mark,
                lambda place: self._ledger.intend(batch._replace(place=place), parcel),
            )
        except Failure as failure:
            raise self._not_sent(batch, failure) from None
        self._ledger.submit(batch.mark, place)
        self._batches.append(batch._replace(place=place, state=State.SUBMITTED))

    def _intent(self, parcel: Parcel) -> Batch:
        return Batch(
            mark=new_mark(),
            carrier=self._carrier.name,
            model=self._model,
            api_base=self._api_base,
            place=None,
            state=State.INTENDED,
            size=len(parcel),
            tokens=sum(entry.tokens for entry in parcel),
            at=self._ledger.now(),
        )

    def _not_sent(self, batch: Batch, failure: Failure) -> OperationalError:
        what = f"{self._model}: a batch of {batch.size:,} requests was not taken"
        if was_refused(failure):
            self._ledger.withdraw(batch.mark)
            hint = "; a server without batches takes --to file" if failure.status == 404 else ""
            return OperationalError(f"{what}: {failure.message}{hint}")
        return OperationalError(
            f"{what}, or its provider could not say so: {failure.message}; the same command "
            "finds out, and asks nothing twice"
        )
