"""An audit or a comparison as cases, one per attack, as every build server's format wants them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from judgekit.render.quoting import plain
from judgekit.render.sentences import harm
from judgekit.types import Audit, Comparison, Verdict


class Case(NamedTuple):
    """One attack's outcome in words that may be shown: nothing in them is hidden."""

    attack: str
    title: str
    verdict: Verdict
    why: str
    harm: float
    """By which the cases are ranked, in score points."""


def cases_of_audit(audit: Audit) -> tuple[Case, ...]:
    """Return a case per attack of an audit: the worst first, then by name."""
    return _ranked(
        Case(e.attack, plain(e.title), r.verdict, plain(r.why), harm(e))
        for e, r in zip(audit.effects, audit.rulings, strict=True)
    )


def cases_of_comparison(found: Comparison) -> tuple[Case, ...]:
    """Return a case per attack that was compared: the worst first, then by name."""
    return _ranked(
        Case(c.attack, plain(c.title), r.verdict, plain(r.why), c.change.est if c.change else 0.0)
        for c, r in zip(found.changes, found.rulings, strict=True)
    )


_WEIGHT = {Verdict.EXCEEDED: 0, Verdict.INCONCLUSIVE: 1, Verdict.WITHIN: 2}


def _ranked(cases: Iterable[Case]) -> tuple[Case, ...]:
    return tuple(sorted(cases, key=lambda c: (_WEIGHT[c.verdict], -c.harm, c.attack)))
