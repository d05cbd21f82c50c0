"""Whether a judge is awake: does its score fall where it must?"""

from __future__ import annotations

from collections.abc import Sequence

from judgekit.estimating.arms import Arms, Measured, arms
from judgekit.estimating.terms import Terms, terms
from judgekit.stats import N_FLIPS
from judgekit.types import Budget, Estimate, Scale, Sensitivity


def estimate_sensitivity(
    controls: Sequence[Measured],
    *,
    scale: Scale,
    budget: Budget,
    seed: int,
    clusters: Sequence[str] | None = None,
    n_flips: int = N_FLIPS,
) -> tuple[Sensitivity, ...]:
    """Estimate how far scores fall under each must-fall control, as a family of its own.

    The shift is against the clean text asked again. Proof takes the sign-flip test and the whole
    simultaneous interval, both in the worst case: a missing score counts as the smallest fall
    that it could have been.
    """
    if not controls:
        return ()
    on = terms(scale, budget, seed, clusters, n_flips)
    all_arms = [arms(m, scale) for m in controls]
    family = on.test((a.high for a in all_arms), ["less"] * len(controls))
    joint = on.together(a.high for a in all_arms)
    return tuple(
        _sensitivity(m, a, on, p_adjusted=float(p), worst=worst)
        for m, a, p, worst in zip(controls, all_arms, family.p_adjusted, joint, strict=True)
    )


def _sensitivity(
    m: Measured, a: Arms, on: Terms, *, p_adjusted: float, worst: Estimate | None
) -> Sensitivity:
    d = a.shift[a.paired]
    return Sensitivity(
        control=m.attack.id,
        title=m.attack.title,
        n=len(d),
        n_unscored=a.n_unscored,
        fell=int((d < 0).sum()),
        rose=int((d > 0).sum()),
        shift=on.mean(a.shift, conf=on.conf),
        p_adjusted=p_adjusted if worst is not None else None,
        proven=worst is not None and worst.hi < 0 and p_adjusted <= on.budget.alpha,
    )
