"""From the audits of several judges to their ranking: pure, on what all of them were shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from judgekit import budget as budgets
from judgekit import estimating, stats
from judgekit.auditing.standing import standing_of
from judgekit.checking import run_of
from judgekit.checking.matching import (
    clusters_of,
    places_of,
    shared_attacks,
    shared_items,
    shifts_at,
    shown_columns,
)
from judgekit.errors import InputError, OperationalError
from judgekit.estimating import Contender, Harms
from judgekit.types import (
    Audit,
    Column,
    FamilyHarm,
    HarmGap,
    JudgeFindings,
    Judges,
    Verdict,
)

_SAME = ("against", "baseline", "repeats")
"""What shifts must share to be one quantity, beside the budget; a scale's length is taken out."""


def rank(
    audits: Mapping[str, Audit],
    *,
    down: Mapping[str, str] = MappingProxyType({}),
    reproduce: str = "",
) -> Judges:
    """Rank the judges of audits by harm, each under its name.

    Items and attacks are matched by id and content; only what every judge was shown counts. A
    judge that is asleep, or mostly unscored, is sized and has no rank. `down` are judges without
    an audit, and why.
    """
    if not audits:
        raise OperationalError(f"no judge could be audited. {_listed(down)}")
    shown = _shared(audits)
    unranked = [budgets.why_unranked(a) for a in audits.values()]
    harms = estimating.estimate_harms(
        shown.contenders,
        shown.attacks,
        competing=[why is None for why in unranked],
        budget=shown.first.budget,
        seed=shown.first.manifest.seed,
        clusters=shown.clusters,
    )
    findings = tuple(_findings(audits, unranked, harms, shown.attacks))
    gaps = tuple(_gaps(list(audits), harms, shown.first.budget.alpha))
    verdict, why = budgets.conclude_judges(findings, gaps, down, alpha=shown.first.budget.alpha)
    return Judges(
        budget=shown.first.budget,
        n_items=shown.n_items,
        attacks=tuple(a.id for a in shown.attacks),
        left_out=shown.left_out,
        findings=findings,
        gaps=gaps,
        down=dict(down),
        verdict=verdict,
        why=why,
        reproduce=reproduce,
    )


class _Shared(NamedTuple):
    """What all judges were shown."""

    first: Audit
    n_items: int
    clusters: tuple[str, ...] | None
    attacks: list[Column]
    left_out: tuple[str, ...]
    contenders: list[Contender]


def _shared(audits: Mapping[str, Audit]) -> _Shared:
    first, *rest = audits.values()
    for name, audit in zip(list(audits)[1:], rest, strict=True):
        _refuse_another_kind(first, audit, f"{next(iter(audits))} and {name}")
    runs = [run_of(a) for a in audits.values()]
    items = shared_items(runs)
    columns = [{k: c for k, c in shown_columns(r).items() if c.attribute is None} for r in runs]
    names = shared_attacks(columns)
    if not names:
        raise InputError("no attack was shown to every judge, by id and content; rank others")
    contenders = []
    for run, of in zip(runs, columns, strict=True):
        places, scale = places_of(run, items), run.manifest.scale
        contenders.append(Contender([shifts_at(places, of[n], scale) for n in names], scale))
    return _Shared(
        first,
        len(items),
        clusters_of(runs[0], items),
        [columns[0][n] for n in names],
        tuple(sorted({n for of in columns for n in of} - set(names))),
        contenders,
    )


def _refuse_another_kind(one: Audit, other: Audit, names: str) -> None:
    for field in _SAME:
        a, b = getattr(one.manifest, field), getattr(other.manifest, field)
        if a != b:
            raise InputError(
                f"{names} cannot be ranked: {field} is {a or 'nothing'} of one and "
                f"{b or 'nothing'} of the other; audit them alike"
            )
    if one.budget != other.budget:
        raise InputError(f"{names} cannot be ranked: they were held to different budgets")


def _findings(
    audits: Mapping[str, Audit],
    unranked: Sequence[str | None],
    harms: Harms,
    attacks: Sequence[Column],
) -> list[JudgeFindings]:
    p = [budgets.p_exceeded(a) for a in audits.values()]
    found = [
        JudgeFindings(
            judge=name,
            manifest=audit.manifest,
            standing=standing_of(audit),
            unranked=unranked[at] or (None if harms.sizes[at] else "too few items were scored"),
            rank=harms.ranks[at],
            held=harms.held[at],
            harm=harms.sizes[at],
            families=tuple(_families(audit, at, harms, attacks)),
            p_exceeded=p[at],
            p_holm=float(adjusted),
        )
        for at, ((name, audit), adjusted) in enumerate(
            zip(audits.items(), stats.holm(p), strict=True)
        )
    ]
    return sorted(found, key=lambda f: (f.rank is None, f.rank or 0))


def _families(
    audit: Audit, at: int, harms: Harms, attacks: Sequence[Column]
) -> Iterator[FamilyHarm]:
    verdicts = {r.attack: r.verdict for r in audit.rulings}
    for family, sizes in harms.by_family.items():
        found = Counter(verdicts[a.id] for a in attacks if a.family == family)
        yield FamilyHarm(
            family=family,
            n_attacks=found.total(),
            n_exceeded=found[Verdict.EXCEEDED],
            n_open=found[Verdict.INCONCLUSIVE],
            harm=sizes[at],
        )


def _gaps(names: Sequence[str], harms: Harms, alpha: float) -> Iterator[HarmGap]:
    for less, more, gap, p, p_adjusted in harms.gaps:
        yield HarmGap(
            less=names[less],
            more=names[more],
            gap=gap,
            p=p,
            p_adjusted=p_adjusted,
            apart=gap.lo > 0 and p_adjusted <= alpha,
        )


def _listed(down: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {why}" for name, why in down.items())
