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
_NEARLY_ONE = 1 - 1e-9
_SHOWN = 3


class Suspect(NamedTuple):
    """One column of scores, aligned with the items, in the order of the file."""

    name: str
    scores: Scores
    mirrored: bool = False
    """An honest score is the scale's ends less the clean one."""
    related: bool = True
    """An honest judge's scores go with the clean ones."""
    edited: bool = True
    """The judge read something else; the same text asked again may well have the same scores."""


def screen_scores(clean: Suspect, arms: Sequence[Suspect], scale: Scale) -> tuple[Caution, ...]:
    """Return the signs in scores of answers that were judged alone."""
    pairs = [_pair(clean, arm, scale) for arm in arms if arm.related]
    return (
        *_at_an_end(clean, scale),
        *_same_halves(clean),
        *_copied(pairs, clean),
        *(c for pair in pairs for c in _inverted(pair, clean)),
        *_unrelated(pairs, clean),
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


class _Pair(NamedTuple):
    """Clean scores and an arm's, the arm's turned back where it was mirrored."""

    arm: Suspect
    clean: Array
    scores: Array

    @property
    def z(self) -> float | None:
        """Fisher's z of their correlation, in standard errors; None where it tells nothing."""
        if len(self.clean) < _LEAST or _mostly_one(self.clean) or _mostly_one(self.scores):
            return None
        r = float(np.corrcoef(self.clean, self.scores)[0, 1])
        return atanh(max(-_NEARLY_ONE, min(_NEARLY_ONE, r))) * sqrt(len(self.clean) - 3)


def _pair(clean: Suspect, arm: Suspect, scale: Scale) -> _Pair:
    one, two = _together(clean.scores, arm.scores)
    return _Pair(arm, one, scale.low + scale.high - two if arm.mirrored else two)


def _copied(pairs: Sequence[_Pair], clean: Suspect) -> Iterator[Caution]:
    same = [p.arm.name for p in pairs if _is_copy(p)]
    if same:
        verb = "has" if len(same) == 1 else "have"
        yield Caution(
            sign="identical halves",
            text=(
                f"{_named(same)} {verb} the very scores of {clean.name!r}: the judge did not see "
                "the edit, or one column is a copy of the other."
            ),
        )


def _is_copy(pair: _Pair) -> bool:
    same = len(pair.clean) >= _LEAST and bool((pair.clean == pair.scores).all())
    another = pair.arm.edited and not pair.arm.mirrored
    return same and another and _varies(pair.clean.tolist())


def _inverted(pair: _Pair, clean: Suspect) -> Iterator[Caution]:
    if pair.z is None or pair.z > -_SURE:
        return
    if pair.arm.mirrored:
        text = (
            f"{pair.arm.name!r} is said to mirror {clean.name!r} and rises and falls with it: the "
            "judge ignored the reversed scale, or the column has been turned back already."
        )
    else:
        text = (
            f"{pair.arm.name!r} falls where {clean.name!r} rises: a column is inverted, or the "
            "scale was reversed and the role is mirror."
        )
    yield Caution(sign="inverted columns", text=text)


def _unrelated(pairs: Sequence[_Pair], clean: Suspect) -> Iterator[Caution]:
    """Judge all arms at once: one arm may well upset a judge, but not every one."""
    known = [(p, p.z) for p in pairs if p.z is not None and p.z > -_SURE]
    if not known or sum(z for _, z in known) / len(known) > _CHANCE:
        return
    names = _named([p.arm.name for p, _ in known])
    yield Caution(
        sign="no item-level correlation",
        text=(
            f"Over {len(known[0][0].clean):,} items the scores in {names} go with those in "
            f"{clean.name!r} no more than chance would give. One judge's scores of the same items "
            "go together; these may be drawn at random, or joined to the wrong items."
        ),
    )


def _named(arms: Sequence[str]) -> str:
    more = f" and {len(arms) - _SHOWN} more" if len(arms) > _SHOWN else ""
    return ", ".join(map(repr, arms[:_SHOWN])) + more


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
