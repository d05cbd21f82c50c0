"""What the criteria found, laid out in lines for a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from judgekit.render.numbers import (
    count,
    counted,
    estimate,
    fixed,
    percent,
    percentage_points,
    probability,
    share,
)
from judgekit.text import visible

if TYPE_CHECKING:
    from judgekit.criteria.coverage import Breadth, Budget, Loss, Share
    from judgekit.criteria.shortcut import Template, Templates, Twins
    from judgekit.criteria.style import Contrast, Group, Survey
    from judgekit.types import Bin, Estimate, Halo, Kept, Reliability, Vectors

_SHOWN = 10


def style_lines(found: Survey) -> Iterator[str]:
    """Yield the groups, both contrasts, and which rows are slick."""
    groups = {"together": found.together}
    groups |= {f"shown: {name}": group for name, group in found.by_context.items()}
    groups |= found.by_outcome
    head = ("", "rows", "unread", "words", "hedges", "boosts", "corrections", "no doubt")
    yield from _columns([head, *(_group(name, g) for name, g in groups.items())])
    yield "rates are per 100 words; unread rows have too little English prose"
    yield ""
    yield _contrast("with the answer minus without, one teacher", found.shown)
    yield _contrast("wrong minus right answers", found.wrong)
    yield f"slick certainty: {len(found.slick):,} of {counted(found.compared, 'row')} compared"
    yield from (f"  {_plain(id_)}" for id_ in found.slick[:_SHOWN])
    yield from (f"  {n:,} not compared: {why}" for why, n in found.uncompared.items())


def _group(name: str, g: Group) -> tuple[str, ...]:
    rates = (fixed(rate, 2) for rate in (g.hedges, g.boosts, g.corrections))
    return (name, count(g.rows), count(g.unread), fixed(g.words, 0), *rates, percent(g.doubtless))


def _contrast(name: str, found: Contrast) -> str:
    if found.doubts is None or found.length is None:
        return f"{name}: not measured, {counted(found.prompts, 'prompt')} with both"
    length = found.length
    times = f"×{math.exp(length.est):.2f} [×{math.exp(length.lo):.2f}, ×{math.exp(length.hi):.2f}]"
    doubts = f"{estimate(found.doubts, 2)} doubts per 100 words"
    return f"{name} ({counted(found.prompts, 'prompt')}): {doubts}, {times} the length"


def template_lines(found: Templates) -> Iterator[str]:
    """Yield the strata, the widest templates, and how many rows repeat others."""
    prompts = sum(found.prompts.values())
    yield f"{counted(found.rows, 'row')}, {counted(prompts, 'prompt')}; {found.unread:,} too short"
    yield f"{counted(len(found.templates), 'skeleton')} answering two prompts or more"
    shown = found.templates[:_SHOWN]
    numbers = _columns([("  prompts", "share", "rows"), *map(_template, shown)])
    skeletons = ("skeleton", *(t.skeleton for t in shown))
    yield from (f"{row}  {_plain(s)}" for row, s in zip(numbers, skeletons, strict=True))
    yield f"rows that nearly repeat an answer to another prompt: {found.copied:,}"
    yield f"rows that nearly repeat an answer to the same prompt: {found.repeated:,}"


def _template(t: Template) -> tuple[str, ...]:
    return f"  {t.prompts:,}", percent(t.share), count(t.rows)


def twin_lines(found: Sequence[Twins]) -> Iterator[str]:
    """Yield for each kind of variant what it costs, and how often the change went unnoticed."""
    for t in found:
        yield ""
        settled = f"{counted(t.pairs, 'pair')} settled, {t.open:,} open, {t.repeats:,} repeated"
        yield f"variants, {_plain(t.kind)}: {settled}"
        yield (
            f"  right on both {t.both_right:,}, on the problem only {t.only_base:,}, "
            f"on the variant only {t.only_twin:,}, on neither {t.both_wrong:,}"
        )
        drop = percentage_points(t.drop)
        yield f"  right less often by {drop}, McNemar's mid-p {probability(t.p)}"
        unknown = f"{t.undefaulted:,} unknown"
        yield f"  answered as if nothing had changed: {share(t.defaulted)}, {unknown}"


def coverage_lines(loss: Loss) -> Iterator[str]:
    """Yield what is kept of each stratum and family, and the breadth beside chance."""
    lost = sorted({name for s in loss.strata for name in s.lost})
    for title, shares in (("stratum", loss.strata), ("family", loss.families)):
        if shares:
            head = (title, "rows", "kept", "", *map(_plain, lost))
            yield from _columns([head, *(_share(s, lost) for s in shares)])
            yield ""
    if loss.kept < loss.rows:
        yield f"strata reached: {_breadth(loss.reached, 0)}"
        yield f"strata of equal size as diverse: {_breadth(loss.effective, 1)}"
        yield from (f"emptied: {_plain(name)}" for name in loss.emptied)
    else:
        yield f"{len(loss.strata)} strata, as diverse as {loss.effective.before:.1f} of equal size"


def _share(s: Share, lost: Sequence[str]) -> tuple[str, ...]:
    taken = (count(s.lost.get(name, 0)) for name in lost)
    return (_plain(s.name), count(s.rows), count(s.kept), percent(s.kept / s.rows, 0), *taken)


def _breadth(b: Breadth, places: int) -> str:
    lot = f"{fixed(b.by_lot.lo, places)} to {fixed(b.by_lot.hi, places)}"
    return f"{fixed(b.before, places)} before, {fixed(b.after, places)} after; by lot {lot}"


def budget_lines(budget: Budget | None) -> Iterator[str]:
    """Yield how well the chosen rows stand for all, beside rows drawn by lot."""
    if budget is not None:
        yield ""
        chosen = counted(len(budget.ids), "row")
        by_lot = f"by lot {budget.by_lot:.3f}"
        yield f"{chosen} chosen: a row's likeness to the nearest is {budget.likeness:.3f}, {by_lot}"


def reliability_lines(r: Reliability) -> Iterator[str]:
    """Yield the reliability diagram as a table, its errors, and whether confidence may rank."""
    settled = f"{counted(r.n, 'answer')} settled, {r.right:,} right; {r.unsettled:,} open"
    yield f"confidence of {settled}"
    yield from (f"  {n:,} without one: {_plain(why)}" for why, n in r.missing.items())
    yield ""
    head = ("confidence", "answers", "mean", "right", "interval")
    yield from _columns([head, *(_bin(b) for b in r.bins if b.n)])
    yield ""
    yield f"expected calibration error: {_unsigned(r.ece, 3)}"
    yield f"right above wrong (AUC): {_unsigned(r.auc, 2)}"
    yield f"{'may rank right answers' if r.may_rank else 'may not rank'}: {r.why}"


def _unsigned(e: Estimate | None, places: int) -> str:
    if e is None:
        return "not measured"
    return f"{fixed(e.est, places)} [{fixed(e.lo, places)}, {fixed(e.hi, places)}]"


def _bin(b: Bin) -> tuple[str, ...]:
    ends = f"{percent(b.share.lo, 0)} to {percent(b.share.hi, 0)}" if b.share else ""
    right = percent(b.share.est if b.share else None)
    return f"{b.lo:.1f} to {b.hi:.1f}", count(b.n), fixed(b.confidence, 2), right, ends


def vector_lines(v: Vectors) -> Iterator[str]:
    """Yield what each rule keeps, what each attribute costs, and how the grades go together."""
    yield f"{counted(v.n, 'row')} graded"
    yield from (f"  {n:,} not: {_plain(why)}" for why, n in v.missing.items())
    yield ""
    head = ("one number", "kept by both", "by attributes only", "by it only", "by neither")
    yield from _columns([head, *map(_kept, v.kept)])
    yield from (
        f"attributes keep more than {_GLOBALS[k.by]} by {percentage_points(k.difference)}"
        for k in v.kept
    )
    yield ""
    below = [(_plain(n), count(rows), count(v.alone[n])) for n, rows in v.below.items()]
    yield from _columns([("below its threshold", "rows", "it alone"), *below])
    yield ""
    yield from (_together(h) for h in v.halo)


_GLOBALS = {"mean": "the mean of all", "overall": "the grade of the whole"}


def _kept(k: Kept) -> tuple[str, ...]:
    counts = (k.both, k.attributes_only, k.global_only, k.neither)
    return _GLOBALS[k.by], *map(count, counts)


def _together(h: Halo) -> str:
    ends = f" [{fixed(h.interval.lo, 2)}, {fixed(h.interval.hi, 2)}]" if h.interval else ""
    r = "undefined" if h.correlation is None else f"{fixed(h.correlation, 2)}{ends}"
    names = f"{_plain(h.first)}, {_plain(h.second)}"
    return f"correlation of {names}: {r}; alike in {h.same:,} of {h.n:,}"


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with their columns aligned, the first to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join((f"{first:<{widths[0]}}", *cells)).rstrip()


def _plain(text: str) -> str:
    return visible(text).replace("\n", " ")
