"""What became of the rows: the funnel, the rules, the strata, the files beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from judgekit.render import charts, numbers
from judgekit.render.gate.words import ACTIONS, NAMES_OF, REASONS, RULES
from judgekit.render.numbers import count, percent, ratio
from judgekit.render.quoting import short
from judgekit.types import Action, GateReport, Rule, Stage, Stratum

MOST = 60
"""Strata that a table shows; gate.json has them all."""


class Step(NamedTuple):
    """One stage of the funnel as it is drawn."""

    title: str
    entered: str
    drawing: Markup
    left: tuple[tuple[str, Markup, str, str], ...]
    """Of those that leave here: how many, the colour and word of the action, and why."""
    went_on: str


class Kept(NamedTuple):
    """The end of the funnel."""

    n: str
    drawing: Markup
    bases: str
    """On whose word."""


class Counted(NamedTuple):
    """One line of a table of counts."""

    name: str
    meaning: str
    n: str
    share: str


class Covered(NamedTuple):
    """One stratum."""

    name: str
    before: str
    right: str
    kept: str
    escalated: str
    drawing: Markup
    emptied: bool


class ToldRow(NamedTuple):
    """One row, what became of it, and why."""

    id: str
    stratum: str
    what: str
    rule: str
    why: str
    measured: tuple[str, ...]


_SAID = 300
"""Characters shown of a reason."""


class Coverage(NamedTuple):
    """The strata shown, and a sentence each on the emptied ones and on those not shown."""

    shown: tuple[Covered, ...]
    emptied: str
    left_out: str


def funnel(r: GateReport) -> tuple[Step, ...]:
    """Lay out the stages; every bar is drawn on the same scale, that of the input."""
    return tuple(_step(stage, max(r.counts.input, 1)) for stage in r.funnel)


def kept(r: GateReport) -> Kept:
    """Lay out what is left at the end of the funnel."""
    n = sum(r.counts.kept.values())
    return Kept(
        n=count(n),
        drawing=charts.stacked_row([("keep", n)], of=max(r.counts.input, 1)),
        bases=", ".join(
            f"{r.counts.kept[basis]:,} {name}"
            for basis, name in NAMES_OF.items()
            if basis in r.counts.kept
        ),
    )


def actions(r: GateReport) -> tuple[tuple[Markup, str], ...]:
    """Return the key to the funnel: the actions that were taken, and what is not yet decided."""
    taken = [(charts.swatch(a.value), word) for a, word in ACTIONS.items() if a in r.counts.actions]
    return (*taken, (charts.swatch("on"), "goes on to the next stage"))


def rules(r: GateReport) -> tuple[Counted, ...]:
    """Return how many rows each rule decided."""
    found = ((rule, r.counts.rules.get(rule, 0)) for rule in Rule)
    return tuple(Counted(rule.value, RULES[rule], *_of(n, r.counts.input)) for rule, n in found)


def reasons(r: GateReport) -> tuple[Counted, ...]:
    """Return the reasons, the commonest first."""
    by_weight = sorted(r.counts.reasons.items(), key=lambda found: (-found[1], found[0]))
    return tuple(
        Counted(reason.value.replace("_", " "), REASONS[reason], *_of(n, r.counts.input))
        for reason, n in by_weight
    )


def told(r: GateReport) -> tuple[ToldRow, ...]:
    """Lay out a few rows of each reason."""
    return tuple(
        ToldRow(
            id=short(t.id),
            stratum=short(t.stratum),
            what=ACTIONS[t.action],
            rule=t.rule.value,
            why=short(t.why, _SAID),
            measured=tuple(short(m, _SAID) for m in t.measured),
        )
        for t in r.told
    )


def coverage(r: GateReport) -> Coverage:
    """Lay out the strata, emptied ones first, then the largest."""
    strata = sorted(r.coverage, key=lambda s: (not s.emptied, -s.before, s.name))
    n_emptied, most = sum(s.emptied for s in strata), max((s.before for s in strata), default=1)
    left = len(strata) - MOST
    return Coverage(
        shown=tuple(_covered(s, most) for s in strata[:MOST]),
        emptied=f"Left without a row: {n_emptied:,} of {_strata(len(strata))}.",
        left_out=f"{left:,} more in gate.json." if left > 0 else "",
    )


def pairs(r: GateReport) -> str:
    """Say what became of the prompts that could make a preference pair."""
    p = r.pairs
    made = f"{numbers.counted(p.n, 'pair')} from {numbers.counted(p.prompts, 'prompt')}"
    said = f"{made} with a right and a wrong response. Without a pair: {listed(p.unpaired)}."
    if p.both_right is None:
        return said
    return (
        f"{said} In confidence-pairs stand {numbers.counted(p.both_right, 'pair')} of two right "
        "responses, of which the model was surer of the chosen one; nothing is wrong in the other."
    )


def control(r: GateReport) -> str:
    """Say what is there to compare a student with."""
    c = r.control
    return (
        f"control.jsonl holds {numbers.counted(c.n, 'row')} drawn at random, as many as were kept "
        f"and alike in length and stratum. A "
        "student trained on it tells whether the filter did anything."
    )


def reviewed(r: GateReport) -> str:
    """Say what became of a person's verdicts."""
    if r.reviewed is None:
        return "No person's verdicts were given to this run."
    return f"Applied: {listed(r.reviewed.applied)}. Refused: {listed(r.reviewed.refused)}."


def listed(counts: Mapping[Any, int], *, most: int = 12) -> str:
    """Return counts by name as a phrase."""
    items = list(counts.items())
    shown = ", ".join(f"{short(str(name))} {n:,}" for name, n in items[:most])
    return f"{shown} and {len(items) - most:,} more" if len(items) > most else shown or "none"


def _step(stage: Stage, of: int) -> Step:
    left = sorted(stage.left, key=lambda one: list(Action).index(one.action))
    parts = [("on", stage.went_on), *((one.action.value, one.n) for one in left)]
    return Step(
        title=stage.title,
        entered=count(stage.entered),
        drawing=charts.stacked_row(parts, of=of),
        left=tuple(
            (
                count(one.n),
                charts.swatch(one.action.value),
                ACTIONS[one.action],
                REASONS[one.reason],
            )
            for one in left
        ),
        went_on=count(stage.went_on),
    )


def _strata(n: int) -> str:
    return f"{n:,} {'stratum' if n == 1 else 'strata'}"


def _of(n: int, whole: int) -> tuple[str, str]:
    return count(n), percent(ratio(n, whole))


def _covered(s: Stratum, most: int) -> Covered:
    parts = [("keep", s.kept), ("escalate", s.escalated), ("on", s.before - s.kept - s.escalated)]
    return Covered(
        name=short(s.name),
        before=count(s.before),
        right=count(s.right),
        kept=count(s.kept),
        escalated=count(s.escalated),
        drawing=charts.stacked_row(parts, of=max(most, 1)),
        emptied=s.emptied,
    )
