"""From a plan and its answers to the audit: pure, so that replays give the same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import NamedTuple, TypedDict

from judgekit import budget as budgets
from judgekit import estimating
from judgekit.auditing.planning import Plan
from judgekit.auditing.reading import Answers, Reading, accepts, is_right, measure, read
from judgekit.auditing.specimens import pick_specimens
from judgekit.auditing.trials import Trial, clean_arm, known_arms
from judgekit.estimating import Measured
from judgekit.text import canonical_json, sha256
from judgekit.types import (
    Agreement,
    Audit,
    Budget,
    Expect,
    Identity,
    Judgment,
    Manifest,
    Noise,
    NoVariant,
    Position,
    Sample,
    Scale,
    Scores,
)


class Origin(NamedTuple):
    """What the answers cannot tell: where the samples lay, when it was judged, how to repeat it."""

    samples: str
    judged_on: str | None
    reproduce: str
    writers: tuple[str, ...] = ()
    """Models that wrote variants."""


class _Terms(TypedDict):
    scale: Scale
    budget: Budget
    seed: int
    clusters: tuple[str, ...] | None


def assemble(plan: Plan, answers: Answers, identity: Identity, origin: Origin) -> Audit:
    """Estimate every effect, rule on it by the plan's budget, and keep what it rests on."""
    measured = {
        t.attack.id: measure(t, answers, plan.samples, repeats=plan.repeats) for t in plan.trials
    }
    attacks = [m for m in measured.values() if not m.attack.is_control]
    controls = [m for m in measured.values() if m.attack.is_control]
    terms: _Terms = {
        "scale": identity.scale,
        "budget": plan.budget,
        "seed": plan.seed,
        "clusters": clusters_of(plan.samples),
    }
    effects = estimating.estimate_effects(attacks, **terms)
    sensitivity = estimating.estimate_sensitivity(_expecting(controls, Expect.LOWER), **terms)
    rulings = tuple(
        budgets.rule(e, budget=plan.budget, scale=identity.scale, n_items=len(plan.samples))
        for e in effects
    )
    agreement = _agreement(plan, answers, identity)
    verdict, why = budgets.decide(rulings, sensitivity, effects, agreement=agreement)
    return Audit(
        manifest=_manifest(plan, answers, identity, origin),
        budget=plan.budget,
        verdict=verdict,
        why=why,
        effects=effects,
        rulings=rulings,
        sensitivity=sensitivity,
        noise=_noise(plan, answers, identity),
        placebo=estimating.estimate_effects(_expecting(controls, Expect.SAME), **terms),
        agreement=agreement,
        position=_position(plan, answers, identity),
        items=tuple(s.id for s in plan.samples),
        scores={
            k: Scores(clean=m.clean, attacked=m.attacked, placebo=m.placebo)
            for k, m in measured.items()
        },
        specimens=pick_specimens(
            [t for t in plan.trials if not t.attack.is_control],
            answers,
            plan.samples,
            repeats=plan.repeats,
        ),
        missing_variants={t.attack.id: counts for t in plan.trials if (counts := _missing(t))},
    )


def _expecting(controls: Sequence[Measured], expect: Expect) -> list[Measured]:
    return [m for m in controls if m.attack.expect is expect]


def clusters_of(samples: Sequence[Sample]) -> tuple[str, ...] | None:
    """Return each sample's cluster, its own where it names none; None where no sample names one."""
    if all(s.cluster is None for s in samples):
        return None
    return tuple(s.cluster or s.id for s in samples)


def _clean(plan: Plan, answers: Answers, *, again: bool) -> list[Reading]:
    """Read every response as it is, from its first draws or from those asked again."""
    arms = (clean_arm(s, plan.pairing)._replace(again=again) for s in plan.samples)
    return [read(answers, i, arm, repeats=plan.repeats) for i, arm in enumerate(arms)]


def _noise(plan: Plan, answers: Answers, identity: Identity) -> Noise:
    first, second = (
        [r.score for r in _clean(plan, answers, again=again)] for again in (False, True)
    )
    return estimating.estimate_noise(first, second, scale=identity.scale, budget=plan.budget)


def _position(plan: Plan, answers: Answers, identity: Identity) -> Position | None:
    against = plan.pairing.against
    if against is None:
        return None
    first, second = (
        [r.orders for r in _clean(plan, answers, again=again)] for again in (False, True)
    )
    return estimating.estimate_position(
        first,
        second,
        against=against,
        scale=identity.scale,
        budget=plan.budget,
        seed=plan.seed,
        clusters=clusters_of(plan.samples),
    )


def _agreement(plan: Plan, answers: Answers, identity: Identity) -> Agreement | None:
    arms = [
        (i, arm)
        for i, s in enumerate(plan.samples)
        for arm in known_arms(s, plan.pairing)
        if s.verify
    ]
    if not arms:
        return None
    readings = [read(answers, i, arm, repeats=plan.repeats) for i, arm in arms]
    return estimating.estimate_agreement(
        [accepts(r, identity.scale) for r in readings],
        [is_right(plan.samples[i], arm.text) for i, arm in arms],
    )


def _missing(trial: Trial) -> dict[str, int]:
    refusals = (c for c in trial.cases if isinstance(c, NoVariant))
    return dict(sorted(Counter(f"{c.kind}: {c.reason}" for c in refusals).items()))


def _manifest(plan: Plan, answers: Answers, identity: Identity, origin: Origin) -> Manifest:
    judgments = answers.values()
    unscored = Counter(j.unscored.value for j in judgments if j.unscored is not None)
    attacks = [t.attack for t in plan.trials]
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
        samples=origin.samples,
        samples_sha256=sha256(canonical_json([s.model_dump(mode="json") for s in plan.samples])),
        n_samples=len(plan.samples),
        attacks_sha256=sha256(canonical_json([a.model_dump(mode="json") for a in attacks])),
        n_attacks=sum(not a.is_control for a in attacks),
        writers=origin.writers,
        seed=plan.seed,
        repeats=plan.repeats,
        n_judgments=len(answers),
        n_unscored=sum(unscored.values()),
        unscored=dict(sorted(unscored.items())),
        prompt_tokens=_total(j.usage.prompt_tokens for j in judgments),
        completion_tokens=_total(j.usage.completion_tokens for j in judgments),
        cost_usd=_cost_usd(judgments),
        judged_on=origin.judged_on,
        reproduce=origin.reproduce,
    )


def _total(counts: Iterable[int | None]) -> int | None:
    known = [c for c in counts if c is not None]
    return sum(known) if known else None


def _cost_usd(judgments: Iterable[Judgment]) -> float | None:
    costs = [j.cost_usd for j in judgments]
    known = [c for c in costs if c is not None]
    # A sum in one fixed order, so that a resumed run has the same bytes as an uninterrupted one.
    return round(sum(sorted(known)), 9) if len(known) == len(costs) else None
