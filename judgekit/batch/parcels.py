"""Requests put up in parcels that a provider takes."""

from __future__ import annotations

from typing import NamedTuple

from judgekit.errors import InputError
from judgekit.llm import Sent

# More than any provider's form puts around a body.
_AROUND = 256


class Limits(NamedTuple):
    """The most that one parcel may hold."""

    requests: int
    bytes: int


class Entry(NamedTuple):
    """One request: its key and canonical JSON in the journal, and what a call would send."""

    key: bytes
    request: str
    sent: Sent
    tokens: int
    """Estimated, those that may be written included."""


Parcel = tuple[Entry, ...]


class Packer:
    """Fill one parcel after the other, in the order given."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._entries: list[Entry] = []
        self._bytes = 0

    def add(self, entry: Entry) -> Parcel:
        """Put an entry in; return the parcel that was full before it, else an empty one."""
        size = len(entry.sent.body) + _AROUND
        if size > self._limits.bytes:
            raise InputError(
                f"one request has {size:,} bytes, and a batch takes {self._limits.bytes:,}; "
                "leave the longest rows out"
            )
        is_full = len(self._entries) == self._limits.requests
        full = self.close() if is_full or self._bytes + size > self._limits.bytes else ()
        self._entries.append(entry)
        self._bytes += size
        return full

    def close(self) -> Parcel:
        """Return what is in, which may be nothing, and begin anew."""
        closed = tuple(self._entries)
        self._entries, self._bytes = [], 0
        return closed
