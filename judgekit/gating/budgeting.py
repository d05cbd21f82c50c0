"""How many rows may be kept on a judge's word."""

from __future__ import annotations

import math


def judge_quota(n_verified: int, *, share: float) -> int:
    """Return the most rows kept on the judge's word that make up no more than a share of all kept.

    `n_verified` rows are kept on verifiers' word. With a share of 0, the default of the gate, none.
    """
    if not 0 <= share < 1:
        raise ValueError(f"a share of {share}; it lies in [0, 1)")
    # A hair above, lest 0.1 of 100 be nine.
    return math.floor(share * n_verified / (1 - share) + 1e-9)
