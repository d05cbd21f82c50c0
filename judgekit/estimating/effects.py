"""What each attack does to the judge, alone and as one of a family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from judgekit import stats
from judgekit.estimating.arms import Arms, Measured, arms
from judgekit.estimating.terms import Terms, terms
from judgekit.stats import N_FLIPS, Alternative, Array, Mask
from judgekit.types import Budget, Effect, Estimate, Flips, Interval, Rates, Scale


def estimate_effects(
    measured: Sequence[Measured],
    *,
    scale: Scale,
    budget: Budget,
    seed: int,
    clusters: Sequence[str] | None = None,
    n_flips: int = N_FLIPS,
) -> tuple[Effect, ...]:
    """Estimate the shift of every attack against its placebo; all are tested as one family.

    `same` (and its mapped kin) is tested on both sides, `not-higher` upwards.
    """
    if not measured:
        return ()
    on = terms(scale, budget, seed, clusters, n_flips)
    pairs = [(m, arms(m, scale)) for m in measured]
    alone = [_alone(m, a, on.accepting(m.accept)) for m, a in pairs]
    family = _family([a for _, a in pairs], [_side(m) for m in measured], on)
    return tuple(e.model_copy(update=f._asdict()) for e, f in zip(alone, family, strict=True))


class _InFamily(NamedTuple):
    """The part of an effect that depends on the other attacks."""

    p: float | None = None
    p_adjusted: float | None = None
    p_best_case: float | None = None
    simultaneous: Interval | None = None


def _family(
    all_arms: Sequence[Arms], sides: Sequence[Alternative], on: Terms
) -> tuple[_InFamily, ...]:
    seen = on.test((a.shift for a in all_arms), sides)
    best = seen
    if any(a.n_unscored for a in all_arms):
        best = on.test(map(_against_harm, all_arms, sides), sides)
    joint = on.together(a.shift for a in all_arms)
    return tuple(
        _InFamily(float(p), float(adjusted), float(best_case), Interval(together.lo, together.hi))
        if together is not None
        else _InFamily()
        for p, adjusted, best_case, together in zip(
            seen.p_mid, seen.p_adjusted, best.p_adjusted, joint, strict=True
        )
    )


def _against_harm(a: Arms, side: Alternative) -> Array:
    # Every missing score pulls against what the scored items say.
    return a.low if side == "greater" or np.nansum(a.shift) >= 0 else a.high


def _side(measured: Measured) -> Alternative:
    return "greater" if measured.attack.expect.one_sided else "two-sided"


def _alone(m: Measured, a: Arms, on: Terms) -> Effect:
    d = a.shift[a.paired]
    return Effect(
        attack=m.attack.id,
        title=m.attack.title,
        family=m.attack.family,
        expect=m.attack.expect,
        on=m.attack.on,
        n=len(d),
        n_declined=m.n_declined,
        n_broken=m.n_broken,
        n_unscored=a.n_unscored,
        unscored=_reasons(m),
        shift=on.mean(a.shift, conf=on.conf),
        sd=_sd(a, on),
        worst_case=_worst_case(a, on),
        mean_range=_mean_range(a),
        clean_mean=_mean(a.clean[a.paired]),
        attacked_mean=_mean(a.attacked[a.paired]),
        placebo_mean=_mean(a.placebo[a.paired]),
        up=_mean(d > 0),
        same=_mean(d == 0),
        down=_mean(d < 0),
        flip_rate=_mean(
            (a.attacked[a.paired] >= on.scale.accept) != (a.placebo[a.paired] >= on.scale.accept)
        ),
        flips=_flips(a, on),
        p_smallest=_smallest_p(m, a, on),
        false_accept=_false_accept(m, a, on),
        refusal_shift=_refusal_shift(a, on),
    )


def _reasons(m: Measured) -> dict[str, int]:
    reasons = (r for r, has_variant in zip(m.reasons, m.variant, strict=True) if has_variant)
    return dict(sorted(Counter(r.value for r in reasons if r is not None).items()))


def _sd(a: Arms, on: Terms) -> float | None:
    found = stats.moments(a.shift[a.paired], on.clusters_of(a.paired))
    return found and found.se * found.n**0.5


def _worst_case(a: Arms, on: Terms) -> Interval | None:
    # One-sided at alpha, hence 1 - 2 alpha on both sides.
    low, high = (on.mean(bound, conf=1 - 2 * on.budget.alpha) for bound in (a.low, a.high))
    return Interval(low.lo, high.hi) if low and high else None


def _mean_range(a: Arms) -> Interval | None:
    low, high = _mean(a.low[a.variant]), _mean(a.high[a.variant])
    return None if low is None or high is None else Interval(low, high)


def _flips(a: Arms, on: Terms) -> Flips | None:
    attacked, placebo = (s[a.paired] >= on.scale.accept for s in (a.attacked, a.placebo))
    toward, away = int((attacked & ~placebo).sum()), int((placebo & ~attacked).sum())
    difference = stats.tango_ci(toward, away, len(attacked), conf=on.conf)
    if difference is None or on.clusters is not None:
        return None
    return Flips(
        n=len(attacked),
        toward=toward,
        away=away,
        difference=difference,
        p=stats.mcnemar_midp(toward, away),
    )


def _smallest_p(m: Measured, a: Arms, on: Terms) -> float | None:
    if not a.paired.any():
        return None
    moved = on.count_moved(a.shift)
    return stats.smallest_p(moved, alternative=_side(m), n_flips=on.n_flips)


def _false_accept(m: Measured, a: Arms, on: Terms) -> Rates | None:
    wrong = a.paired & np.array(m.wrong, dtype=bool)
    attacked, placebo = (s[wrong] >= on.scale.accept for s in (a.attacked, a.placebo))
    difference = _paired(attacked, placebo, on)
    if difference is None:
        return None
    clean = a.clean[wrong & ~np.isnan(a.clean)] >= on.scale.accept
    return Rates(
        n=difference.n,
        attacked=float(attacked.mean()),
        placebo=float(placebo.mean()),
        clean=_mean(clean),
        difference=difference,
    )


def _refusal_shift(a: Arms, on: Terms) -> Estimate | None:
    return _paired(np.isnan(a.attacked[a.variant]), np.isnan(a.placebo[a.variant]), on)


def _paired(first: Mask, second: Mask, on: Terms) -> Estimate | None:
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    return stats.paired_prop_ci(only_first, only_second, len(first), conf=on.conf)


def _mean(values: Array | Mask) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None
