"""What the criteria measured over all rows: how often, how they objected, and a picture of it."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import Literal

import numpy as np

from judgekit.filtering.spelling import Settled
from judgekit.types import Action, CriterionFound, Grouped, Histogram, Objection

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
            found.right.append(_CODES[settled.decision.evidence.verification.right])
            if m.group:
                found.groups[m.group] += 1
                found.kept_of[m.group] += kept
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
                medians=f.medians(),
                groups=f.grouped(),
            )
            for name, f in self._found.items()
        )


_CODES: dict[bool | None, int] = {True: 1, False: 0, None: -1}
_OUTCOMES: dict[int, Literal["right", "wrong", "open"]] = {1: "right", 0: "wrong", -1: "open"}


class _Found:
    def __init__(self) -> None:
        self.values, self.kept, self.right = array("d"), array("b"), array("b")
        self.groups, self.kept_of = Counter[str](), Counter[str]()
        self.missing: Counter[str] = Counter()
        self.objections: Counter[Objection] = Counter()

    def histogram(self) -> Histogram | None:
        if not self.values:
            return None
        values, kept = np.asarray(self.values), np.asarray(self.kept, dtype=bool)
        if values.min() == values.max():  # numpy would draw a bin of width 1 around them
            at = float(values[0])
            return Histogram(edges=(at, at), before=(len(values),), after=(int(kept.sum()),))
        before, edges = np.histogram(values, bins=_BINS)
        after, _ = np.histogram(values[kept], bins=edges)
        return Histogram(
            edges=tuple(edges.tolist()),
            before=tuple(before.tolist()),
            after=tuple(after.tolist()),
        )

    def medians(self) -> dict[Literal["right", "wrong", "open"], float]:
        values, right = np.asarray(self.values), np.asarray(self.right)
        return {
            name: float(np.median(values[right == code]))
            for code, name in _OUTCOMES.items()
            if (right == code).any()
        }

    def grouped(self) -> tuple[Grouped, ...]:
        return tuple(
            Grouped(name=name, before=n, kept=self.kept_of[name])
            for name, n in sorted(self.groups.items(), key=lambda item: (-item[1], item[0]))
        )
