"""Greedy choice: to what was chosen is added, again and again, the attack that adds most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from judgekit.auditing.metering import Metered, Trial
from judgekit.auditing.trials import Case
from judgekit.perturb import combine, misfit
from judgekit.text import seeded
from judgekit.types import Attack


class Chosen(NamedTuple):
    """An attack that was added, and what it made of those before."""

    attack: Attack
    composed: Attack
    gain: float
    """Mean rise on the items that chose it."""


class Search:
    """A search on the items that choose; `kept` calls stay unspent."""

    def __init__(
        self, items: Metered, singles: Sequence[Attack], *, depth: int, kept: int, seed: int
    ) -> None:
        self.chosen: list[Chosen] = []
        self.why = f"the depth of {depth} was reached"
        self.n_candidates = self.n_untried = 0
        self._items = items
        self._singles = singles
        self._depth = depth
        self._kept = kept
        self._seed = seed

    async def run(self) -> None:
        """Choose until nothing adds, nothing fits or the depth is reached.

        Every round may spend an equal share of the calls that are left to it and those after.
        """
        for rounds in range(self._depth, 0, -1):
            found = await self._next((self._items.left - self._kept) // rounds)
            if found is None:
                self.why = "no other attack goes together with those chosen and fits an item"
                return
            if found.gain <= max((c.gain for c in self.chosen), default=0.0):
                self.why = "no further attack raised the score of the items that choose"
                return
            self.chosen.append(found)

    async def _next(self, calls: int) -> Chosen | None:
        """Return what adds most to those chosen, or None where nothing can be added."""
        before = [c.attack for c in self.chosen]
        singles = [a for a in self._singles if not before or misfit(*before, a) is None]
        trials = self._items.lay_out([joined([*before, a]) for a in singles])
        added = {t.attack.id: a for t, a in zip(trials, singles, strict=True) if _fits(t)}
        if not added:
            return None
        best = await self._race([t for t in trials if t.attack.id in added], calls)
        gain = self._mean(best, len(self._items.samples))
        return Chosen(added[best.attack.id], best.attack, gain)

    async def _race(self, trials: list[Trial], calls: int) -> Trial:
        """Return the trial with the greatest mean rise, asked about all items.

        Where the calls do not reach for that, the better half is kept, again and again, each time
        by an equal share of the calls, which half as many trials stretch to about twice the items.
        Karnin, Koren and Somekh, ICML 2013 (sequential halving).
        """
        items, n_all = self._items, len(self._items.samples)
        least = items.left - calls
        seeded(self._seed, "race", len(self.chosen)).shuffle(trials)
        self.n_candidates += len(trials)
        while len(trials) > 1:
            free = items.left - least
            n = items.reach(trials, free)
            if n < n_all:
                halvings = (len(trials) - 1).bit_length()
                n = items.reach(trials, (free - items.most_calls) // halvings)
            trials = await self._better(trials, n)
        await items.ask(trials, n_all)
        return trials[0]

    async def _better(self, trials: Sequence[Trial], n: int) -> list[Trial]:
        """Return the better half of the trials on `n` items, the best one where these are all.

        Where the calls reach for no item, chance decides, and says so.
        """
        n_all, half = len(self._items.samples), (len(trials) + 1) // 2
        if n == 0:
            self.n_candidates -= len(trials) - half
            self.n_untried += len(trials) - half
            return list(trials[:half])
        await self._items.ask(trials, n)
        ranked = sorted(trials, key=lambda t: -self._mean(t, n))
        return ranked[: 1 if n == n_all else half]

    def _mean(self, trial: Trial, n: int) -> float:
        known = [r for r in self._items.rises(trial, n) if r is not None]
        return fmean(known) if known else -math.inf


def joined(attacks: Sequence[Attack]) -> Attack:
    """Return the attacks as one."""
    return combine(*attacks) if len(attacks) > 1 else attacks[0]


def _fits(trial: Trial) -> bool:
    return any(isinstance(case, Case) for case in trial.cases)
