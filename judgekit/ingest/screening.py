"""A grid of recorded verdicts before the screen: its columns, and what is expected of them."""

from __future__ import annotations

from itertools import starmap

from judgekit.ingest import sanity
from judgekit.ingest.arms import Parts, scores
from judgekit.ingest.grid import Grid
from judgekit.types import Caution, Expect, Order, Scale


def screen(grid: Grid, parts: Parts, scale: Scale) -> tuple[Caution, ...]:
    """Return the signs that the recording is not what it is taken for."""
    look = _screen_pairs if grid.paired else _screen_scores
    return (*sanity.scored_and_unscored(grid.n_contradictory), *look(grid, parts, scale))


def _screen_scores(grid: Grid, parts: Parts, scale: Scale) -> tuple[Caution, ...]:
    foils = [(name, Expect.SAME) for name in (parts.placebo, parts.again) if name is not None]
    expected = [*foils, *((name, arm.expect) for name, arm in parts.tested)]

    def suspect(name: str, expect: Expect) -> sanity.Suspect:
        return sanity.Suspect(
            name,
            scores(grid.column(name)),
            mirrored=expect is Expect.MIRROR,
            related=expect is not Expect.LOWER,
            edited=name != parts.again,
        )

    clean = suspect(parts.clean, Expect.SAME)
    return sanity.screen_scores(clean, list(starmap(suspect, expected)), scale)


def _screen_pairs(grid: Grid, parts: Parts, scale: Scale) -> tuple[Caution, ...]:
    first, second = (grid.shown(parts.clean, order) for order in (Order.FIRST, Order.SECOND))
    pairs = list(zip(first, second, strict=True))
    asked_twice = [(a, b) for a, b in pairs if a is not None and b is not None]
    winners = [(_winner(a.score, scale), _winner(b.score, scale)) for a, b in asked_twice]
    known = [(a, b) for a, b in winners if a is not None and b is not None]
    agree = sum(a == b for a, b in known)
    alone = sum((a is None) != (b is None) for a, b in winners)
    in_one_order = sum((a is None) != (b is None) for a, b in pairs)
    return (
        *sanity.one_order_only(in_one_order, len(pairs)),
        *sanity.unparsed_agreement(agree, len(known) - agree, alone),
        *sanity.screen_orders(scores(first), scores(second), scale),
    )


def _winner(score: float | None, scale: Scale) -> int | None:
    """Return 1 where the response won, 0 for a tie, -1 where it lost, None without a score."""
    if score is None:
        return None
    middle = (scale.low + scale.high) / 2
    return (score > middle) - (score < middle)
