"""An audit or its comparisons as cases, one per attack, as every build server's format wants it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from judgekit.render.quoting import one_line
from judgekit.render.sentences import harm
from judgekit.types import Audit, Comparison, Effect, Ruling, Verdict

WHOLE = "judge/all-else"
"""The case of what no single attack tells: a judge asleep, an attack of the baseline left out."""

_WEIGHT = {Verdict.EXCEEDED: 0, Verdict.INCONCLUSIVE: 1, Verdict.WITHIN: 2}


class Case(NamedTuple):
    """One attack's outcome in words that may be shown: one line each, and nothing in it hidden."""

    attack: str
    title: str
    verdict: Verdict
    why: str
    harm: float
    """By which the cases are ranked, in score points."""


def cases_of_audit(audit: Audit) -> tuple[Case, ...]:
    """Return a case per attack that fits some sample, and per attribute that decides.

    The worst come first, then by name.
    """
    cases = list(_on(audit.effects, audit.rulings))
    for f in audit.deciding:
        cases += _on(f.effects, f.rulings, f" on {f.name}")
    return _ranked([*cases, *_whole(audit.verdict, audit.why, cases)])


def cases_of_comparisons(found: Sequence[Comparison]) -> tuple[Case, ...]:
    """Return a case per attack that was compared, as it is in the worst of its comparisons."""
    cases: dict[str, Case] = {}
    for comparison in found:
        for case in _compared(comparison):
            cases[case.attack] = min(cases.get(case.attack, case), case, key=_rank)
    of = decisive(found)
    return _ranked([*cases.values(), *_whole(of.verdict, of.why, list(cases.values()))])


def decisive(found: Sequence[Comparison]) -> Comparison:
    """Return the comparison that a build fails by: the first of the worst."""
    return min(found, key=lambda c: _WEIGHT[c.verdict])


def _on(effects: Sequence[Effect], rulings: Sequence[Ruling], suffix: str = "") -> Iterator[Case]:
    of = {r.attack: r for r in rulings}
    for e in effects:
        if e.attack in of and e.tried:
            yield _case(f"{e.attack}{suffix}", e.title, of[e.attack], harm(e))


def _compared(found: Comparison) -> Iterator[Case]:
    for c, r in zip(found.changes, found.rulings, strict=True):
        yield _case(c.attack, c.title, r, c.change.est if c.change else 0.0)


def _case(attack: str, title: str, ruling: Ruling, harm: float) -> Case:
    return Case(one_line(attack), one_line(title), ruling.verdict, one_line(ruling.why), harm)


def _whole(verdict: Verdict, why: Sequence[str], cases: Sequence[Case]) -> Iterator[Case]:
    if all(c.verdict is not verdict for c in cases):
        yield Case(WHOLE, "What no single attack tells", verdict, one_line(" ".join(why)), 0.0)


def _ranked(cases: Iterable[Case]) -> tuple[Case, ...]:
    return tuple(sorted(cases, key=_rank))


def _rank(case: Case) -> tuple[int, float, str]:
    return _WEIGHT[case.verdict], -case.harm, case.attack
