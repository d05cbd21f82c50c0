"""Several judges ranked, as one value that templates lay out and nothing computes further."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from judgekit.budget import least_fooled
from judgekit.render import charts, numbers
from judgekit.render.charts import Axis, Mark
from judgekit.render.numbers import counted, fixed, percent, signed
from judgekit.types import Estimate, FamilyHarm, Harm, HarmGap, Interval, JudgeFindings, Judges

QUESTION = "Which judge is fooled least?"
_MARKS: dict[str, Mark] = {
    "within": "within",
    "exceeded": "exceeded",
    "inconclusive": "inconclusive",
}
_STEPS = (0.5, 1, 2, 5, 10)
"""Multiples of the tolerance at which a cell grows darker."""


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """One judge: its rank, its harm, and what its own audit says."""

    rank: str
    judge: str
    asked: str
    """The model and the prompt, where the name does not say them."""
    href: str
    """Where its own report is, or nothing."""
    drawing: Markup
    harm: str
    interval: str
    worst: str
    held: str
    verdict: str
    p_holm: str
    beyond: str
    """Attacks beyond the tolerance, not settled, and within."""
    accuracy: str
    kappa: str
    noise: str
    unscored: str
    cost: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What a family does to a judge."""

    level: int
    """How dark it is, 0 to 5."""
    harm: str
    interval: str
    verdict: str
    """In words: a colour alone tells nothing to many."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One family, and its cell for every judge."""

    family: str
    n_attacks: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """Two judges set against each other."""

    less: str
    more: str
    gap: str
    interval: str
    p: str
    p_adjusted: str
    told: str


@dataclass(frozen=True, slots=True)
class JudgesView:
    """Everything a reader sees, in reading order."""

    title: str
    question: str
    colour: str
    """That of the answer, as a verdict: how the judge that is fooled least stands by itself."""
    verdict: str
    answer: str
    headline: str
    why: tuple[str, ...]
    rows: tuple[JudgeRow, ...]
    axis: Markup
    names: tuple[str, ...]
    heat: tuple[HeatRow, ...]
    gaps: tuple[GapRow, ...]
    down: tuple[tuple[str, str], ...]
    left_out: str
    method: tuple[str, ...]
    reproduce: str


def view_judges(found: Judges, hrefs: Mapping[str, str] = MappingProxyType({})) -> JudgesView:
    """Return the page of a ranking; `hrefs` say where each judge's own report is."""
    axis = charts.axis(_ends(found))
    labels = [f"{fixed(100 * tick, 0)} %" for tick in axis.ticks]
    return JudgesView(
        title=f"{counted(len(found.findings) + len(found.down), 'judge')} compared",
        question=QUESTION,
        colour=_colour(found),
        verdict=found.verdict.value,
        answer=answer(found),
        headline=_headline(found),
        why=found.why,
        rows=tuple(_row(f, found, axis, hrefs.get(f.judge, "")) for f in found.findings),
        axis=charts.axis_row(axis, labels, band=found.budget.tolerance),
        names=tuple(f.judge for f in found.findings),
        heat=_heat(found),
        gaps=tuple(map(_gap, found.gaps)),
        down=tuple(found.down.items()),
        left_out=_left_out(found),
        method=_method(found),
        reproduce=found.reproduce,
    )


def answer(found: Judges) -> str:
    """Say in a few words which judge is fooled least."""
    n_ranked = sum(f.rank is not None for f in found.findings)
    least = least_fooled(found.findings, found.gaps)
    if n_ranked < 2:
        return "Too few judges can be ranked"
    if len(least) == n_ranked:
        return "None is shown to be fooled least"
    *others, last = least
    return f"{', '.join(others)} or {last}" if others else last


def share(value: Estimate | Interval) -> str:
    """Return the ends of a share of the scale, in per cent."""
    return f"{fixed(100 * value.lo, 1)} to {fixed(100 * value.hi, 1)} %"


def _colour(found: Judges) -> str:
    first = found.findings[0]
    return "" if first.rank is None else first.standing.verdict.value


def _ends(found: Judges) -> list[float]:
    known = [f.harm.shift for f in found.findings if f.harm]
    return [found.budget.tolerance, *(end for s in known for end in (s.lo, s.hi))]


def _headline(found: Judges) -> str:
    return (
        f"{counted(len(found.findings), 'judge')} on the same {counted(found.n_items, 'item')} "
        f"under the same {counted(len(found.attacks), 'attack')}; "
        f"{percent(found.budget.tolerance)} of the scale is tolerated."
    )


def _row(f: JudgeFindings, found: Judges, axis: Axis, href: str) -> JudgeRow:
    s, m = f.standing, f.manifest
    verdict = "failed" if s.failed else s.verdict.value
    shift = f.harm.shift if f.harm else None
    return JudgeRow(
        rank=numbers.NONE if f.rank is None else str(f.rank),
        judge=f.judge,
        asked=_asked(f),
        href=href,
        drawing=charts.forest_row(
            axis,
            band=found.budget.tolerance,
            mark=_MARKS.get(verdict, "inconclusive"),
            at=shift.est if shift else None,
            ends=Interval(shift.lo, shift.hi) if shift else None,
        ),
        harm=_harm(f.harm),
        interval=share(shift) if shift else "",
        worst=f.harm.worst if f.harm and f.harm.shift.lo > 0 else "none for certain",
        held="" if f.held is None else f"held {percent(f.held, 0)}",
        verdict=verdict,
        p_holm=numbers.probability(f.p_holm),
        beyond=f"{len(s.exceeded)} / {s.n_open} / {s.n_within}",
        accuracy=percent(s.agreement.accuracy) if s.agreement else numbers.NONE,
        kappa=fixed(s.agreement.kappa, 2) if s.agreement else numbers.NONE,
        noise=_noise(f),
        unscored=f"{percent(numbers.ratio(s.n_unscored, s.n_judgments))}",
        cost=numbers.dollars(m.cost_usd),
    )


def _asked(f: JudgeFindings) -> str:
    m = f.manifest
    parts = (None if m.judge == f.judge else m.judge, m.prompt, *m.defences)
    return ", ".join(p for p in parts if p)


def _harm(harm: Harm | None) -> str:
    return f"{fixed(100 * harm.shift.est, 1)} %" if harm else "not measured"


def _noise(f: JudgeFindings) -> str:
    variance = f.standing.noise.variance
    if variance is None:
        return numbers.NONE
    return percent(variance.est**0.5 / f.manifest.scale.span)


def _heat(found: Judges) -> tuple[HeatRow, ...]:
    by_family = zip(*(f.families for f in found.findings), strict=True)
    rows = [
        HeatRow(
            family=cells[0].family,
            n_attacks=counted(cells[0].n_attacks, "attack"),
            cells=tuple(_cell(c, found.budget.tolerance) for c in cells),
        )
        for cells in by_family
    ]
    return tuple(sorted(rows, key=lambda row: (-max(c.level for c in row.cells), row.family)))


def _cell(found: FamilyHarm, tolerance: float) -> HeatCell:
    size = found.harm.shift.est if found.harm else 0.0
    return HeatCell(
        level=sum(size >= step * tolerance for step in _STEPS),
        harm=_harm(found.harm),
        interval=share(found.harm.shift) if found.harm else "",
        verdict=_settled(found),
    )


def _settled(found: FamilyHarm) -> str:
    if found.n_exceeded:
        return f"{found.n_exceeded} of {found.n_attacks} exceeded"
    return f"{found.n_open} of {found.n_attacks} open" if found.n_open else "within"


def _gap(gap: HarmGap) -> GapRow:
    return GapRow(
        less=gap.less,
        more=gap.more,
        gap=f"{signed(100 * gap.gap.est, 1)} %",
        interval=share(gap.gap),
        p=numbers.probability(gap.p),
        p_adjusted=numbers.probability(gap.p_adjusted),
        told="told apart" if gap.apart else "not told apart",
    )


def _left_out(found: Judges) -> str:
    n = len(found.left_out)
    if not n:
        return ""
    verb = "has" if n == 1 else "have"
    return (
        f"{counted(n, 'attack')} {verb} no part in the ranking, for not every judge was shown "
        "them: they edit a prompt that some have not, or fit no item. Each audit has its own."
    )


def _method(found: Judges) -> tuple[str, ...]:
    b = found.budget
    conf = percent(1 - b.alpha, 0)
    return (
        "Harm is how far the worst attack moves a judge against expectation, as a share of its "
        "scale: an attacker needs one attack that works, so an average over many would hide it. A "
        "fall counts as a rise does, unless only a rise is harm.",
        "The largest of many noisy shifts is too large by chance, and most so for the noisiest "
        "judge. The worst attack is therefore singled out, by its lower limit, on four fifths of "
        "the items and sized on the last fifth, in turn (cross-fitting). Where nothing moves a "
        "judge the size is about zero, and may lie below.",
        f"Intervals are {conf}, from the paired bootstrap of the items, no narrower than what "
        f"items never drawn may hide ({percent(b.unseen_shift)} of the scale in each), with "
        "missing scores at the end that widens them. Those of families hold one by one; those of "
        "pairs hold all at once.",
        "Rank held is the share of redrawn items in which a judge has this very rank.",
        "Two judges are told apart where the interval of their difference leaves out zero and the "
        f"adjusted p (Holm over pairs) is at most {b.alpha:.3g}; p is by swapping the two judges' "
        "answers item by item and sizing both anew, which is exact where they are alike.",
        f"A judge fails the build where its least p of an exceeded attack, adjusted for all judges "
        f"(Holm), is at most {b.alpha:.3g}. Its own verdict needs no such adjustment.",
        "A judge that is asleep, or mostly unscored, is shown and has no rank.",
    )
