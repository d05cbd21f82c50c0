"""The pass between finding and deciding: criteria that need the pool see every row of it once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from judgekit.criteria import Fitted, Fitting
from judgekit.criteria.correctness import is_right
from judgekit.filtering.findings import Findings


def fit(findings: Findings, making: Sequence[Fitting]) -> tuple[Fitted, ...]:
    """Return criteria fitted to the rows, anew on every run: no earlier state is gone on with."""
    if making:
        for found in chain.from_iterable(rows for _, rows in findings):
            if found.row.sample is not None and found.examined is not None:
                right = is_right(found.examined.verification)
                for one in making:
                    one.add(found.row.sample, right)
    return tuple(one.fitted() for one in making)
