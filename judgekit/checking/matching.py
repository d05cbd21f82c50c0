"""What runs of judges have in common: the same items, under the same attacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from judgekit import estimating
from judgekit.errors import InputError
from judgekit.estimating import Measured, Shifts
from judgekit.types import Column, Item, Run, Scale


def shared_items(runs: Sequence[Run]) -> list[Item]:
    """Return the items that all runs hold with one content, in the order of the first."""
    rest = [{(i.id, i.fingerprint) for i in run.items} for run in runs[1:]]
    shared = [i for i in runs[0].items if all((i.id, i.fingerprint) in r for r in rest)]
    if not shared:
        raise InputError(
            "the runs have no item in common, by id and content; "
            "audit all judges on the same samples"
        )
    return shared


def clusters_of(run: Run, shared: Sequence[Item]) -> tuple[str, ...] | None:
    """Return each shared item's cluster, its own where it has none; None where none has one."""
    if all(i.cluster is None for i in run.items):
        return None
    return tuple(i.cluster or i.id for i in shared)


def shown_columns(run: Run, attacks: Sequence[str] | None = None) -> dict[str, Column]:
    """Return what a run holds of attacks, or of these, that were shown to some item."""
    wanted = None if attacks is None else set(attacks)
    return {
        c.key: c
        for c in run.columns
        if not c.is_control and (wanted is None or c.key in wanted) and _is_shown(c)
    }


def shared_attacks(columns: Sequence[Mapping[str, Column]]) -> list[str]:
    """Return the attacks that all runs were shown by one edit, in the order of the first."""
    first, *rest = columns
    return [
        name
        for name, column in first.items()
        if all(name in r and r[name].fingerprint == column.fingerprint for r in rest)
    ]


def places_of(run: Run, shared: Sequence[Item]) -> list[int]:
    """Return where a run holds the shared items."""
    where = {item.id: i for i, item in enumerate(run.items)}
    return [where[item.id] for item in shared]


def shifts_at(places: Sequence[int], column: Column, scale: Scale) -> Shifts:
    """Return what a column says of the items at some places, in score points."""
    without = set(column.without)
    found = estimating.arms(
        Measured(
            attack=column,
            clean=(None,) * len(places),
            attacked=tuple(column.attacked[i] for i in places),
            placebo=tuple(column.placebo[i] for i in places),
            variant=tuple(i not in without for i in places),
            reasons=(None,) * len(places),
            wrong=(False,) * len(places),
            n_declined=0,
            n_broken=0,
        ),
        scale,
    )
    return Shifts(found.shift, found.low, found.high)


def _is_shown(column: Column) -> bool:
    # An attack whose edit fits no sample was not measured, then as now.
    return len(column.without) < len(column.attacked)
