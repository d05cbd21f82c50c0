"""The worst attacks item by item: what each score was without, and what it is under, attack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.charts import Mark
from judgekit.render.dots import Ends, Pair, dots
from judgekit.render.quoting import short
from judgekit.render.sentences import harm
from judgekit.render.view.anchors import anchor
from judgekit.render.view.attacks import BY_WEIGHT, mark_of, word_of
from judgekit.types import Audit, Baseline, Effect, Expect, Ruling, Scale, Scores

WORST = 6
"""Attacks drawn item by item."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One attack's items in a square, and what one sees there in words."""

    attack: str
    anchor: str
    mark: Mark
    verdict: str
    key: Markup
    drawing: Markup
    moves: str
    means: str
    accepts: str


@dataclass(frozen=True, slots=True)
class Moves:
    """The attacks drawn, and what the axes are."""

    across: str
    shown: tuple[Moved, ...]


def moves(audit: Audit) -> Moves:
    """Draw the attacks that harm most and have scores kept item by item, the weightiest first."""
    rulings = {r.attack: r for r in audit.rulings}
    found = [e for e in audit.effects if e.shift and harm(e) > 0 and e.attack in audit.scores]
    found.sort(key=lambda e: (BY_WEIGHT.index(mark_of(rulings.get(e.attack))), -harm(e), e.attack))
    return Moves(
        across="placebo" if audit.manifest.baseline is Baseline.PLACEBO else "clean",
        shown=tuple(_moved(e, rulings.get(e.attack), audit) for e in found[:WORST]),
    )


def _moved(e: Effect, ruling: Ruling | None, audit: Audit) -> Moved:
    scale, mark = audit.manifest.scale, mark_of(ruling)
    pairs = tuple(_pairs(audit.scores[e.attack], e.expect, audit))
    return Moved(
        attack=short(e.attack),
        anchor=anchor("attack", e.attack),
        mark=mark,
        verdict=word_of(mark),
        key=charts.key(mark),
        drawing=dots(pairs, scale, Ends(*map(numbers.plain_number, _ends(scale)))),
        moves=_directions(pairs),
        means=_means(e, numbers.decimals(scale)),
        accepts=_accepts(pairs, scale),
    )


def _pairs(scores: Scores, expect: Expect, audit: Audit) -> Iterator[Pair]:
    """Yield the items with both scores, mapped as the attack's expectation maps them."""
    scale = audit.manifest.scale
    placebo = audit.manifest.baseline is Baseline.PLACEBO
    without = set(scores.without)
    before = scores.placebo if placebo else scores.clean
    for i, (old, new) in enumerate(zip(before, scores.attacked, strict=True)):
        if new is None or i in without:
            continue
        if expect is Expect.MIRROR:
            new = scale.low + scale.high - new
        if expect is Expect.TIE:
            old = (scale.low + scale.high) / 2
        if old is not None:
            yield Pair(round(old, 9), round(new, 9))


def _ends(scale: Scale) -> tuple[float, float, float]:
    return scale.low, scale.accept, scale.high


def _directions(pairs: tuple[Pair, ...]) -> str:
    n = Counter(pair.move for pair in pairs)
    items = numbers.counted(len(pairs), "item")
    return f"{items}: {n['rose']:,} rose, {n['stayed']:,} stayed, {n['fell']:,} fell"


def _means(e: Effect, places: int) -> str:
    known = (
        ("clean", e.clean_mean),
        ("placebo", e.placebo_mean),
        ("attacked", e.attacked_mean),
    )
    said = [f"{name} {numbers.fixed(mean, places)}" for name, mean in known if mean is not None]
    return f"Means: {', '.join(said)}." if said else ""


def _accepts(pairs: tuple[Pair, ...], scale: Scale) -> str:
    accepted = [(p.before >= scale.accept, p.after >= scale.accept) for p in pairs]
    return (
        f"Newly accepted: {accepted.count((False, True)):,}; "
        f"no longer accepted: {accepted.count((True, False)):,}."
    )
