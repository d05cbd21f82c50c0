"""What each criterion found, in one picture and a few words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from judgekit.render import charts
from judgekit.render.gate.rows import listed
from judgekit.render.gate.words import OBJECTIONS
from judgekit.render.numbers import NONE, count, counted, fixed
from judgekit.render.quoting import short
from judgekit.types import CriterionFound, GateReport, Grouped, Reliability

_MOST_GROUPS = 12

_VALUES = {
    "confidence": "probability of the declared answer",
    "coverage": "share of prompts in the same cluster",
    "shortcut": "share of prompts answered by the same skeleton",
    "student": "mean log-probability of a token to the student",
    "style": "doubts per 100 words",
}
"""What the values are, from left to right."""


class Group(NamedTuple):
    """A kind of rows as a bar."""

    name: str
    drawing: Markup
    said: str


class Criterion(NamedTuple):
    """What one criterion found, with its picture where there is one."""

    name: str
    value: str
    measured: str
    missing: str
    objections: str
    medians: str
    picture: Markup | None
    tallest: str
    """How many rows the tallest bar stands for."""
    lo: str
    hi: str
    groups: tuple[Group, ...]
    left_out: str


class Diagram(NamedTuple):
    """The reliability diagram of confidence, and what follows from it."""

    picture: Markup
    said: tuple[str, ...]


def criteria(r: GateReport) -> tuple[Criterion, ...]:
    """Lay out what each criterion found."""
    return tuple(map(_criterion, r.criteria))


def reliability(r: GateReport) -> Diagram | None:
    """Lay out how far confidence is to be believed; None where it was not measured."""
    if r.reliability is None or not r.reliability.n:
        return None
    shown = [(b.lo, b.hi, b.share) for b in r.reliability.bins if b.share is not None]
    return Diagram(charts.reliability(shown), tuple(_believed(r.reliability)))


def _criterion(c: CriterionFound) -> Criterion:
    h, more = c.histogram, len(c.groups) - _MOST_GROUPS
    most = max((g.before for g in c.groups), default=1)
    return Criterion(
        name=short(c.name),
        value=_VALUES.get(c.name, "value"),
        measured=count(c.n),
        missing=listed(c.missing),
        objections=listed({OBJECTIONS[o]: n for o, n in c.objections.items()}),
        medians=", ".join(f"{name} {_end(value)}" for name, value in c.medians.items()) or NONE,
        picture=charts.histogram(h.before, h.after) if h else None,
        tallest=counted(max(h.before), "row") if h else NONE,
        lo=_end(h.edges[0]) if h else NONE,
        hi=_end(h.edges[-1]) if h else NONE,
        groups=tuple(_group(g, most) for g in c.groups[:_MOST_GROUPS]),
        left_out=f"{more:,} more in gate.json." if more > 0 else "",
    )


def _end(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def _group(g: Grouped, most: int) -> Group:
    drawing = charts.stacked_row([("keep", g.kept), ("on", g.before - g.kept)], of=most)
    return Group(short(g.name), drawing, f"{g.kept:,} of {g.before:,}")


def _believed(r: Reliability) -> Iterator[str]:
    yield f"{counted(r.n, 'answer')} with a confidence that verifiers settle, {r.right:,} right."
    for name, e in (("Expected calibration error", r.ece), ("Right above wrong (AUC)", r.auc)):
        if e is not None:
            yield f"{name} {fixed(e.est, 3)} [{fixed(e.lo, 3)}, {fixed(e.hi, 3)}]."
    may = "It may break ties among right answers" if r.may_rank else "It may rank nothing"
    yield f"{may}: {short(r.why, 300)}."
