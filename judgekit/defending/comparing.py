"""From audits of a judge, bare and behind defences, to what the defences did: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from judgekit import budget as budgets
from judgekit import estimating
from judgekit.auditing.measuring import Measurements
from judgekit.auditing.planning import Plan
from judgekit.auditing.standing import standing_of
from judgekit.estimating import Beside
from judgekit.types import (
    AgreementChange,
    Audit,
    DefenceFindings,
    Defences,
)


class Audited(NamedTuple):
    """An audit, and the measurements it was made of."""

    audit: Audit
    found: Measurements


def compare(
    plan: Plan,
    bare: Audited,
    defended: Mapping[str, Audited],
    unsuited: Mapping[str, str],
    *,
    level: float,
) -> Defences:
    """Compare each defended judge with the bare one, and recommend a defence, or none.

    `level` is what stands for alpha in the audits behind a defence.
    """
    pairs = {name: list(_pairs(bare.found, one.found, plan)) for name, one in defended.items()}
    removals = iter(
        estimating.estimate_removals(
            [pair for of_one in pairs.values() for pair in of_one],
            scale=bare.audit.manifest.scale,
            budget=plan.budget,
            seed=plan.seed,
            clusters=bare.audit.clusters,
        )
    )
    findings = tuple(
        DefenceFindings(
            defence=name,
            standing=standing_of(one.audit),
            removals=tuple(next(removals) for _ in pairs[name]),
            agreement=_agreement(bare.audit, one.audit),
        )
        for name, one in defended.items()
    )
    standing = standing_of(bare.audit)
    recommended = budgets.recommend(standing, findings, level=level)
    return Defences(
        manifest=bare.audit.manifest,
        budget=plan.budget,
        level=level,
        bare=standing,
        findings=findings,
        unsuited=dict(unsuited),
        recommended=recommended.defence,
        why=recommended.why,
    )


def _pairs(bare: Measurements, defended: Measurements, plan: Plan) -> Iterator[Beside]:
    items = range(len(plan.samples))
    for one, other in zip(bare.trials, defended.trials, strict=True):
        pair = Beside(one.measured(items), other.measured(items))
        if not one.attack.is_control and any(pair.bare.variant):
            yield pair


def _agreement(bare: Audit, defended: Audit) -> AgreementChange | None:
    if bare.known is None or defended.known is None:
        return None
    return estimating.compare_agreement(
        bare.known,
        defended.known,
        n_items=len(bare.items),
        scale=bare.manifest.scale,
        budget=defended.budget,
        clusters=bare.clusters,
    )
