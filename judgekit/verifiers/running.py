"""Many rows, verified in several processes, in the order they came."""

from __future__ import annotations

import itertools
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import NamedTuple

from judgekit.errors import OperationalError
from judgekit.types import Sample, Verification
from judgekit.verifiers.outcomes import abstained, combine
from judgekit.verifiers.registry import Verifier, add, added, verify_each


class Verified(NamedTuple):
    """A row, what each of its verifiers says of its response, and what they say together."""

    sample: Sample
    each: Mapping[str, Verification]
    together: Verification


def verify_all(samples: Iterable[Sample], *, processes: int = 1) -> Iterator[Verified]:
    """Verify the response of every row; only as many rows as are under way are held.

    Processes are spawned, so a script of yours needs its `if __name__ == "__main__"`. Raises
    InputError for a wrong `verify` block and OperationalError where a process dies.
    """
    if processes == 1:
        yield from map(_verified, samples)
        return
    with ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(dict(added()),),
    ) as pool:
        try:
            yield from _in_order(pool, samples, ahead=4 * processes)
        except BrokenProcessPool as error:
            raise OperationalError(f"a verifying process died: {error}") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_CHUNK = 8


def _in_order(
    pool: ProcessPoolExecutor, samples: Iterable[Sample], *, ahead: int
) -> Iterator[Verified]:
    under_way: deque[Future[list[Verified]]] = deque()
    rows = iter(samples)
    while chunk := tuple(itertools.islice(rows, _CHUNK)):
        under_way.append(pool.submit(_verified_each, chunk))
        if len(under_way) > ahead:
            yield from under_way.popleft().result()
    while under_way:
        yield from under_way.popleft().result()


def _begin(verifiers: Mapping[str, Verifier]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process says that it was interrupted
    for name, verifier in verifiers.items():
        add(name, verifier)


def _verified_each(samples: Sequence[Sample]) -> list[Verified]:
    return [_verified(sample) for sample in samples]


def _verified(sample: Sample) -> Verified:
    each = verify_each(sample, sample.response)
    return Verified(sample, each, combine(each) if each else abstained("no verifier"))
