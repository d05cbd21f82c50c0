"""The use case: a judge of pairs and two data sets in, a list of checks out."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import NamedTuple

import numpy as np

from judgekit import budget as budgets
from judgekit import estimating, local
from judgekit.auditing.asking import Put, ask_each
from judgekit.auditing.columns import Spending
from judgekit.auditing.opening import open_judge
from judgekit.auditing.pipeline import UNWATCHED, Progress, limit_samples
from judgekit.auditing.trials import Question
from judgekit.config import Kind, Settings, kind_of
from judgekit.errors import InputError
from judgekit.estimating import PairsSeen
from judgekit.llm import Purse, Traffic
from judgekit.stats import Array, Codes, cluster_codes
from judgekit.text import canonical_json, sha256
from judgekit.types import (
    Budget,
    Identity,
    Judge,
    Judgment,
    Marks,
    PairsJudged,
    Protocol,
    Sample,
    Style,
    Validation,
)
from judgekit.validating.pairs import Pair, pairs_of


class DataSet(NamedTuple):
    """Rows of one kind of labels, and where they came from."""

    style: Style
    samples: tuple[Sample, ...]
    source: str = "in memory"


async def run(
    settings: Settings,
    data: Sequence[DataSet],
    *,
    marks: Marks | None = None,
    reproduce: str = "",
    progress: Progress | None = None,
    purse: Purse | None = None,
    traffic: Traffic | None = None,
) -> Validation:
    """Put the judge that the settings name before the protocol; calls are paid from `purse`."""
    drawn = [d._replace(samples=limit_samples(d.samples, settings)) for d in data]
    named = settings.model_copy(update={"prompt": prompt_of(settings)})
    rows = [s for d in drawn for s in d.samples]
    async with open_judge(named, rows, purse=purse, traffic=traffic) as opened:
        found = await validate(
            opened.judge,
            drawn,
            marks=marks,
            budget=settings.budget,
            draws=settings.repeats,
            seed=settings.seed,
            workers=settings.max_connections,
            progress=progress,
        )
        return found.model_copy(update={"judged_on": opened.last_day(), "reproduce": reproduce})


def prompt_of(settings: Settings) -> str | None:
    """Return the prompt that is named or else, for a model, the packaged one for pairs."""
    if settings.prompt is not None or kind_of(settings.judge) not in (Kind.MODEL, Kind.LOCAL):
        return settings.prompt
    # A small model ignores what is asked of its format; its first token can still be read.
    return "pairwise-label" if local.is_local(settings.judge) else "pairwise-tie"


async def validate(
    judge: Judge,
    data: Sequence[DataSet],
    *,
    marks: Marks | None = None,
    budget: Budget | None = None,
    draws: int = 3,
    seed: int = 0,
    workers: int = 16,
    progress: Progress | None = None,
) -> Validation:
    """Put any judge of pairs before the protocol; each pair is asked `draws` times in both orders.

    A draw is a call of its own: a journal keeps it by its number, and answers no other with it.
    """
    _refuse_what_compares_nothing(judge.identity)
    sets = [pairs_of(d.samples, d.style, source=d.source) for d in data]
    shares, spending = await _ask(
        judge, [p for pairs in sets for p in pairs], draws, workers, progress or UNWATCHED
    )
    terms = budget or Budget()
    conf = budgets.level(terms.alpha, len(sets))
    ends = np.cumsum([0, *map(len, sets)])
    judged = tuple(
        judge_pairs(d, pairs, shares[start:end], conf=conf)
        for d, pairs, start, end in zip(data, sets, ends[:-1], ends[1:], strict=True)
    )
    held_to = marks or Marks()
    checks = budgets.check_pairs(judged, marks=held_to, draws=draws, conf=conf)
    verdict, why = budgets.conclude_checks(checks)
    who = judge.identity
    return Validation(
        judgekit=version("judgekit-audit"),
        judge=who.judge,
        model=who.model,
        api_base=who.api_base,
        judge_hash=who.sha256,
        prompt=who.prompt,
        prompt_sha256=who.prompt_sha256,
        protocol=who.protocol,
        params=who.params,
        marks=held_to,
        alpha=terms.alpha,
        conf=conf,
        max_unscored=terms.max_unscored,
        draws=draws,
        seed=seed,
        data=judged,
        checks=checks,
        verdict=verdict,
        why=why,
        n_judgments=spending.n_judgments,
        n_unscored=spending.unscored.total(),
        unscored=dict(sorted(spending.unscored.items())),
        n_calls=spending.n_calls,
        cost_usd=spending.cost_usd,
        judged_on=None,
        reproduce="",
    )


def judge_pairs(data: DataSet, pairs: Sequence[Pair], shares: Array, *, conf: float) -> PairsJudged:
    """Measure one data set from its verdicts, pairs x draws x (first, second)."""
    seen = PairsSeen(
        shares=shares,
        labels=np.array([np.nan if p.label is None else p.label for p in pairs], dtype=float),
        clusters=_clusters([p.sample for p in pairs]),
        conf=conf,
    )
    return PairsJudged(
        style=data.style,
        samples=data.source,
        samples_sha256=sha256(canonical_json([s.model_dump(mode="json") for s in data.samples])),
        n=len(pairs),
        n_alone=len(data.samples) - len(pairs),
        n_unscored=int((~seen.scored).sum()),
        accord=estimating.measure_accord(seen),
        position=estimating.measure_position(seen),
        position_published=estimating.published_position(seen),
        inconsistent=estimating.inconsistency(seen),
        retest=estimating.measure_retest(seen),
    )


async def _ask(
    judge: Judge, pairs: Sequence[Pair], draws: int, workers: int, watch: Progress
) -> tuple[Array, Spending]:
    """Return the verdicts as shares of the scale, pairs x draws x (first, second)."""
    shares = np.full((len(pairs), draws, 2), np.nan)
    heard: list[list[Judgment]] = [[] for _ in pairs]
    scale, spending = judge.identity.scale, Spending(len(pairs))
    watch.begin(len(pairs) * draws, "judgments")

    def hear(put: Put, judgment: Judgment) -> None:
        item, draw = put.question.item, put.question.draw
        if judgment.orders is not None:
            shares[item, draw] = (np.array(judgment.orders) - scale.low) / scale.span
        heard[item].append(judgment)
        watch(judgment)
        watch.step()

    # Draw after draw, so that a provider that drifts shows in the retest.
    questions = (
        Put(Question(item, pair.sample.response, pair.rival, None, draw), judge)
        for draw in range(draws)
        for item, pair in enumerate(pairs)
    )
    await ask_each(questions, [p.sample for p in pairs], workers=workers, hear=hear)
    for item, judgments in enumerate(heard):
        spending.add(item, judgments)
    return shares, spending


def _clusters(samples: Sequence[Sample]) -> Codes | None:
    if all(s.cluster is None for s in samples):
        return None
    return cluster_codes([s.cluster or s.id for s in samples], len(samples))


def _refuse_what_compares_nothing(judge: Identity) -> None:
    if judge.protocol is not Protocol.PAIRWISE:
        raise InputError(
            f"--profile mvvp: {judge.judge!r} judges one answer alone ({judge.protocol.value}), "
            "and the protocol is of judges that compare two; choose a pairwise prompt, as "
            "--prompt pairwise-tie"
        )
