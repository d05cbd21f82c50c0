"""Composing attacks: chosen greedily on half of the items, measured on the other half."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from judgekit import estimating
from judgekit.auditing.assembling import clusters_of
from judgekit.auditing.metering import Meter, Metered, calls_each
from judgekit.auditing.pairing import pair
from judgekit.auditing.pipeline import UNWATCHED, Progress
from judgekit.auditing.planning import NOTHING_WRITTEN, Written, plan
from judgekit.auditing.searching import Chosen, Search
from judgekit.auditing.trials import Case
from judgekit.errors import InputError
from judgekit.perturb import misfit
from judgekit.text import seeded
from judgekit.types import (
    Against,
    Attack,
    Budget,
    Composition,
    Judge,
    Sample,
    Scale,
    Side,
    Step,
)


async def compose(
    judge: Judge,
    samples: Sequence[Sample],
    attacks: Sequence[Attack],
    *,
    max_calls: int,
    depth: int = 3,
    against: Against | None = None,
    budget: Budget | None = None,
    written: Written = NOTHING_WRITTEN,
    seed: int = 0,
    repeats: int = 1,
    workers: int = 16,
    progress: Progress | None = None,
) -> Composition:
    """Add attack after attack, each time the one with the greatest mean rise over its placebo.

    Half of the items (whole clusters) choose; the other half, asked last and once, gives the
    result. Calls are counted before they are made and never pass `max_calls`; those that the
    held-out half may take are set aside first.
    """
    identity, terms = judge.identity, budget or Budget()
    singles = _singles(judge, attacks)
    _refuse_too_few(max_calls, depth, len(samples), 2 * depth * repeats * calls_each(judge))
    make_plan = partial(
        plan,
        protocol=identity.protocol,
        budget=terms,
        # Settled for all samples: one half might have a rival in every row, and the other not.
        against=pair(samples, identity.protocol, against).against,
        written=written,
        seed=seed,
        repeats=repeats,
    )
    watch = progress or UNWATCHED
    meter = Meter(judge, max_calls=max_calls, workers=workers, watch=watch)
    watch.begin(max_calls // meter.calls_each, "judgments")
    choosing, held_out = (
        Metered(half, meter, make_plan, repeats=repeats) for half in split(samples, seed=seed)
    )
    search = Search(choosing, singles, depth=depth, kept=depth * held_out.most_calls, seed=seed)
    await search.run()
    steps = await _measure(search.chosen, held_out, identity.scale, terms, seed)
    return Composition(
        judge=identity.judge,
        judge_hash=identity.sha256,
        scale=identity.scale,
        steps=steps,
        why=search.why,
        n_selection=len(choosing.samples),
        n_held_out=len(held_out.samples),
        n_candidates=search.n_candidates,
        n_untried=search.n_untried,
        n_calls=max_calls - meter.left,
        max_calls=max_calls,
        n_judgments=meter.n_judgments,
        n_unscored=meter.n_unscored,
        repeats=repeats,
        seed=seed,
    )


def split(samples: Sequence[Sample], *, seed: int) -> tuple[tuple[Sample, ...], tuple[Sample, ...]]:
    """Return two halves, in an order drawn by seed; a cluster stays whole."""
    clusters = sorted({_cluster(s) for s in samples})
    if len(clusters) < 2:
        raise InputError(
            "a search needs two independent samples at least: one to choose on, one to measure on"
        )
    seeded(seed, "halves").shuffle(clusters)
    place = {cluster: i for i, cluster in enumerate(clusters)}
    drawn = sorted(samples, key=lambda s: place[_cluster(s)])
    first = sum(place[_cluster(s)] < len(clusters) // 2 for s in drawn)
    return tuple(drawn[:first]), tuple(drawn[first:])


async def _measure(
    chosen: Sequence[Chosen], held_out: Metered, scale: Scale, budget: Budget, seed: int
) -> tuple[Step, ...]:
    """Measure the composition, and what it was after each step, on items that did not choose."""
    n = len(held_out.samples)
    trials = held_out.lay_out([c.composed for c in chosen])
    await held_out.ask(trials, n)
    rises = [held_out.rises(t, n) for t in trials]
    gains = estimating.estimate_gains(
        rises, scale=scale, budget=budget, seed=seed, clusters=clusters_of(held_out.samples)
    )
    return tuple(
        Step(
            attack=c.attack.id,
            composed=c.composed.id,
            selection_gain=c.gain,
            n_fitting=sum(isinstance(case, Case) for case in trial.cases),
            n_unscored=rise.count(None),
            **gain._asdict(),
        )
        for c, trial, rise, gain in zip(chosen, trials, rises, gains, strict=True)
    )


def _singles(judge: Judge, attacks: Sequence[Attack]) -> list[Attack]:
    """Return what can be composed, all of it about the same text of a row.

    A combination edits the weaker text if one of its parts does; so that rises compare from round
    to round, the parts do from the first.
    """
    suiting = [a for a in attacks if not misfit(a) and a.suits(judge.identity.protocol)]
    if not suiting:
        raise InputError("no attack that edits an answer suits the judge; choose others")
    if all(a.on is not Side.WEAKEST for a in suiting):
        return suiting
    weakest = {"on": Side.WEAKEST}
    return [a.model_copy(update=weakest) if a.on is Side.RESPONSE else a for a in suiting]


def _refuse_too_few(max_calls: int, depth: int, n_samples: int, calls_per_sample: int) -> None:
    if max_calls < (needed := n_samples * calls_per_sample):
        raise InputError(
            f"--max-calls {max_calls}: composing {depth} attacks on {n_samples} samples may take "
            f"{needed:,} calls for the chosen ones alone; allow more, or lower --depth or --limit"
        )


def _cluster(sample: Sample) -> str:
    return sample.cluster or sample.id
