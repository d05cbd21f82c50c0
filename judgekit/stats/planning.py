"""How many items it takes to clear a judge, and how small a shift a number of items can show."""

from __future__ import annotations

from bisect import bisect_left
from math import sqrt

from scipy.special import chdtri, ndtr, ndtri

from judgekit.stats.flips import Alternative, smallest_p

MOST_ITEMS = 1_000_000
"""Nobody judges more than this to settle one attack."""


def upper_sd(sd: float, df: float, *, conf: float = 0.8) -> float:
    """Return the upper confidence limit of a standard deviation.

    Plans made with the plain pilot value reach their power less than half of the time.
    """
    return float(sd * (df / chdtri(df, conf)) ** 0.5)


def required_n(
    sd: float,
    *,
    margin: float,
    unseen_shift: float,
    shift: float = 0.0,
    two_sided: bool = False,
    alpha: float = 0.05,
    power: float = 0.8,
) -> int | None:
    """Return the least n at which the HTF interval at 1 - 2 alpha probably lies inside the margin.

    `shift` is the mean taken for true. None where it lies outside the margin, or where more than
    `MOST_ITEMS` would be needed. Normal approximation, floor included.
    """
    if (abs(shift) if two_sided else shift) >= margin:
        return None

    def is_enough(n: int) -> bool:
        se = sd / n**0.5
        half = max(float(ndtri(1 - alpha)) * se, unseen_shift * (1 - alpha ** (1 / n)))
        below = _inside(margin - half - shift, se)
        above = _inside(margin - half + shift, se) if two_sided else 1.0
        return below + above - 1 >= power

    least = bisect_left(range(MOST_ITEMS + 1), True, lo=2, key=is_enough)
    return least if least <= MOST_ITEMS else None


def smallest_shift(
    sd: float,
    n: int,
    *,
    margin: float = 0.0,
    attacks: int = 1,
    two_sided: bool = False,
    alpha: float = 0.05,
    power: float = 0.8,
) -> float | None:
    """Return the least true shift that `n` items probably show to exceed the margin.

    It must be significant among `attacks` tested as one family, planned for as Bonferroni's, and
    its mean no less than the margin. None where so few items cannot be significant at all.
    Inverts n = ((z_alpha + z_power) sd / shift)^2 + z_alpha^2 / 2 (Guenther, Am. Stat. 35:243).
    """
    z_alpha = float(-ndtri(alpha / attacks / (2 if two_sided else 1)))
    z_power = float(ndtri(power))
    units = n - z_alpha**2 / 2
    side: Alternative = "two-sided" if two_sided else "greater"
    if units <= 0 or smallest_p(n, alternative=side) > alpha:
        return None
    significant = (z_alpha + z_power) * sd / sqrt(units)
    return max(significant, margin + z_power * sd / sqrt(n))


def _inside(room: float, se: float) -> float:
    return float(ndtr(room / se)) if se > 0 else float(room >= 0)
