"""One judge against the runs of another: matched by item and attack, estimated, ruled on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from judgekit import budget as budgets
from judgekit import estimating
from judgekit.checking.matching import (
    clusters_of,
    places_of,
    shared_attacks,
    shared_items,
    shifts_at,
    shown_columns,
)
from judgekit.errors import InputError
from judgekit.estimating import Pair
from judgekit.text import canonical_json
from judgekit.types import (
    Budget,
    Column,
    Comparison,
    Difference,
    Item,
    Manifest,
    Record,
    Run,
    Scale,
)

_NAMED = (
    "judge",
    "model",
    "api_base",
    "prompt",
    "prompt_sha256",
    "score",
    "params",
    "defences",
    "repeats",
)
"""What tells one judge from another, in the words of the manifest."""
_SAME_KIND = ("protocol", "scale", "against", "baseline")
"""What two judges must share for their shifts to be one quantity."""


def compare(
    new: Run, old: Sequence[Run], *, budget: Budget, attacks: Sequence[str] | None = None
) -> Comparison:
    """Compare a judge with the runs of a judge before it, on what both were shown.

    Items and attacks are matched by id and content. `attacks` restricts the comparison.
    """
    _refuse_another_kind(new.manifest, old[0].manifest)
    runs = (new, *old)
    shared = shared_items(runs)
    columns = [shown_columns(run, attacks) for run in runs]
    matched = shared_attacks(columns)
    scale = new.manifest.scale
    changes = estimating.estimate_changes(
        [_pair(name, runs, columns, shared, scale) for name in matched],
        scale=scale,
        budget=budget,
        seed=new.manifest.seed,
        clusters=clusters_of(new, shared),
    )
    rulings = tuple(
        budgets.rule_change(c, budget=budget, scale=scale, n_items=len(shared)) for c in changes
    )
    unmatched = tuple(sorted(columns[1].keys() - set(matched)))
    verdict, why = budgets.conclude_changes(rulings, changes, awake=new.awake, unmatched=unmatched)
    return Comparison(
        before=old[-1].manifest,
        after=new.manifest,
        n_runs=len(old),
        budget=budget,
        verdict=verdict,
        why=why,
        differences=tuple(_differences(old[-1].manifest, new.manifest)),
        n_items=len(shared),
        changes=changes,
        rulings=rulings,
        unmatched_items=len(old[0].items) - len(shared),
        new_items=len(new.items) - len(shared),
        unmatched_attacks=unmatched,
        new_attacks=tuple(sorted(columns[0].keys() - set(matched))),
    )


def _refuse_another_kind(new: Manifest, old: Manifest) -> None:
    for field in _SAME_KIND:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            raise InputError(
                f"the judges cannot be compared: {field} was {_shown(before)}, is {_shown(after)}; "
                "record a baseline for the new judge instead"
            )


def _differences(old: Manifest, new: Manifest) -> Iterator[Difference]:
    for field in _NAMED:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Difference(what=field, before=_shown(before), after=_shown(after))


def _shown(value: Any) -> str:
    if isinstance(value, Record):
        value = value.model_dump(mode="json")
    return value if isinstance(value, str) else canonical_json(value)


def _pair(
    name: str,
    runs: Sequence[Run],
    columns: Sequence[Mapping[str, Column]],
    shared: Sequence[Item],
    scale: Scale,
) -> Pair:
    new, *old = (
        shifts_at(places_of(run, shared), of[name], scale)
        for run, of in zip(runs, columns, strict=True)
    )
    return Pair(columns[0][name], before=estimating.mean_shifts(old), after=new)
