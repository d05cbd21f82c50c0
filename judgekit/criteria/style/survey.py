"""The manner of a pool: by what the teacher was shown, by being right, and where it is slick."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean, median
from typing import NamedTuple

from judgekit.criteria.provenance import Context, context_of, teacher_of
from judgekit.criteria.style.lexicon import Kind
from judgekit.criteria.style.reading import Manner, read
from judgekit.criteria.style.slick import SlickCertainty
from judgekit.stats import mean_ci
from judgekit.types import Estimate, Record, Sample


class Group(Record):
    """The manner of some rows; rates are per 100 words, over all words of the group."""

    rows: int
    unread: int
    """Rows without a manner: too little prose, or no English."""
    words: float | None
    """The median length of those read."""
    hedges: float | None
    boosts: float | None
    corrections: float | None
    doubtless: float | None
    """The share of rows read that hold neither a hedge nor a second thought."""


class Contrast(Record):
    """One kind of row minus another at one prompt; a prompt counts once."""

    prompts: int
    doubts: Estimate | None
    """The mean difference in doubts per 100 words; absent for fewer than two prompts."""
    length: Estimate | None
    """The mean difference in the natural logarithm of the number of words."""


class Survey(Record):
    """What the style of a pool shows; every row is in one group of each division."""

    together: Group
    by_context: dict[str, Group]
    """By what the teacher was shown, or "not said"."""
    by_outcome: dict[str, Group]
    """Right, wrong, or open."""
    shown: Contrast
    """Written with the answer minus written without, by one teacher for one prompt."""
    wrong: Contrast
    """Wrong minus right answers to one prompt."""
    slick: tuple[str, ...]
    """The ids of the rows flagged."""
    compared: int
    """Rows that have a baseline to be flagged against."""
    uncompared: dict[str, int]
    """Why the others have none."""


def survey(
    rows: Sequence[Sample],
    right: Mapping[str, bool | None],
    *,
    baseline: Iterable[Sample] | None = None,
    level: float = 0.05,
) -> Survey:
    """Return the manner of a pool, which says nothing of one row.

    `right` tells by a row's id what verifiers settled. Slickness is held against the pool's own
    traces unless `baseline` gives others. Differences have the interval of `stats.mean_ci` over
    prompts. That of wrong and right answers is an association: different writers may have erred.
    """
    seen = [_Seen(row, read(row.response), right.get(row.id)) for row in rows]
    read_ = [s for s in seen if isinstance(s.manner, Manner)]
    slick = SlickCertainty(rows if baseline is None else baseline, level=level)
    p = {s.row.id: _compared(slick, s) for s in seen}
    return Survey(
        together=_group(seen),
        by_context=_divided(seen, _context),
        by_outcome=_divided(seen, _outcome),
        shown=_contrast(read_, _is_shown, lambda s: (s.row.prompt, teacher_of(s.row))),
        wrong=_contrast(read_, _is_wrong, lambda s: (s.row.prompt, "")),
        slick=tuple(id_ for id_, v in p.items() if isinstance(v, float) and v <= level),
        compared=sum(isinstance(v, float) for v in p.values()),
        uncompared=dict(Counter(v for v in p.values() if isinstance(v, str)).most_common()),
    )


class _Seen(NamedTuple):
    row: Sample
    manner: Manner | str
    right: bool | None


def _compared(slick: SlickCertainty, seen: _Seen) -> float | str:
    if isinstance(seen.manner, str):
        return "too little English prose"
    return slick.p_value(seen.row, seen.manner)


def _context(seen: _Seen) -> str:
    said = context_of(seen.row)
    return "not said" if said is None else said.value


def _outcome(seen: _Seen) -> str:
    return "open" if seen.right is None else "right" if seen.right else "wrong"


def _is_shown(seen: _Seen) -> bool | None:
    said = context_of(seen.row)
    return None if said is None else said is not Context.NONE


def _is_wrong(seen: _Seen) -> bool | None:
    return None if seen.right is None else not seen.right


def _divided(seen: Sequence[_Seen], by: Callable[[_Seen], str]) -> dict[str, Group]:
    groups: dict[str, list[_Seen]] = defaultdict(list)
    for s in seen:
        groups[by(s)].append(s)
    return {name: _group(groups[name]) for name in sorted(groups)}


def _group(seen: Sequence[_Seen]) -> Group:
    manners = [s.manner for s in seen if isinstance(s.manner, Manner)]
    words = sum(m.words for m in manners)
    kinds = Counter(marker.kind for m in manners for marker in m.markers)
    rates = {k: 100 * kinds[k] / words if words else None for k in Kind}
    return Group(
        rows=len(seen),
        unread=len(seen) - len(manners),
        words=median(m.words for m in manners) if manners else None,
        hedges=rates[Kind.HEDGE],
        boosts=rates[Kind.BOOST],
        corrections=rates[Kind.CORRECTION],
        doubtless=fmean(m.doubts == 0 for m in manners) if manners else None,
    )


def _contrast(
    seen: Sequence[_Seen],
    is_first: Callable[[_Seen], bool | None],
    unit: Callable[[_Seen], tuple[str, str]],
) -> Contrast:
    """Return the difference of the means of both kinds within a unit, over the prompts."""
    units: dict[tuple[str, str], dict[bool, list[Manner]]] = defaultdict(lambda: defaultdict(list))
    for s in seen:
        if (first := is_first(s)) is not None and isinstance(s.manner, Manner):
            units[unit(s)][first].append(s.manner)
    both = {key: kinds for key, kinds in units.items() if len(kinds) == 2}
    prompts = [prompt for prompt, _ in both]

    def difference(of: Callable[[Manner], float]) -> Estimate | None:
        d = [fmean(map(of, k[True])) - fmean(map(of, k[False])) for k in both.values()]
        return mean_ci(d, unseen_shift=_UNSEEN, cluster=prompts) if d else None

    return Contrast(
        prompts=len(set(prompts)),
        doubts=difference(lambda m: m.doubts),
        length=difference(lambda m: math.log(m.words)),
    )


_UNSEEN = 1.0
"""What a prompt too rare to be drawn may differ by: one doubt in 100 words, or a factor of e."""
