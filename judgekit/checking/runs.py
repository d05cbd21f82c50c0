"""From an audit to the run that a baseline keeps: its numbers, without its texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from judgekit.budget import is_awake
from judgekit.types import (
    Audit,
    Baseline,
    Column,
    Effect,
    Item,
    Run,
    Scores,
    Sensitivity,
)


def run_of(audit: Audit) -> Run:
    """Return the numbers of an audit that a later one can be set against."""
    return Run(
        manifest=audit.manifest,
        prompt=audit.asked,
        awake=all(map(is_awake, _proofs(audit))),
        items=tuple(_items(audit)),
        columns=tuple(_columns(audit)),
    )


def _proofs(audit: Audit) -> Iterator[tuple[Sensitivity, ...]]:
    yield audit.sensitivity
    yield from (f.sensitivity for f in audit.deciding)


def _columns(audit: Audit) -> Iterator[Column]:
    for effect in chain(audit.effects, audit.placebo):
        yield _column(audit, effect, audit.scores[effect.attack])
    for f in audit.deciding:
        for effect in f.effects:
            yield _column(audit, effect, f.scores[effect.attack], attribute=f.name)


def _items(audit: Audit) -> Iterator[Item]:
    prints = audit.fingerprints.items or (None,) * len(audit.items)
    clusters = audit.clusters or (None,) * len(audit.items)
    for name, fingerprint, cluster in zip(audit.items, prints, clusters, strict=True):
        yield Item(id=name, fingerprint=fingerprint, cluster=cluster)


def _column(
    audit: Audit, effect: Effect, scores: Scores, *, attribute: str | None = None
) -> Column:
    foil = scores.clean if audit.manifest.baseline is Baseline.CLEAN else scores.placebo
    return Column(
        id=effect.attack,
        attribute=attribute,
        title=effect.title,
        family=effect.family,
        expect=effect.expect,
        on=effect.on,
        fingerprint=audit.fingerprints.attacks.get(effect.attack),
        attacked=scores.attacked,
        placebo=foil,
        without=scores.without,
    )
