"""Sentinels: rows known to be wrong, shown to the judge among the others to see it awake."""

from __future__ import annotations

from typing import NamedTuple

from judgekit.gating.drawing import is_drawn, lot
from judgekit.stats import running_rate, runs_above
from judgekit.types import Interval


class Watch(NamedTuple):
    """How many sentinels the judge kept so far, and whether that was ever too many.

    The bounds hold after every sentinel at once at 1 - alpha (`stats.running_rate`), so the run
    may look each time: a judge that keeps no more than `limit` is stopped with a probability of at
    most alpha, over the whole run. A breach is final.
    """

    limit: float = 0.05
    """The share of sentinels that a judge may keep."""
    alpha: float = 0.05
    n: int = 0
    kept: int = 0
    breached_at: int | None = None
    """The sentinel at which the lower bound rose above the limit."""

    def saw(self, *, kept: bool) -> Watch:
        """Return the watch after one more sentinel."""
        after = self._replace(n=self.n + 1, kept=self.kept + kept)
        if after.breached_at is None and runs_above(
            after.kept, after.n, self.limit, alpha=self.alpha
        ):
            return after._replace(breached_at=after.n)
        return after

    @property
    def bounds(self) -> Interval:
        return running_rate(self.kept, self.n, alpha=self.alpha)

    @property
    def breached(self) -> bool:
        return self.breached_at is not None


def sentinel_beside(row: str, n_known: int, *, share: float, seed: int) -> int | None:
    """Return which of the rows known to be wrong goes to the judge beside this row, if any does."""
    if n_known == 0 or not is_drawn(seed, "sentinel", row, share=share):
        return None
    return int(lot(seed, "which sentinel", row) * n_known)
