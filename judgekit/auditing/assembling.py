"""From a plan and its measurements to the audit: pure, so that replays give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import NamedTuple

from judgekit import budget as budgets
from judgekit import estimating
from judgekit.auditing.columns import Spending
from judgekit.auditing.looks import Stage
from judgekit.auditing.measuring import Measurements
from judgekit.auditing.planning import Plan
from judgekit.auditing.shifting import Terms, describe_attributes, find_shifts
from judgekit.estimating import Measured
from judgekit.text import canonical_json, sha256
from judgekit.types import (
    Audit,
    Expect,
    Fingerprints,
    Identity,
    Look,
    Manifest,
    Position,
    Record,
    Sample,
)


class Origin(NamedTuple):
    """What the answers cannot tell: where the samples lay, when it was judged, how to repeat it."""

    samples: str
    judged_on: str | None
    reproduce: str
    writers: tuple[str, ...] = ()
    """Models that wrote variants."""


_OF_NO_EFFECT = {"title", "hypothesis", "provenance", "examples"}
"""What an attack says of itself, and no variant shows."""


def assemble(
    plan: Plan,
    found: Measurements,
    identity: Identity,
    origin: Origin,
    stage: Stage,
) -> Audit:
    """Estimate every effect, rule on it by the plan's budget, and keep what it rests on.

    Of the plan's items there are those of the stage; claims and intervals are held to its look.
    """
    items, whole = sorted(stage.items), plan
    plan = _part(whole, items, stage.look)
    terms: Terms = {
        "scale": identity.scale,
        "budget": plan.budget,
        "seed": plan.seed,
        "clusters": clusters_of(plan.samples),
    }
    score, grades = find_shifts(found, items, identity, terms)
    known = found.known.rows(items)
    agreement = (
        None if known is None else estimating.estimate_agreement(known.accepted, known.right)
    )
    conclusion = budgets.decide(
        score.rulings, score.sensitivity, score.effects, agreement=agreement
    )
    attributes = describe_attributes(grades, found, items, identity, terms)
    if attributes is not None:
        conclusion = budgets.decide_on_attributes(conclusion, attributes.findings)
    return Audit(
        manifest=_manifest(plan, found.spending, identity, origin),
        budget=whole.budget,
        look=stage.look,
        verdict=conclusion.verdict,
        why=_why(conclusion, stage.look, n_items=len(items), alpha=whole.budget.alpha),
        effects=score.effects,
        rulings=score.rulings,
        sensitivity=score.sensitivity,
        noise=estimating.estimate_noise(
            found.first.scores(items),
            found.again.scores(items),
            scale=identity.scale,
            budget=plan.budget,
        ),
        placebo=estimating.estimate_effects(_neutral(found, items), **terms),
        agreement=agreement,
        known=known,
        position=_position(plan, found, items, terms),
        attributes=attributes,
        items=tuple(s.id for s in plan.samples),
        clusters=terms["clusters"],
        fingerprints=_fingerprints(plan),
        asked=plan.framing.prompt if plan.framing else None,
        scores=score.scores,
        specimens=found.specimens.pick(),
        missing_variants={
            t.attack.id: dict(sorted(t.missing.items())) for t in found.trials if t.missing
        },
    )


def _part(plan: Plan, items: Sequence[int], look: Look | None) -> Plan:
    """Return the plan of these items alone, at the level of a look."""
    samples = tuple(plan.samples[i] for i in items)
    level = plan.budget.alpha if look is None else look.level
    return plan._replace(samples=samples, budget=plan.budget.model_copy(update={"alpha": level}))


def _why(
    conclusion: budgets.Conclusion, look: Look | None, *, n_items: int, alpha: float
) -> tuple[str, ...]:
    if look is None:
        return conclusion.why
    return (*conclusion.why, budgets.on_look(look, n_items=n_items, alpha=alpha))


def _fingerprints(plan: Plan) -> Fingerprints:
    return Fingerprints(
        items=tuple(_short_hash(s) for s in plan.samples),
        attacks={a.id: _short_hash(a, exclude=_OF_NO_EFFECT) for a in plan.attacks},
    )


def _short_hash(record: Record, *, exclude: set[str] | None = None) -> str:
    return sha256(canonical_json(record.model_dump(mode="json", exclude=exclude)))[:16]


def _neutral(found: Measurements, items: Sequence[int]) -> list[Measured]:
    controls = (t for t in found.trials if t.attack.is_control)
    return [t.measured(items) for t in controls if t.attack.expect is Expect.SAME]


def clusters_of(samples: Sequence[Sample]) -> tuple[str, ...] | None:
    """Return each sample's cluster, its own where it names none; None where no sample names one."""
    if all(s.cluster is None for s in samples):
        return None
    return tuple(s.cluster or s.id for s in samples)


def _position(
    plan: Plan, found: Measurements, items: Sequence[int], terms: Terms
) -> Position | None:
    against = plan.pairing.against
    if against is None:
        return None
    first, again = found.first.orders(items), found.again.orders(items)
    return estimating.estimate_position(first, again, against=against, **terms)


def _manifest(plan: Plan, spending: Spending, identity: Identity, origin: Origin) -> Manifest:
    return Manifest(
        judgekit=version("judgekit-audit"),
        judge=identity.judge,
        model=identity.model,
        api_base=identity.api_base,
        judge_hash=identity.sha256,
        prompt=identity.prompt,
        prompt_sha256=identity.prompt_sha256,
        protocol=identity.protocol,
        against=plan.pairing.against,
        scale=identity.scale,
        score=identity.score,
        params=identity.params,
        defences=identity.defences,
        samples=origin.samples,
        samples_sha256=_sha256(plan.samples),
        n_samples=len(plan.samples),
        attacks_sha256=_sha256(plan.attacks),
        n_attacks=sum(not a.is_control for a in plan.attacks),
        writers=origin.writers,
        seed=plan.seed,
        repeats=plan.repeats,
        n_judgments=spending.n_judgments,
        n_unscored=spending.unscored.total(),
        unscored=dict(sorted(spending.unscored.items())),
        n_calls=spending.n_calls,
        n_altered=spending.n_altered,
        prompt_tokens=spending.prompt_tokens,
        completion_tokens=spending.completion_tokens,
        cost_usd=spending.cost_usd,
        judged_on=origin.judged_on,
        reproduce=origin.reproduce,
    )


def _sha256(records: Iterable[Record]) -> str:
    """Hash the canonical JSON of the records' list, of which one record at a time is held."""
    digest = hashlib.sha256(b"[")
    for place, record in enumerate(records):
        spelled = ("," if place else "") + canonical_json(record.model_dump(mode="json"))
        digest.update(spelled.encode("utf-8", "surrogatepass"))
    digest.update(b"]")
    return digest.hexdigest()
