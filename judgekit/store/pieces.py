"""Requests in pieces: what many of them share, a template or a question, is kept once."""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import sub

MOST_REMEMBERED = 8_000_000
"""Characters; beyond these all pieces are forgotten, and kept once more when they come again."""

_KEEP = "INSERT INTO pieces SELECT ? + key, value FROM json_each(?)"
_FIND = """
SELECT text FROM json_each(?) AS wanted JOIN pieces ON pieces.id = wanted.value
ORDER BY wanted.key
"""


class Pieces:
    """Keeps requests in the pieces of a journal, and knows those again that it kept of late."""

    def __init__(
        self, connection: sqlite3.Connection, *, most_remembered: int = MOST_REMEMBERED
    ) -> None:
        self._connection = connection
        self._most_remembered = most_remembered
        self._ids: dict[str, int] = {}
        self._remembered = 0
        (self._last,) = connection.execute("SELECT coalesce(max(id), 0) FROM pieces").fetchone()

    def keep(self, requests: Iterable[str]) -> list[bytes]:
        """Return, in the caller's transaction, what stands for each spelled request."""
        if self._remembered > self._most_remembered:
            self._ids.clear()
            self._remembered = 0
        first, fresh = self._last + 1, list[str]()
        packed = [_pack([self._id(piece, fresh) for piece in _cut(r)]) for r in requests]
        self._connection.execute(_KEEP, (first, json.dumps(fresh)))
        return packed

    def _id(self, piece: str, fresh: list[str]) -> int:
        known = self._ids.get(piece)
        if known is None:
            self._last += 1
            self._ids[piece] = known = self._last
            self._remembered += len(piece)
            fresh.append(piece)
        return known


def read_request(connection: sqlite3.Connection, kept: bytes | str) -> str:
    """Return a request as it was spelled; journals of version 1 kept it whole.

    A damaged one gives another text, or a ValueError.
    """
    if isinstance(kept, str):
        return kept
    found = connection.execute(_FIND, (json.dumps(_unpack(kept)),))
    return "".join(text for (text,) in found)


def _cut(spelled: str) -> list[str]:
    # At line ends, which JSON spells as two characters, and after sentences. There is no NUL in it.
    return spelled.replace(r"\n", "\\n\0").replace(". ", ". \0").split("\0")


def _pack(ids: Sequence[int]) -> bytes:
    # Pieces that came together have numbers in a row, so the steps are ones and small.
    steps = map(sub, ids, [0, *ids])
    return zlib.compress(struct.pack(f"<{len(ids)}i", *steps), 1)


def _unpack(packed: bytes) -> list[int]:
    try:
        steps = zlib.decompress(packed)
        return list(accumulate(struct.unpack(f"<{len(steps) // 4}i", steps)))
    except (zlib.error, struct.error) as error:
        raise ValueError(f"no list of pieces: {error}") from error
