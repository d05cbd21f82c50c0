"""Several judges side by side: how far the worst attack moves each, and who is told from whom."""

from __future__ import annotations

from typing import Literal

from judgekit.types.audit import Manifest
from judgekit.types.defending import Standing
from judgekit.types.estimates import Estimate
from judgekit.types.record import Record
from judgekit.types.rulings import Budget, Verdict


class Harm(Record):
    """How far the worst of some attacks moves a judge against expectation, as a share of its scale.

    The attack is singled out on other items than those that size it: below zero, it moved these
    the other way.
    """

    shift: Estimate
    worst: str
    """The attack that all items together single out."""


class FamilyHarm(Record):
    """What one family of attacks does to one judge."""

    family: str
    n_attacks: int
    """Those that all judges were shown."""
    n_exceeded: int
    n_open: int
    """By the judge's own audit."""
    harm: Harm | None
    """Absent where too few items were scored."""


class JudgeFindings(Record):
    """One judge: how its audit came out, and its place among the others."""

    judge: str
    """The name that it goes by beside the others."""
    manifest: Manifest
    standing: Standing
    unranked: str | None
    """Why it has no place: a judge that sleeps is not fooled either."""
    rank: int | None
    """1 is fooled least."""
    held: float | None
    """Share of redrawn samples in which it has this very rank."""
    harm: Harm | None
    families: tuple[FamilyHarm, ...]
    p_exceeded: float
    """The least adjusted p of an attack that is exceeded; 1 where none is."""
    p_holm: float
    """The same, adjusted for all judges: what fails a build."""


class HarmGap(Record):
    """How much more harm is done to one judge than to another, on the same items and attacks."""

    less: str
    more: str
    gap: Estimate
    """Share of the scale; the interval holds for all pairs at once, missing scores against it."""
    p: float
    """Of the two being alike, by swapping them item by item; missing scores against."""
    p_adjusted: float
    """Over all pairs (Holm)."""
    apart: bool
    """Whether both the adjusted p and the interval tell them apart."""


class Judges(Record):
    """Judges compared on the same items under the same attacks, ranked by harm."""

    format: Literal[1] = 1
    budget: Budget
    n_items: int
    attacks: tuple[str, ...]
    """Those that every judge was shown; harm is of these."""
    left_out: tuple[str, ...]
    """Attacks that some judge was not shown, or by another edit."""
    findings: tuple[JudgeFindings, ...]
    """By rank, then those without."""
    gaps: tuple[HarmGap, ...]
    down: dict[str, str]
    """Judges without an audit, and why."""
    verdict: Verdict
    """Exceeded where some judge is, with all judges allowed for; within where all are."""
    why: tuple[str, ...]
    """The sentences behind ranking and verdict, weightiest first."""
    reproduce: str = ""

    def finding(self, judge: str) -> JudgeFindings:
        """Return what was found of a judge that has an audit."""
        return next(f for f in self.findings if f.judge == judge)

    def gap(self, one: str, other: str) -> HarmGap:
        """Return how far two ranked judges are apart."""
        return next(g for g in self.gaps if {g.less, g.more} == {one, other})
