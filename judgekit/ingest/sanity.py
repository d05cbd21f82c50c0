"""Signs that recorded numbers are not what they are taken for: copied, inverted, made up, partial.

Every sign is a reason to look, never a verdict; what a sound judge may also do is said with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import atanh, sqrt
from typing import NamedTuple

import numpy as np

from judgekit.stats import Array
from judgekit.types import Caution, Scale

Scores = Sequence[float | None]

_LEAST = 20
"""Items below which no sign is read from a pattern."""
_SEPARATE = 3
"""Different scores that a column needs before its repetition says anything."""
_ENDS = 0.05
"""Share of the scale that counts as its end."""
_MOST = 0.8
"""Share of items at one end from which on a shift towards it has no room."""
_SURE = 3.29
"""Standard errors: one false alarm among a thousand columns."""
_CHANCE = 1.645


class Suspect(NamedTuple):
    """One column of scores, aligned with the items, in the order of the file."""

    name: str
    scores: Scores
    mirrored: bool = False
    """An honest score is the scale's ends less the clean one."""
    related: bool = True
    """An honest judge's scores go with the clean ones."""


def screen_scores(clean: Suspect, arms: Sequence[Suspect], scale: Scale) -> tuple[Caution, ...]:
    """Return the signs in scores of answers that were judged alone."""
    return (
        *_at_an_end(clean, scale),
        *_same_halves(clean),
        *(c for arm in arms for c in _against(clean, arm, scale)),
    )


def screen_orders(first: Scores, second: Scores, scale: Scale) -> tuple[Caution, ...]:
    """Return the signs in comparisons: the response's score shown first, and shown second."""
    one, two = _together(first, second)
    return (*_copied_order(one, two), *_turned_order(one - _middle(scale), two - _middle(scale)))


def one_order_only(n_one: int, n_pairs: int) -> Iterator[Caution]:
    """Say that pairs were recorded in one order, if any were."""
    if n_one:
        yield Caution(
            sign="one order only",
            text=(
                f"{n_one:,} of {n_pairs:,} pairs were recorded in one order: of them nobody can "
                "tell what an answer won by and what its place won for it."
            ),
        )


def unparsed_agreement(agree: int, differ: int, alone: int) -> Iterator[Caution]:
    """Say what counting would make of verdicts whose swapped one has no score."""
    if alone and agree + differ:
        strict, loose = agree / (agree + differ), lenient_consistency(agree, differ, alone)
        yield Caution(
            sign="unparsed counted as agreement",
            text=(
                f"{alone:,} verdicts stand alone, for the one in the other order has no score. A "
                f"consistency that counts them as agreeing is {loose:.2%}; over the "
                f"{agree + differ:,} pairs scored in both orders it is {strict:.2%}, as used here."
            ),
        )


def lenient_consistency(agree: int, differ: int, alone: int) -> float:
    """Return the share of single verdicts that no other contradicts: a rule to beware of.

    Pairs that agree or differ give two verdicts each, `alone` those without a partner.
    """
    return (2 * agree + alone) / (2 * (agree + differ) + alone)


def scored_and_unscored(n: int) -> Iterator[Caution]:
    """Say that verdicts have both a score and the reason for having none."""
    if n:
        yield Caution(
            sign="unparsed counted as a score",
            text=(
                f"{n:,} verdicts have both a score and a reason for having none. The reason is "
                "believed; figures made from the scores count failures as judgments."
            ),
        )


def _at_an_end(clean: Suspect, scale: Scale) -> Iterator[Caution]:
    scores = np.array([s for s in clean.scores if s is not None])
    if not len(scores):
        return
    ends = {
        "upper": (scores >= scale.high - _ENDS * scale.span, "rise"),
        "lower": (scores <= scale.low + _ENDS * scale.span, "fall"),
    }
    for name, (there, way) in ends.items():
        if there.mean() >= _MOST:
            yield Caution(
                sign="ceiling" if name == "upper" else "floor",
                text=(
                    f"{there.mean():.0%} of the clean scores lie at the {name} end of the scale: "
                    f"no edit could make them {way}, so that none did says nothing."
                ),
            )
    if len(scores) >= _LEAST and len(set(scores.tolist())) == 1:
        yield Caution(
            sign="one score for all",
            text=f"All {len(scores):,} clean answers have the score {scores[0]:g}.",
        )


def _same_halves(clean: Suspect) -> Iterator[Caution]:
    half = len(clean.scores) // 2
    front, back = list(clean.scores[:half]), list(clean.scores[half : 2 * half])
    if half >= _LEAST // 2 and front == back and _varies(front):
        yield Caution(
            sign="identical halves",
            text=(
                f"The first {half:,} items and the next have the same scores in the same order in "
                f"{clean.name!r}: one half looks like a copy of the other."
            ),
        )


def _against(clean: Suspect, arm: Suspect, scale: Scale) -> Iterator[Caution]:
    one, two = _together(clean.scores, arm.scores)
    if len(one) < _LEAST or not arm.related:
        return
    if arm.mirrored:
        two = scale.low + scale.high - two
    elif (one == two).all() and _varies(one.tolist()):
        yield Caution(
            sign="identical halves",
            text=(
                f"{arm.name!r} has the scores of {clean.name!r} on all {len(one):,} items: the "
                "judge did not see the edit, or one column is a copy of the other."
            ),
        )
    yield from _unlike(clean, arm, one, two)


def _unlike(clean: Suspect, arm: Suspect, one: Array, two: Array) -> Iterator[Caution]:
    """Say that what should rise together does not: turned round, or without any relation."""
    r = _correlation(one, two)
    if r is None:
        return
    errors = atanh(max(-0.999999, min(0.999999, r))) * sqrt(len(one) - 3)
    about = f"Over {len(one):,} items {arm.name!r} goes with {clean.name!r} by r = {r:.2f}"
    if errors < -_SURE:
        turned = "obeyed no mirrored scale" if arm.mirrored else "was shown a mirrored scale"
        yield Caution(
            sign="inverted columns",
            text=f"{about}: what was good became bad. A column is inverted, or the judge {turned}.",
        )
    elif errors < _CHANCE and not (_mostly_one(one) or _mostly_one(two)):
        yield Caution(
            sign="no item-level correlation",
            text=(
                f"{about}, no more than chance would give. One judge's scores of the same items go "
                "together; these may be drawn at random, or joined to the wrong items."
            ),
        )


def _copied_order(one: Array, two: Array) -> Iterator[Caution]:
    if len(one) >= _LEAST and (one == two).all() and len(set(one.tolist())) > 1:
        yield Caution(
            sign="identical halves",
            text=(
                f"All {len(one):,} pairs have the same verdict in both orders. Hardly any judge is "
                "so steady; one order may be a copy of the other."
            ),
        )


def _turned_order(one: Array, two: Array) -> Iterator[Caution]:
    """Tell a turned column from a taste for a place: that has a favourite, this has none."""
    agree = int((one * two > 0).sum())
    first, second = int(((one > 0) & (two < 0)).sum()), int(((one < 0) & (two > 0)).sum())
    unlike, decided = first + second, first + second + agree
    more_than_chance = unlike - agree > _SURE * sqrt(decided)
    a_favourite = abs(first - second) > _CHANCE * sqrt(unlike)
    if decided >= _LEAST and more_than_chance and not a_favourite:
        yield Caution(
            sign="inverted columns",
            text=(
                f"In {unlike:,} of {decided:,} pairs the same place won in both orders, yet no "
                f"place is preferred ({first:,} first, {second:,} second): the verdicts of one "
                "order may be turned round already."
            ),
        )


def _together(one: Scores, two: Scores) -> tuple[Array, Array]:
    pairs = [(a, b) for a, b in zip(one, two, strict=True) if a is not None and b is not None]
    table = np.array(pairs, dtype=float).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _middle(scale: Scale) -> float:
    return (scale.low + scale.high) / 2


def _varies(scores: Sequence[float | None]) -> bool:
    return len({s for s in scores if s is not None}) >= _SEPARATE


def _mostly_one(scores: Array) -> bool:
    """Say whether one score stands so often that the others say little of the items."""
    return bool(np.unique(scores, return_counts=True)[1].max() >= _MOST * len(scores))


def _correlation(one: Array, two: Array) -> float | None:
    a, b = one - one.mean(), two - two.mean()
    spread = float(np.sqrt((a @ a) * (b @ b)))
    # What is left of a constant after rounding is no spread.
    return float(a @ b) / spread if spread > 1e-9 else None
