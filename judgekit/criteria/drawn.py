"""A draw of rows by the hashes of what they say: as many at most, whatever the pool's size."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from judgekit.text import canonical_json, sha256
from judgekit.types import Sample

MOST = 20_000
"""Rows that a criterion is fitted on at most."""


class Drawn:
    """Of all rows added, those whose hashes are least, one of each hash: a uniform draw.

    It is the same in whatever order the rows come. With `of_prompts` a row is hashed by its prompt,
    so that one row of each prompt drawn is held, else by its response and its name.
    """

    def __init__(self, *, most: int = MOST, of_prompts: bool = False) -> None:
        self._most = most
        self._of_prompts = of_prompts
        self._held: dict[int, Sample] = {}
        self._greatest: list[int] = []

    def add(self, row: Sample) -> None:
        """Hold a row if it belongs to the draw."""
        place = int(sha256(self._told(row))[:32], 16)
        if place in self._held:
            return
        if len(self._held) < self._most:
            heapq.heappush(self._greatest, -place)
            self._held[place] = row
        elif place < -self._greatest[0]:
            del self._held[-heapq.heapreplace(self._greatest, -place)]
            self._held[place] = row

    def __iter__(self) -> Iterator[Sample]:
        """Yield the rows held, in the order of their hashes."""
        yield from (self._held[place] for place in sorted(self._held))

    def state(self, *made_with: float | str | None) -> str:
        """Return a hash of the rows held and of what else a criterion is made with."""
        rows = (f"{sha256(row.response)} {canonical_json(row.metadata)}" for row in self)
        return sha256("\n".join([canonical_json(list(made_with)), *rows]))

    def _told(self, row: Sample) -> str:
        return row.prompt if self._of_prompts else f"{sha256(row.response)}{row.id}"
