"""How much a judge's acceptance tells about being right."""

from __future__ import annotations

from judgekit.stats.proportions import prop_ci
from judgekit.types import Estimate


def lift_ci(
    right_accepted: int, accepted: int, right_rejected: int, rejected: int, *, conf: float = 0.95
) -> Estimate | None:
    """Return P(right | accepted) minus P(right); None where all or none is accepted.

    It is P(right | accepted) - P(right | rejected) times the share rejected, so the interval of
    that difference, scaled by the share as it was seen, holds 0 exactly where the judge tells
    nothing. Newcombe's hybrid score interval, Statistics in Medicine 17:873 (1998); assumes
    independent answers.
    """
    yes = prop_ci([1.0] * right_accepted + [0.0] * (accepted - right_accepted), conf=conf)
    no = prop_ci([1.0] * right_rejected + [0.0] * (rejected - right_rejected), conf=conf)
    if yes is None or no is None:
        return None
    share = rejected / (accepted + rejected)
    d = yes.est - no.est
    below = ((yes.est - yes.lo) ** 2 + (no.hi - no.est) ** 2) ** 0.5
    above = ((yes.hi - yes.est) ** 2 + (no.est - no.lo) ** 2) ** 0.5
    return Estimate(
        est=share * d,
        lo=share * (d - below),
        hi=share * (d + above),
        conf=conf,
        method="Newcombe",
        n=accepted + rejected,
    )
