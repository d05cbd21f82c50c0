"""The second pass: every row examined once, and what was found kept for the next run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from judgekit.filtering.engines import Engine
from judgekit.filtering.examining import Examined, Task, unspell
from judgekit.filtering.rows import Row, stratum_of
from judgekit.filtering.rows import unspell as unspell_row
from judgekit.filtering.shelves import Appending, Shelves
from judgekit.types import Outcome, Sample, settles

_KNOWN_BAD = 256


class Found(NamedTuple):
    """A row and what was found of it; nothing of one that is not whole."""

    row: Row
    examined: Examined | None

    @property
    def is_settled(self) -> bool:
        """Say whether a verifier settles it."""
        found = self.examined.verification if self.examined else None
        return found is not None and found.complete and found.outcome is not Outcome.ABSTAIN


class Overview(NamedTuple):
    """What all findings together tell."""

    settled: int
    """Rows that a verifier settles."""
    open: int
    """Whole rows that none settles."""
    right: Counter[str]
    """Rows with a complete pass, by stratum."""
    known_bad: tuple[Sample, ...]
    """Some of the rows with a complete fail."""


NOT_LOOKED = Overview(0, 0, Counter(), ())
"""Where nothing asks for more."""


class Findings:
    """What was found of the rows on their shelves."""

    def __init__(self, shelves: Shelves) -> None:
        self.shelves = shelves

    def make(self, engine: Engine) -> None:
        """Examine what is not yet known; what is found is on disk at once."""
        with Appending(self.shelves, "found") as keep:
            for finding in engine(self._tasks()):
                keep(*finding)

    def __iter__(self) -> Iterator[tuple[int, list[Found]]]:
        """Yield each shelf's rows in order."""
        for shelf, rows in self.shelves:
            known = self._known(shelf)
            yield shelf, [Found(r, known[r.key] if r.fault is None else None) for r in rows]

    def look_over(self, stratum: str) -> Overview:
        """Count what is settled and right, and pick rows that are known to be wrong."""
        settled = opened = 0
        right, known_bad = Counter[str](), list[Sample]()
        for found in chain.from_iterable(rows for _, rows in self):
            if found.row.sample is None or found.examined is None:
                continue
            settled += found.is_settled
            opened += not found.is_settled
            if settles(found.examined.verification, Outcome.PASS):
                right[stratum_of(found.row.sample, stratum)] += 1
            if settles(found.examined.verification, Outcome.FAIL) and len(known_bad) < _KNOWN_BAD:
                known_bad.append(found.row.sample)
        return Overview(settled, opened, right, tuple(known_bad))

    def _tasks(self) -> Iterator[Task]:
        for shelf, lines in self.shelves.lines():
            known = {key for key, *_ in self.shelves.read("found", shelf)}
            for line in lines:
                row = unspell_row(line)
                if row.fault is None and row.key not in known:
                    known.add(row.key)
                    yield Task(shelf, line)

    def _known(self, shelf: int) -> dict[str, Examined]:
        return dict(unspell(line) for line in self.shelves.read("found", shelf))
