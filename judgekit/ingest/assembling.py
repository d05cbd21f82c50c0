"""From a grid of recorded verdicts to an audit: the same estimates and rulings, less certainty."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import NamedTuple, TypedDict

from judgekit import budget as budgets
from judgekit import estimating
from judgekit.ingest.arms import (
    NOT_RECORDED,
    Parts,
    Trial,
    measure_arms,
    measure_placebo,
    part,
    scores,
)
from judgekit.ingest.grid import Grid
from judgekit.ingest.legend import Legend
from judgekit.ingest.screening import screen
from judgekit.text import canonical_json, sha256
from judgekit.types import (
    Against,
    Audit,
    Baseline,
    Budget,
    Effect,
    Manifest,
    Order,
    Position,
    Protocol,
    Scale,
    Scores,
)


class Source(NamedTuple):
    """Where recorded verdicts came from."""

    files: str
    form: str
    sha256: str
    """Of the files' bytes."""
    reproduce: str


class _Terms(TypedDict):
    scale: Scale
    budget: Budget
    seed: int
    clusters: tuple[str, ...] | None


def assemble(
    grid: Grid, legend: Legend, source: Source, *, scale: Scale, budget: Budget, seed: int
) -> Audit:
    """Estimate what was recorded and rule on it; what was not recorded stays absent."""
    parts = part(grid, legend)
    terms: _Terms = {"scale": scale, "budget": budget, "seed": seed, "clusters": grid.clusters}
    trials = measure_arms(grid, parts)
    attacks = [t for t in trials if not t.measured.attack.is_control]
    controls = [t.measured for t in trials if t.measured.attack.is_control]
    foiled = bool(attacks) and all(t.foiled for t in attacks)
    baseline = Baseline.PLACEBO if foiled else Baseline.CLEAN
    estimated = estimating.estimate_effects([t.measured for t in attacks], **terms)
    effects = tuple(_honest(e, t) for e, t in zip(estimated, attacks, strict=True))
    sensitivity = estimating.estimate_sensitivity(controls, **terms)
    rulings = tuple(
        budgets.rule(e, budget=budget, scale=scale, n_items=len(grid.items)) for e in effects
    )
    verdict, why = budgets.decide(rulings, sensitivity, effects, baseline=baseline)
    manifest = _manifest(grid, legend, source, attacks, scale=scale, seed=seed, baseline=baseline)
    return Audit(
        manifest=manifest,
        budget=budget,
        verdict=verdict,
        why=why,
        effects=effects,
        rulings=rulings,
        sensitivity=sensitivity,
        noise=estimating.estimate_noise(*_twice(grid, parts), scale=scale, budget=budget),
        placebo=estimating.estimate_effects(measure_placebo(grid, parts), **terms),
        agreement=None,
        position=_position(grid, parts, **terms),
        items=grid.items,
        scores={t.measured.attack.id: _scores(t) for t in trials},
        specimens=(),
        missing_variants={
            m.attack.id: {NOT_RECORDED: m.n_declined} for m, _ in trials if m.n_declined
        },
        cautions=screen(grid, parts, scale),
    )


def _honest(effect: Effect, trial: Trial) -> Effect:
    """Return the effect without a placebo's mean where there was no placebo."""
    return effect if trial.foiled else effect.model_copy(update={"placebo_mean": None})


def _scores(trial: Trial) -> Scores:
    m = trial.measured
    absent = (None,) * len(m.placebo)
    return Scores(clean=m.clean, attacked=m.attacked, placebo=m.placebo if trial.foiled else absent)


def _twice(grid: Grid, parts: Parts) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Return the clean scores, and those of the same texts asked again."""
    clean = scores(grid.column(parts.clean))
    again = parts.again and scores(grid.column(parts.again))
    return clean, again or (None,) * len(clean)


def _position(
    grid: Grid,
    parts: Parts,
    *,
    scale: Scale,
    budget: Budget,
    seed: int,
    clusters: tuple[str, ...] | None,
) -> Position | None:
    if not grid.paired:
        return None
    again = None if parts.again is None else _orders(grid, parts.again)
    return estimating.estimate_position(
        _orders(grid, parts.clean),
        again or [None] * len(grid.items),
        against=Against.RIVAL,
        scale=scale,
        budget=budget,
        seed=seed,
        clusters=clusters,
    )


def _orders(grid: Grid, arm: str) -> list[tuple[float | None, float | None]]:
    first, second = (scores(grid.shown(arm, order)) for order in (Order.FIRST, Order.SECOND))
    return list(zip(first, second, strict=True))


def _manifest(
    grid: Grid,
    legend: Legend,
    source: Source,
    attacks: Sequence[Trial],
    *,
    scale: Scale,
    seed: int,
    baseline: Baseline,
) -> Manifest:
    protocol = Protocol.PAIRWISE if grid.paired else Protocol.POINTWISE
    return Manifest(
        judgekit=version("judgekit-audit"),
        judge=legend.judge,
        model=legend.judge,
        api_base=None,
        judge_hash=sha256(
            canonical_json([legend.judge, protocol.value, scale.low, scale.accept, scale.high])
        ),
        prompt=None,
        prompt_sha256=None,
        protocol=protocol,
        against=Against.RIVAL if grid.paired else None,
        scale=scale,
        score=None,
        params={},
        samples=source.files,
        samples_sha256=source.sha256,
        n_samples=len(grid.items),
        attacks_sha256=sha256(
            canonical_json([[m.attack.id, m.attack.expect.value] for m, _ in attacks])
        ),
        n_attacks=len(attacks),
        seed=seed,
        repeats=grid.repeats,
        n_judgments=grid.n_verdicts,
        n_unscored=sum(grid.unscored.values()),
        unscored=dict(grid.unscored),
        prompt_tokens=None,
        completion_tokens=None,
        cost_usd=None,
        judged_on=None,
        reproduce=source.reproduce,
        recorded=source.form,
        baseline=baseline,
    )
