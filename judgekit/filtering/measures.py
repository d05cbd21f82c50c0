"""What the criteria measured over all rows: how often, how they objected, and a picture of it."""

from __future__ import annotations

from array import array
from collections import Counter

import numpy as np

from judgekit.filtering.spelling import Settled
from judgekit.types import Action, CriterionFound, Histogram, Objection

_BINS = 20


class Measures:
    """Measurements of each criterion, counted row by row; a value takes eight bytes."""

    def __init__(self, criteria: tuple[str, ...]) -> None:
        self._found = {name: _Found() for name in criteria}

    def add(self, settled: Settled) -> None:
        """Count one row."""
        kept = settled.decision.action is Action.KEEP
        for m in settled.decision.evidence.measurements:
            found = self._found[m.criterion]
            if m.value is None:
                found.missing[m.missing] += 1
                continue
            found.values.append(m.value)
            found.kept.append(kept)
            if m.objection is not None:
                found.objections[m.objection] += 1

    def found(self) -> tuple[CriterionFound, ...]:
        """Return what each criterion found."""
        return tuple(
            CriterionFound(
                name=name,
                n=len(f.values),
                missing=dict(sorted(f.missing.items())),
                objections=dict(sorted(f.objections.items())),
                histogram=f.histogram(),
            )
            for name, f in self._found.items()
        )


class _Found:
    def __init__(self) -> None:
        self.values, self.kept = array("d"), array("b")
        self.missing: Counter[str] = Counter()
        self.objections: Counter[Objection] = Counter()

    def histogram(self) -> Histogram | None:
        if not self.values:
            return None
        values, kept = np.asarray(self.values), np.asarray(self.kept, dtype=bool)
        before, edges = np.histogram(values, bins=_BINS)
        after, _ = np.histogram(values[kept], bins=edges)
        return Histogram(
            edges=tuple(edges.tolist()),
            before=tuple(before.tolist()),
            after=tuple(after.tolist()),
        )
