"""From an audit to the run that a baseline keeps: its numbers, without its texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from judgekit.budget import is_awake
from judgekit.types import Audit, Column, Effect, Item, Run


def run_of(audit: Audit) -> Run:
    """Return the numbers of an audit that a later one can be set against."""
    return Run(
        manifest=audit.manifest,
        prompt=audit.asked,
        awake=is_awake(audit.sensitivity),
        items=tuple(_items(audit)),
        columns=tuple(_column(audit, e) for e in chain(audit.effects, audit.placebo)),
    )


def _items(audit: Audit) -> Iterator[Item]:
    prints = audit.fingerprints.items or (None,) * len(audit.items)
    clusters = audit.clusters or (None,) * len(audit.items)
    for name, fingerprint, cluster in zip(audit.items, prints, clusters, strict=True):
        yield Item(id=name, fingerprint=fingerprint, cluster=cluster)


def _column(audit: Audit, effect: Effect) -> Column:
    scores = audit.scores[effect.attack]
    return Column(
        id=effect.attack,
        title=effect.title,
        family=effect.family,
        expect=effect.expect,
        on=effect.on,
        fingerprint=audit.fingerprints.attacks.get(effect.attack),
        attacked=scores.attacked,
        placebo=scores.placebo,
        without=scores.without,
    )
