"""How far a judge agrees with itself, and with the verifiers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from judgekit import stats
from judgekit.types import Agreement, Budget, Noise, Scale


def estimate_noise(
    first: Sequence[float | None],
    second: Sequence[float | None],
    *,
    scale: Scale,
    budget: Budget,
) -> Noise:
    """Estimate the judge's own noise from the scores of identical requests."""
    both = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    scores = np.array(both, dtype=float).reshape(-1, 2)
    conf = 1 - budget.alpha
    unseen_shift = budget.unseen_shift * scale.span
    return Noise(
        n=len(both),
        variance=stats.within_variance(scores, unseen_shift=unseen_shift, conf=conf),
        flip_rate=stats.change_rate(scores >= scale.accept, conf=conf),
    )


def estimate_agreement(accepted: Sequence[bool | None], right: Sequence[bool | None]) -> Agreement:
    """Compare acceptance with what the verifiers settled; None is unscored, or abstained."""
    pairs = list(zip(accepted, right, strict=True))
    settled = [(a, r) for a, r in pairs if a is not None and r is not None]
    return Agreement(
        n=len(settled),
        n_unscored=sum(a is None and r is not None for a, r in pairs),
        n_abstained=sum(r is None for _, r in pairs),
        kappa=stats.kappa([a for a, _ in settled], [r for _, r in settled]).value,
        accuracy=sum(a == r for a, r in settled) / len(settled) if settled else None,
        accepted_right=settled.count((True, True)),
        accepted_wrong=settled.count((True, False)),
        rejected_right=settled.count((False, True)),
        rejected_wrong=settled.count((False, False)),
    )
