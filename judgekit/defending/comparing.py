"""From audits of a judge, bare and behind defences, to what the defences did: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from judgekit import budget as budgets
from judgekit import estimating
from judgekit.auditing.measuring import Measurements
from judgekit.auditing.planning import Plan
from judgekit.estimating import Beside
from judgekit.types import (
    AgreementChange,
    Audit,
    Cost,
    DefenceFindings,
    Defences,
    Manifest,
    Ruling,
    Standing,
    Verdict,
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
            standing=_standing(one.audit),
            removals=tuple(next(removals) for _ in pairs[name]),
            agreement=_agreement(bare.audit, one.audit),
        )
        for name, one in defended.items()
    )
    standing = _standing(bare.audit)
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


def _standing(audit: Audit) -> Standing:
    rulings = dict(_rulings(audit))
    verdicts = [r.verdict for r in rulings.values()]
    n_each = [r.n_required for r in rulings.values() if r.verdict is Verdict.INCONCLUSIVE]
    n_known = [n for n in n_each if n is not None]
    return Standing(
        judge_hash=audit.manifest.judge_hash,
        verdict=audit.verdict,
        why=audit.why,
        failed=budgets.too_many_unscored(audit),
        awake=budgets.is_awake(audit.sensitivity),
        exceeded=tuple(n for n, r in rulings.items() if r.verdict is Verdict.EXCEEDED),
        n_open=verdicts.count(Verdict.INCONCLUSIVE),
        n_within=verdicts.count(Verdict.WITHIN),
        n_required=max(n_known) if n_known and len(n_known) == len(n_each) else None,
        n_judgments=audit.manifest.n_judgments,
        n_unscored=audit.manifest.n_unscored,
        n_altered=audit.manifest.n_altered,
        noise=audit.noise,
        agreement=audit.agreement,
        cost=_cost(audit.manifest),
    )


def _rulings(audit: Audit) -> Iterator[tuple[str, Ruling]]:
    """Yield the rulings on attacks that fit some sample, on the score and on each attribute."""
    of = [("", audit.effects, audit.rulings)]
    of += [(f" on {f.name}", f.effects, f.rulings) for f in audit.deciding]
    for what, effects, rulings in of:
        for effect, ruling in zip(effects, rulings, strict=True):
            if effect.n + effect.n_unscored:
                yield f"{effect.attack}{what}", ruling


def _cost(m: Manifest) -> Cost:
    def each(total: float | None) -> float | None:
        return None if total is None else total / m.n_judgments

    return Cost(
        calls=each(m.n_calls),
        tokens_read=each(m.prompt_tokens),
        tokens_written=each(m.completion_tokens),
        usd=each(m.cost_usd),
    )
