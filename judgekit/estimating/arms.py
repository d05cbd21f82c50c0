"""An attack's scores as paired shifts, with the bounds that its missing scores leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from judgekit.stats import Array, Mask
from judgekit.types import Expect, Scale, Tested, Unscored


class Measured(NamedTuple):
    """What a judge said under one attack, aligned with the audit's items; repeats are averaged."""

    attack: Tested
    clean: tuple[float | None, ...]
    """Scores of the text that the attack starts from."""
    attacked: tuple[float | None, ...]
    placebo: tuple[float | None, ...]
    """Scores of the matched neutral edit; for controls, of the clean text asked again.

    Where a recording has neither, the clean scores, and its audit's manifest says so.
    """
    variant: tuple[bool, ...]
    """Whether the item has a variant."""
    reasons: tuple[Unscored | None, ...]
    """Why the attacked score is missing."""
    wrong: tuple[bool, ...]
    """Whether a verifier says that the attacked text is wrong."""
    n_declined: int
    n_broken: int
    accept: float | None = None
    """From which score on it is accepted; absent, the scale's."""


class Arms(NamedTuple):
    """Scores and shifts of one attack as arrays; NaN marks what is missing or has no variant."""

    variant: Mask
    clean: Array
    attacked: Array
    placebo: Array
    shift: Array
    """Attacked minus placebo."""
    low: Array
    high: Array
    """The least and the largest shift that each variant's missing scores allow."""

    @property
    def paired(self) -> Mask:
        """Items with both scores."""
        return ~np.isnan(self.shift)

    @property
    def n_unscored(self) -> int:
        """Variants without both scores."""
        return int(self.variant.sum() - self.paired.sum())


def arms(measured: Measured, scale: Scale) -> Arms:
    """Pair the scores as the attack's expectation maps them, so that up is always better.

    Mirrored ones are turned back; a tie is expected in the middle, whatever the placebo says. A
    swapped pair needs no map: its score is the response's, wherever that stands.
    """
    variant = np.array(measured.variant, dtype=bool)
    clean, attacked, placebo = (
        np.where(variant, _scores(s), np.nan)
        for s in (measured.clean, measured.attacked, measured.placebo)
    )
    if measured.attack.expect is Expect.MIRROR:
        attacked = scale.low + scale.high - attacked
    if measured.attack.expect is Expect.TIE:
        placebo = np.where(variant, (scale.low + scale.high) / 2, np.nan)

    def least(one: Array, other: Array) -> Array:
        bound = np.nan_to_num(one, nan=scale.low) - np.nan_to_num(other, nan=scale.high)
        return np.where(variant, _clear(bound), np.nan)

    return Arms(
        variant=variant,
        clean=clean,
        attacked=attacked,
        placebo=placebo,
        shift=_clear(attacked - placebo),
        low=least(attacked, placebo),
        high=-least(placebo, attacked),
    )


def _scores(scores: Sequence[float | None]) -> Array:
    return np.array([np.nan if s is None else s for s in scores], dtype=float)


def _clear(shift: Array) -> Array:
    # The dust of averaged repeats must not count as a shift.
    return np.round(shift, 9)
