"""What the order of two answers does to the judge that compares them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from judgekit.estimating.terms import Terms, terms
from judgekit.stats import N_FLIPS, Array
from judgekit.types import Against, Budget, ByOrder, Estimate, Interval, Position, Scale

RULE = "the mean of both orders; opposite verdicts make a tie"

Orders = tuple[float | None, float | None]
"""The response's score shown first, and shown second."""


def estimate_position(
    first: Sequence[Orders | None],
    again: Sequence[Orders | None],
    *,
    against: Against,
    scale: Scale,
    budget: Budget,
    seed: int,
    clusters: Sequence[str] | None = None,
) -> Position:
    """Estimate position bias from clean pairs, and inconsistency beside the judge's own noise.

    `again` holds the verdicts of the same pairs asked again; a pair known in one order has a part
    in nothing but that order's share of wins. Position bias as in
    STATISTICS 1.2: ties count half, and what the answers are worth cancels within the pair.
    """
    on = terms(scale, budget, seed, clusters, N_FLIPS)
    one, two = (_shares(o, scale) for o in (first, again))
    winners = np.sign(one - 0.5)
    differs = _where(one, winners[:, 0] != winners[:, 1])
    retest = _where(one + two, winners[:, 0] != np.sign(two[:, 0] - 0.5))
    places = winners * (1, -1)
    both = ~np.isnan(winners).any(axis=1)
    return Position(
        rule=RULE,
        against=against,
        n=int(both.sum()),
        n_unscored=int((~both).sum()),
        bias=_share(on, (one[:, 0] - one[:, 1]) / 2, 0.5),
        win_rate=_share(on, one.mean(axis=1), 1.0, least=0.0),
        consistent=int((winners[both, 0] == winners[both, 1]).sum()),
        first_both=int((places == 1).all(axis=1).sum()),
        second_both=int((places == -1).all(axis=1).sum()),
        half_tied=int(((winners[both] == 0).sum(axis=1) == 1).sum()),
        inconsistency=_share(on, differs, 1.0, least=0.0),
        beyond_noise=_share(on, differs - retest, 1.0),
        by_order=_by_order(on, one),
    )


def _by_order(on: Terms, one: Array) -> ByOrder:
    # An item known in one order has its one verdict for a mean.
    either = np.where(np.isnan(one), one[:, ::-1], one).mean(axis=1)
    first, second, any_order = (
        _share(on, column, 1.0, least=0.0) for column in (one[:, 0], one[:, 1], either)
    )
    return ByOrder(first=first, second=second, either=any_order)


def _shares(orders: Sequence[Orders | None], scale: Scale) -> Array:
    """Return items x (first, second) as shares of the scale; NaN where there is no verdict."""
    rows = [(np.nan, np.nan) if o is None else o for o in orders]
    return (np.array(rows, dtype=float).reshape(-1, 2) - scale.low) / scale.span


def _where(known: Array, holds: Array) -> Array:
    return np.where(np.isnan(known).any(axis=1), np.nan, holds.astype(float))


def _share(on: Terms, column: Array, most: float, *, least: float | None = None) -> Estimate | None:
    bounds = Interval(-most if least is None else least, most)
    return on.mean(column, conf=on.conf, unseen_shift=most * on.budget.unseen_shift, bounds=bounds)
