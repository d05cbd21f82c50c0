"""From a grid of recorded verdicts to an audit: the same estimates and rulings, less certainty."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import NamedTuple, TypedDict

from judgekit import budget as budgets
from judgekit import estimating
from judgekit.estimating import Measured
from judgekit.ingest import sanity
from judgekit.ingest.arms import (
    NOT_RECORDED,
    Parts,
    measure_arms,
    measure_placebo,
    measure_swap,
    part,
    scores,
)
from judgekit.ingest.grid import Grid
from judgekit.ingest.legend import Legend
from judgekit.text import canonical_json, sha256
from judgekit.types import (
    Against,
    Audit,
    Baseline,
    Budget,
    Caution,
    Effect,
    Expect,
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
    measured = [*measure_arms(grid, parts), *measure_swap(grid, parts)]
    attacks = [m for m in measured if not m.attack.is_control]
    controls = [m for m in measured if m.attack.is_control]
    baseline = Baseline.CLEAN if parts.placebo is None else Baseline.PLACEBO
    effects = _effects(attacks, baseline, **terms)
    sensitivity = estimating.estimate_sensitivity(controls, **terms)
    rulings = tuple(
        budgets.rule(e, budget=budget, scale=scale, n_items=len(grid.items)) for e in effects
    )
    verdict, why = budgets.decide(rulings, sensitivity, effects, baseline=baseline)
    return Audit(
        manifest=_manifest(grid, legend, source, parts, scale=scale, seed=seed),
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
        scores={m.attack.id: _scores(m, baseline) for m in measured},
        specimens=(),
        missing_variants={
            m.attack.id: {NOT_RECORDED: m.n_declined} for m in measured if m.n_declined
        },
        cautions=screen(grid, parts, scale),
    )


def screen(grid: Grid, parts: Parts, scale: Scale) -> tuple[Caution, ...]:
    """Return the signs that the recording is not what it is taken for."""
    return (
        *sanity.scored_and_unscored(grid.n_contradictory),
        *(_screen_pairs if grid.paired else _screen_scores)(grid, parts, scale),
    )


def _screen_scores(grid: Grid, parts: Parts, scale: Scale) -> tuple[Caution, ...]:
    foils = [(n, Expect.SAME) for n in (parts.placebo, parts.again) if n is not None]
    expected = [*foils, *((name, arm.expect) for name, arm in parts.tested)]
    suspects = [
        sanity.Suspect(
            name,
            scores(grid.column(name)),
            mirrored=expect is Expect.MIRROR,
            related=expect is not Expect.LOWER,
        )
        for name, expect in expected
    ]
    return sanity.screen_scores(
        sanity.Suspect(parts.clean, scores(grid.column(parts.clean))), suspects, scale
    )


def _screen_pairs(grid: Grid, parts: Parts, scale: Scale) -> tuple[Caution, ...]:
    columns = [grid.shown(parts.clean, order) for order in (Order.FIRST, Order.SECOND)]
    pairs = list(zip(*columns, strict=True))
    first, second = map(scores, columns)
    known = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    middle = (scale.low + scale.high) / 2
    agree = sum(_winner(a, middle) == _winner(b, middle) for a, b in known)
    asked_twice = [(a, b) for a, b in pairs if a is not None and b is not None]
    return (
        *sanity.one_order_only(sum((a is None) != (b is None) for a, b in pairs), len(pairs)),
        *sanity.unparsed_agreement(
            agree,
            len(known) - agree,
            sum((a.score is None) != (b.score is None) for a, b in asked_twice),
        ),
        *sanity.screen_orders(first, second, scale),
    )


def _winner(score: float, middle: float) -> int:
    return (score > middle) - (score < middle)


def _effects(
    attacks: Sequence[Measured],
    baseline: Baseline,
    *,
    scale: Scale,
    budget: Budget,
    seed: int,
    clusters: tuple[str, ...] | None,
) -> tuple[Effect, ...]:
    """Estimate the shifts; a clean mean is not passed off as a placebo's."""
    effects = estimating.estimate_effects(
        attacks, scale=scale, budget=budget, seed=seed, clusters=clusters
    )
    if baseline is Baseline.PLACEBO:
        return effects
    return tuple(e.model_copy(update={"placebo_mean": None}) for e in effects)


def _scores(m: Measured, baseline: Baseline) -> Scores:
    unknown = (None,) * len(m.placebo)
    foil = m.placebo if baseline is Baseline.PLACEBO and not m.attack.is_control else unknown
    return Scores(clean=m.clean, attacked=m.attacked, placebo=foil)


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
    grid: Grid, legend: Legend, source: Source, parts: Parts, *, scale: Scale, seed: int
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
        attacks_sha256=sha256(canonical_json([[a.id, a.expect.value] for _, a in parts.tested])),
        n_attacks=sum(not a.is_control for _, a in parts.tested) + grid.paired,
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
        baseline=Baseline.CLEAN if parts.placebo is None else Baseline.PLACEBO,
    )
