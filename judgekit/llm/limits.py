"""How much to ask of a provider at once, decided from what it answered and from the clock."""

from __future__ import annotations

import random


class Window:
    """How many calls may be under way: additive increase, multiplicative decrease (Chiu 1989).

    It begins at the most, grows by one each round that goes well, and halves when the provider is
    crowded, once for all the calls that were under way then.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = float(most)
        self._narrowed_at = float("-inf")

    @property
    def size(self) -> int:
        return int(self._size)

    def widen(self) -> None:
        """Take note of a reply."""
        self._size = min(self._most, self._size + 1 / self._size)

    def narrow(self, *, began: float, now: float) -> None:
        """Take note that a call which began at `began` met a crowd."""
        if began >= self._narrowed_at:
            self._size = max(1.0, self._size / 2)
            self._narrowed_at = now


class Bucket:
    """So many a minute, spread over it: what is taken in advance is waited for by the next.

    Starts within any time t are at most t's share, a second's worth and one call (a virtual
    scheduling algorithm, ITU-T I.371). Unlike a counter per minute it lets no burst through.
    """

    def __init__(self, per_minute: float) -> None:
        self._per_s = per_minute / 60
        self._free_at = float("-inf")

    def take(self, amount: float, *, now: float) -> float:
        """Take an amount and return the seconds to wait before using it."""
        free_at = max(self._free_at, now - 1.0)
        self._free_at = free_at + amount / self._per_s
        return max(0.0, free_at - now)

    def give_back(self, amount: float) -> None:
        """Return what was taken and not used, or take (a negative amount) what was used besides."""
        self._free_at -= amount / self._per_s


def backoff_s(attempt: int, retry_after_s: float | None, rng: random.Random) -> float:
    """Return the wait before the next try: full jitter (Brooker 2015), never less than asked."""
    return (retry_after_s or 0.0) + rng.uniform(0, min(30.0, 0.5 * 2**attempt))
