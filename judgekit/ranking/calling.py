"""Several judges audited and ranked as one function call, for programs and notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from judgekit.adapters import as_judge
from judgekit.auditing.calling import AnyJudge, Samples, finish, read_rows
from judgekit.auditing.gathering import gather
from judgekit.auditing.pipeline import limit_samples
from judgekit.config import Listed, Settings, as_settings, load_settings, stated_scale
from judgekit.errors import InputError
from judgekit.ranking.pipeline import Seat, Watch, rank_judges, run
from judgekit.ranking.results import Ranked
from judgekit.types import Sample, Scale

Names = Sequence[str | Listed | Mapping[str, Any]]
"""Judges as on the command line, or as judgekit.yaml lists them."""


def audit_judges(
    samples: Samples = None,
    judges: Names | Mapping[str, AnyJudge] = (),
    *,
    scale: Scale | None = None,
    progress: Watch | None = None,
    **settings: Any,
) -> Ranked:
    """Audit several judges side by side and rank them by harm.

    `judges` are names, or mappings with `judge` and whatever is its own, as `judges:` of
    judgekit.yaml lists them; without any, those of judgekit.yaml. Judges, functions and evaluators
    of your own, as `judgekit.audit` takes them, come as a mapping by name.
    """
    rows, source = read_rows(samples)
    if isinstance(judges, Mapping):
        given = load_settings(**settings, **as_settings(scale))
        return finish(_run_own(given, rows, judges, source=source, progress=progress))
    named = [{"judge": j} if isinstance(j, str) else _as_mapping(j) for j in judges]
    given = load_settings(judges=named or None, **settings, **as_settings(scale))
    return finish(run(given, rows, source=source, progress=progress))


async def _run_own(
    given: Settings,
    rows: Sequence[Sample],
    judges: Mapping[str, AnyJudge],
    *,
    source: str,
    progress: Watch | None,
) -> Ranked:
    if given.max_cost is not None:
        raise InputError("max_cost: what a judge of your own code spends cannot be held back")
    drawn = limit_samples(rows, given)
    seats = {
        name: Seat(as_judge(_own(name, judge), scale=stated_scale(given)), given)
        for name, judge in judges.items()
    }
    gathered = await gather(given, drawn)
    return await rank_judges(
        seats, drawn, gathered, workers=given.max_connections, source=source, progress=progress
    )


def _own(name: str, judge: AnyJudge) -> AnyJudge:
    if isinstance(judge, str):
        raise InputError(
            f"judges: {name!r} is the name {judge!r}; list names, as "
            f"[{{'judge': {judge!r}, 'name': {name!r}}}], and code of yours as 'python:PLACE:NAME'"
        )
    return judge


def _as_mapping(judge: Listed | Mapping[str, Any]) -> Mapping[str, Any]:
    return judge.model_dump(exclude_unset=True) if isinstance(judge, Listed) else judge
