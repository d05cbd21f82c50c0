"""All that is known of one row, brought together for the decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from judgekit.criteria import Criterion
from judgekit.filtering.asking import Heard
from judgekit.filtering.examining import Marked
from judgekit.filtering.findings import Found
from judgekit.filtering.rows import origin_of, stratum_of
from judgekit.gating import Permissions, opine
from judgekit.types import (
    Allowed,
    Evidence,
    Identity,
    Opinion,
    Permission,
    Sample,
)
from judgekit.verifiers.outcomes import abstained

COVERED = ("accuracy", "correctness", "factuality")
"""Attributes that a verifier of right and wrong covers."""


class Listened(NamedTuple):
    """What was heard of a row, and its marks where only the judge's stream looked for them."""

    heard: Heard
    marks: Marked | None = None


class Bench(NamedTuple):
    """A judge, and how far its word goes."""

    identity: Identity
    permissions: Callable[[Sample], Permissions]
    thresholds: Mapping[str, float | None]
    stopped: str | None = None
    """Why it was stopped."""

    def permission(self, sample: Sample, marks: Marked) -> Permission:
        """Return what it may decide of a response."""
        if self.stopped is not None:
            return Permission(allowed=Allowed.ADVISORY, why=self.stopped)
        return self.permissions(sample).of(marks.carried)

    def may_decide(self, sample: Sample, stratum: str) -> bool:
        """Say whether its word could decide any response of a stratum."""
        barred = self.permissions(sample).barred is not None
        return not barred and self.thresholds.get(stratum) is not None

    def opinion(self, heard: Heard, stratum: str) -> Opinion:
        """Return what it makes of a response."""
        return opine(
            heard.plain,
            heard.stripped,
            scale=self.identity.scale,
            threshold=self.thresholds.get(stratum),
            second=heard.second,
            outside=self._is_outside(heard),
        )

    def _is_outside(self, heard: Heard) -> bool:
        """Say whether it objects to attributes alone that no verifier covers."""
        least = self.identity.thresholds
        low = {n for n, grade in heard.plain.grades.items() if n in least and grade < least[n]}
        return bool(low) and low.isdisjoint(COVERED)


def weigh(
    found: Found,
    listened: Listened | None,
    bench: Bench | None,
    *,
    stratum: str,
    criteria: Sequence[Criterion] = (),
) -> Evidence:
    """Return the evidence on a row; `stratum` names the field of its metadata."""
    row, examined = found
    if row.sample is None or examined is None:
        return Evidence(sample=row.id, fault=row.fault, verification=abstained("not whole"))
    sample, marks = row.sample, examined.marks
    opinion, permission = Opinion(), Permission(allowed=Allowed.ADVISORY, why="no judge was asked")
    if bench is not None:
        opinion = Opinion(why="the judge was not asked")
        marks = marks or (listened.marks if listened else None)
        if marks is not None:
            permission = bench.permission(sample, marks)
        if listened is not None:
            opinion = bench.opinion(listened.heard, stratum_of(sample, stratum))
    return Evidence(
        sample=row.id,
        origin=origin_of(sample),
        verification=examined.verification,
        original=examined.original,
        opinion=opinion,
        permission=permission,
        marks=marks.added if marks else (),
        measurements=tuple(criterion(sample, sample.response) for criterion in criteria),
    )
