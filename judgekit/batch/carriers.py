"""What carries batches to a provider and results back; the nouns that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import IO, Any, NamedTuple
from typing import Protocol as Seam

from judgekit.batch.parcels import Limits, Parcel
from judgekit.batch.results import Result
from judgekit.llm import Failure

# Our clock and a provider's differ, and a large batch takes long to hand in.
EARLIER_S, LATER_S = 600, 3600

Begin = Callable[[str | None], None]
"""Called before the step that is paid, with the place of the batch where that is known by then."""


class Look(NamedTuple):
    """What a provider says about a batch."""

    status: str
    """In the provider's words."""
    has_ended: bool
    n_results: int
    """How many requests have a line in the results, as the provider counts; 0 until the end."""
    note: str = ""
    """Why the batch as a whole failed, where it did."""


class Traces(NamedTuple):
    """What a provider has that may be a batch of ours of which only the intent is known."""

    found: str | None = None
    """The batch, for certain."""
    perhaps: tuple[str, ...] = ()
    """Batches that show whose they are only when they have ended."""


class Carrier(Seam):
    """One way for batches. What fails raises a `Failure`, after as many tries as are safe."""

    name: str
    limits: Limits
    path: str
    """What the URL of a direct call ends in, if it can be made in a batch."""
    settles_s: int
    """How long after a death a batch may still come into being."""

    async def send(self, parcel: Parcel, mark: str, begin: Begin) -> str:
        """Hand a batch in and return its place."""
        ...

    async def look(self, place: str) -> Look:
        """Ask how far a batch is."""
        ...

    async def fetch(self, place: str, into: IO[bytes]) -> None:
        """Write the results, one a line; before a failure, as much of them as came."""
        ...

    def read(self, line: Any, /) -> Result:
        """Read the JSON of a line of results; it fails in many ways where that is no result."""
        ...

    async def trace(self, mark: str, *, size: int, at: int, known: Collection[str]) -> Traces:
        """Look for a batch that was begun at a time; it is at none of the known places."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...


def word(found: Any, name: str) -> str:
    """Return a field of what an SDK made of an answer, which may have been anything."""
    value = getattr(found, name, None)
    if not isinstance(value, str):
        raise Failure(f"the answer is a {type(found).__name__} without a word for {name!r}")
    return value
