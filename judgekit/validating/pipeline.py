"""The use case: a judge of pairs and two data sets in, a list of checks out."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import NamedTuple

import numpy as np

from judgekit import budget as budgets
from judgekit import estimating, local
from judgekit.auditing.opening import open_judge
from judgekit.auditing.pipeline import UNWATCHED, Progress, limit_samples
from judgekit.config import Kind, Settings, hands, kind_of
from judgekit.errors import InputError
from judgekit.estimating import PairsSeen
from judgekit.llm import Purse, Traffic
from judgekit.stats import Array, Codes, cluster_codes
from judgekit.text import canonical_json, sha256
from judgekit.types import (
    Budget,
    Identity,
    Judge,
    Marks,
    PairsJudged,
    Protocol,
    Sample,
    Style,
    Validation,
)
from judgekit.validating.asking import ask_pairs
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
    named, drawn = as_drawn(settings, data)
    rows = [s for d in drawn for s in d.samples]
    async with open_judge(named, rows, purse=purse, traffic=traffic) as opened:
        found = await validate(
            opened.judge,
            drawn,
            marks=marks,
            budget=named.budget,
            draws=named.repeats,
            workers=hands(named),
            progress=progress,
        )
        return found.model_copy(update={"judged_on": opened.last_day(), "reproduce": reproduce})


def as_drawn(settings: Settings, data: Sequence[DataSet]) -> tuple[Settings, tuple[DataSet, ...]]:
    """Return the settings with a prompt for pairs, and the rows that their limit leaves."""
    named = settings.model_copy(update={"prompt": settings.prompt or _default_prompt(settings)})
    return named, tuple(d._replace(samples=limit_samples(d.samples, settings)) for d in data)


async def validate(
    judge: Judge,
    data: Sequence[DataSet],
    *,
    marks: Marks | None = None,
    budget: Budget | None = None,
    draws: int = 3,
    workers: int = 16,
    progress: Progress | None = None,
) -> Validation:
    """Put any judge of pairs before the protocol; each pair is asked `draws` times in both orders.

    A draw is a call of its own: a journal keeps it by its number, and answers no other with it.
    """
    refuse_what_compares_nothing(judge.identity)
    terms, held_to = budget or Budget(), marks or Marks()
    sets = [pairs_of(d.samples, d.style, source=d.source) for d in data]
    conf = budgets.level(terms.alpha, len(sets))
    together = [p for pairs in sets for p in pairs]
    watch = progress or UNWATCHED
    shares, spending = await ask_pairs(judge, together, draws=draws, workers=workers, watch=watch)
    ends = np.cumsum([len(pairs) for pairs in sets])
    judged = tuple(
        judge_pairs(d, pairs, part, conf=conf)
        for d, pairs, part in zip(data, sets, np.split(shares, ends[:-1]), strict=True)
    )
    checks = budgets.check_pairs(judged, marks=held_to, draws=draws, conf=conf)
    verdict, why = budgets.conclude_checks(checks)
    return Validation(
        judgekit=version("judgekit-audit"),
        judge=judge.identity,
        marks=held_to,
        alpha=terms.alpha,
        conf=conf,
        max_unscored=terms.max_unscored,
        draws=draws,
        data=judged,
        checks=checks,
        verdict=verdict,
        why=why,
        n_judgments=spending.n_judgments,
        n_unscored=spending.unscored.total(),
        unscored=dict(sorted(spending.unscored.items())),
        n_calls=spending.n_calls,
        cost_usd=spending.cost_usd,
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


def refuse_what_compares_nothing(judge: Identity) -> None:
    """Refuse a judge that sees one answer at a time."""
    if judge.protocol is not Protocol.PAIRWISE:
        raise InputError(
            f"--profile mvvp: {judge.judge!r} judges one answer alone ({judge.protocol.value}), "
            "and the protocol is of judges that compare two; choose a pairwise prompt, as "
            "--prompt pairwise-tie"
        )


def _default_prompt(settings: Settings) -> str | None:
    """Return the packaged prompt for pairs, for a model, which alone is asked by one."""
    if kind_of(settings.judge) not in (Kind.MODEL, Kind.LOCAL):
        return None
    # A small model ignores what is asked of its format; its first token can still be read.
    return "pairwise-label" if local.is_local(settings.judge) else "pairwise-tie"


def _clusters(samples: Sequence[Sample]) -> Codes | None:
    if all(s.cluster is None for s in samples):
        return None
    return cluster_codes([s.cluster or s.id for s in samples], len(samples))
