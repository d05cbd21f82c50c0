"""Judges before the protocol, made without asking anybody."""

from __future__ import annotations

from functools import cache

import numpy as np
from audits import HOSTILE

from judgekit.budget import check_pairs, conclude_checks, level
from judgekit.types import Identity, Marks, Protocol, Sample, Scale, Style, Validation
from judgekit.validating import DataSet, Pair, judge_pairs


@cache
def realistic(*, judge: str = "openai/gpt-4o", first: float = 0.2, n: int = 80) -> Validation:
    """Return a judge that is mostly right, and gives some pairs to the first place."""
    rng, conf = np.random.default_rng(1), level(0.05, 2)
    judged = []
    for style in Style:
        right = rng.random((n, 3)) < 0.9
        fooled = rng.random((n, 3)) < first
        shares = np.stack([right | fooled, right & ~fooled], axis=2).astype(float)
        shares[0] = np.nan
        row = Sample(id="0", prompt="?", response="one", rival="another")
        data = DataSet(style, (row,) * n, f"{style.value}.jsonl")
        judged.append(judge_pairs(data, [Pair(row, "another", 1)] * n, shares, conf=conf))
    checks = check_pairs(judged, marks=Marks(), draws=3, conf=conf)
    verdict, why = conclude_checks(checks)
    return Validation(
        judgekit="0.1.0",
        judge=Identity(
            judge=judge,
            model=judge,
            prompt="pairwise-tie",
            protocol=Protocol.PAIRWISE,
            scale=Scale(low=0, high=1, accept=0.75),
            sha256="0" * 64,
        ),
        marks=Marks(),
        alpha=0.05,
        conf=conf,
        max_unscored=0.2,
        draws=3,
        data=tuple(judged),
        checks=checks,
        verdict=verdict,
        why=why,
        n_judgments=6 * n,
        n_unscored=6,
        unscored={"empty": 6},
        n_calls=12 * n,
        cost_usd=0.12,
        judged_on="2026-11-24",
        reproduce="judgekit audit rows.jsonl --profile mvvp --preferences preference.jsonl",
    )


def hostile() -> Validation:
    return realistic(judge=HOSTILE)
