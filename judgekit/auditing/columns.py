"""Numbers of items in compact columns; what is missing is NaN in here and None outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from math import fsum, isnan, nan

import numpy as np
import numpy.typing as npt

from judgekit.auditing.reading import Reading
from judgekit.estimating import Measured
from judgekit.stats import Array
from judgekit.types import Attack, Judgment, Known, NoVariant, Unscored

_OPEN, _UNASKED = -1, -2
"""Beside true and false: nobody could say, and nobody was asked."""

_REASONS: tuple[Unscored | None, ...] = (None, *Unscored)


class TrialColumns:
    """One attack on all items: its three arms, and why any score or variant is missing."""

    def __init__(self, attack: Attack, n: int) -> None:
        self.attack = attack
        self.missing: Counter[str] = Counter()
        """Why items have no variant, and how many."""
        self._arms = np.full((3, n), nan)
        self._variant = np.zeros(n, dtype=bool)
        self._wrong = np.zeros(n, dtype=bool)
        self._reason = np.zeros(n, dtype=np.uint8)
        self._refusals: Counter[str] = Counter()

    def put(
        self, item: int, clean: Reading, attacked: Reading, placebo: Reading, *, wrong: bool
    ) -> None:
        """Set an item's scores; `wrong` says that a verifier calls the attacked text so."""
        self._arms[:, item] = [
            nan if r.score is None else r.score for r in (clean, attacked, placebo)
        ]
        self._variant[item] = True
        self._wrong[item] = wrong
        self._reason[item] = _REASONS.index(attacked.unscored)

    def refuse(self, case: NoVariant) -> None:
        """Count an item without a variant."""
        self._refusals[case.kind] += 1
        self.missing[f"{case.kind}: {case.reason}"] += 1

    def measured(self, items: Sequence[int], accept: float | None = None) -> Measured:
        """Return the three arms of some items; all that were put or refused are among them.

        `accept` is a threshold of their own.
        """
        clean, attacked, placebo = map(_scores, self._arms[:, items])
        return Measured(
            attack=self.attack,
            clean=clean,
            attacked=attacked,
            placebo=placebo,
            variant=tuple(self._variant[items].tolist()),
            reasons=tuple(_REASONS[code] for code in self._reason[items]),
            wrong=tuple(self._wrong[items].tolist()),
            n_declined=self._refusals["declined"],
            n_broken=self._refusals["broken"],
            accept=accept,
        )


class ReadingColumns:
    """One reading of every item: its score and, of a pair, its score in either order."""

    def __init__(self, n: int) -> None:
        self._scores = np.full(n, nan)
        self._orders = np.full((n, 2), nan)

    def put(self, item: int, reading: Reading) -> None:
        """Set an item's reading."""
        self._scores[item] = nan if reading.score is None else reading.score
        if reading.orders is not None:
            self._orders[item] = reading.orders

    def scores(self, items: Sequence[int]) -> tuple[float | None, ...]:
        """Return the score of each of these items."""
        return _scores(self._scores[items])

    def orders(self, items: Sequence[int]) -> list[tuple[float, float] | None]:
        """Return the scores of each of these items shown first, and shown second."""
        return [None if isnan(one) else (one, two) for one, two in self._orders[items].tolist()]


class KnownColumns:
    """Up to two clean answers of every item: whether they were accepted, and whether rightly."""

    def __init__(self, n: int) -> None:
        self._said = np.full((n, 2, 2), _UNASKED, dtype=np.int8)

    def put(self, item: int, which: int, *, accepted: bool | None, right: bool | None) -> None:
        """Set what judge and verifiers say of one of an item's answers."""
        self._said[item, which] = [_OPEN if said is None else said for said in (accepted, right)]

    def rows(self, items: Sequence[int]) -> Known | None:
        """Return what was put of these items, answer by answer; None where nothing was."""
        said = self._said[items]
        places, which = np.nonzero(said[:, :, 0] != _UNASKED)
        if len(places) == 0:
            return None
        accepted, right = (_truths(column) for column in said[places, which].T)
        return Known(items=tuple(places.tolist()), accepted=accepted, right=right)


class Spending:
    """How many judgments there are, how many without a score, and what they cost."""

    def __init__(self, n: int) -> None:
        self.n_judgments = self.n_calls = self.n_altered = 0
        self.unscored: Counter[str] = Counter()
        self.prompt_tokens: int | None = None
        self.completion_tokens: int | None = None
        self._costs = np.zeros(n)
        self._priced = True

    def add(self, item: int, judgments: Collection[Judgment]) -> None:
        """Count the judgments of an item."""
        self.n_judgments += len(judgments)
        self.n_calls += sum(j.n_calls for j in judgments)
        self.n_altered += sum(j.altered for j in judgments)
        self.unscored.update(j.unscored.value for j in judgments if j.unscored is not None)
        for judgment in judgments:
            self.prompt_tokens = _plus(self.prompt_tokens, judgment.usage.prompt_tokens)
            self.completion_tokens = _plus(self.completion_tokens, judgment.usage.completion_tokens)
        costs = [j.cost_usd for j in judgments if j.cost_usd is not None]
        self._priced &= len(costs) == len(judgments)
        self._costs[item] = fsum(costs)

    @property
    def cost_usd(self) -> float | None:
        """The sum, unless a price is unknown.

        Exact within an item and over items, so that no order of answers changes it.
        """
        return round(fsum(self._costs), 9) if self._priced else None


def _scores(column: Array) -> tuple[float | None, ...]:
    # Judges use few numbers: each is one object, however many items have it.
    values, places = np.unique(column, return_inverse=True)
    objects = np.array([None if isnan(v) else v for v in values.tolist()], dtype=object)
    return tuple(objects[places].tolist())


def _truths(column: npt.NDArray[np.int8]) -> tuple[bool | None, ...]:
    return tuple(None if said == _OPEN else bool(said) for said in column)


def _plus(total: int | None, more: int | None) -> int | None:
    return total if more is None else more + (total or 0)
