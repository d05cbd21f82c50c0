"""Intervals, tests and plans on plain arrays: pure, seeded, never NaN."""

from judgekit.stats.agreement import Kappa, kappa, kappa_gain, kappa_parts
from judgekit.stats.arrays import Array, Codes, Mask, cluster_codes, cluster_sums, generator
from judgekit.stats.correlation import Correlation, correlation
from judgekit.stats.flips import (
    N_FLIPS,
    Alternative,
    MaxT,
    SignFlip,
    maxt,
    sign_flip,
    smallest_p,
)
from judgekit.stats.lift import lift_ci
from judgekit.stats.means import FEWEST_CLUSTERS, Moments, mean_ci, moments
from judgekit.stats.multiplicity import bh, holm
from judgekit.stats.planning import MOST_ITEMS, required_n, smallest_shift, upper_sd
from judgekit.stats.pools import ppi_rate
from judgekit.stats.proportions import mcnemar_midp, paired_prop_ci, prop_ci, tango_ci
from judgekit.stats.repeats import change_rate, within_variance
from judgekit.stats.risk import (
    Threshold,
    contaminated,
    fewest_kept,
    ltt_by_stratum,
    ltt_threshold,
)
from judgekit.stats.running import running_rate, runs_above
from judgekit.stats.sequential import boundaries, look_levels
from judgekit.stats.simultaneous import simultaneous_ci
from judgekit.stats.worst import (
    N_DRAWS,
    N_SWAPS,
    Arena,
    arena,
    redrawn_worst,
    swap_worst,
    worst_attack,
    worst_shift,
)

__all__ = [
    "FEWEST_CLUSTERS",
    "MOST_ITEMS",
    "N_DRAWS",
    "N_FLIPS",
    "N_SWAPS",
    "Alternative",
    "Arena",
    "Array",
    "Codes",
    "Correlation",
    "Kappa",
    "Mask",
    "MaxT",
    "Moments",
    "SignFlip",
    "Threshold",
    "arena",
    "bh",
    "boundaries",
    "change_rate",
    "cluster_codes",
    "cluster_sums",
    "contaminated",
    "correlation",
    "fewest_kept",
    "generator",
    "holm",
    "kappa",
    "kappa_gain",
    "kappa_parts",
    "lift_ci",
    "look_levels",
    "ltt_by_stratum",
    "ltt_threshold",
    "maxt",
    "mcnemar_midp",
    "mean_ci",
    "moments",
    "paired_prop_ci",
    "ppi_rate",
    "prop_ci",
    "redrawn_worst",
    "required_n",
    "running_rate",
    "runs_above",
    "sign_flip",
    "simultaneous_ci",
    "smallest_p",
    "smallest_shift",
    "swap_worst",
    "tango_ci",
    "upper_sd",
    "within_variance",
    "worst_attack",
    "worst_shift",
]
