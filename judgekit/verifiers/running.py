"""Many rows, verified in several processes, in the order they came."""

from __future__ import annotations

import itertools
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import NamedTuple, TypeVar

from judgekit.errors import OperationalError
from judgekit.types import Sample, Verification
from judgekit.verifiers.outcomes import abstained, combine
from judgekit.verifiers.registry import Verifier, add, added, verify_each

Given = TypeVar("Given")
Made = TypeVar("Made")


class Verified(NamedTuple):
    """A row, what each of its verifiers says of its response, and what they say together."""

    sample: Sample
    each: Mapping[str, Verification]
    together: Verification


def verify_all(samples: Iterable[Sample], *, processes: int = 1) -> Iterator[Verified]:
    """Verify the response of every row; only as many rows as are under way are held."""
    return map_rows(_verified, samples, processes=processes)


def map_rows(
    work: Callable[[Given], Made], rows: Iterable[Given], *, processes: int = 1
) -> Iterator[Made]:
    """Yield what a function that verifies makes of each row, in the order of the rows.

    Processes are spawned, so a script of yours needs its `if __name__ == "__main__"`, and the
    function a name in a module. Raises InputError for a wrong `verify` block and OperationalError
    where a process dies.
    """
    if processes == 1:
        yield from map(work, rows)
        return
    with ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(dict(added()),),
    ) as pool:
        try:
            yield from _in_order(pool, work, rows, ahead=4 * processes)
        except BrokenProcessPool as error:
            raise OperationalError(f"a verifying process died: {error}") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_CHUNK = 32


def _in_order(
    pool: ProcessPoolExecutor, work: Callable[[Given], Made], rows: Iterable[Given], *, ahead: int
) -> Iterator[Made]:
    under_way: deque[Future[list[Made]]] = deque()
    waiting = iter(rows)
    while chunk := tuple(itertools.islice(waiting, _CHUNK)):
        under_way.append(pool.submit(_each, work, chunk))
        if len(under_way) > ahead:
            yield from under_way.popleft().result()
    while under_way:
        yield from under_way.popleft().result()


def _begin(verifiers: Mapping[str, Verifier]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process says that it was interrupted
    for name, verifier in verifiers.items():
        add(name, verifier)


def _each(work: Callable[[Given], Made], rows: Sequence[Given]) -> list[Made]:
    return [work(row) for row in rows]


def _verified(sample: Sample) -> Verified:
    each = verify_each(sample, sample.response)
    return Verified(sample, each, combine(each) if each else abstained("no verifier"))
