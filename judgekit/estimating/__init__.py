"""From item-level scores to the records of an audit: estimates only, no verdicts."""

from judgekit.estimating.arms import Arms, Measured, arms
from judgekit.estimating.attributes import count_kept, estimate_halo
from judgekit.estimating.changes import Pair, Shifts, estimate_changes, mean_shifts
from judgekit.estimating.defences import Beside, compare_agreement, estimate_removals
from judgekit.estimating.effects import estimate_effects
from judgekit.estimating.gains import Gain, estimate_gains
from judgekit.estimating.harms import Apart, Contender, Harms, estimate_harms
from judgekit.estimating.pairs import (
    NOT_MEASURED,
    PairsSeen,
    inconsistency,
    measure_accord,
    measure_position,
    measure_retest,
    published_position,
)
from judgekit.estimating.position import estimate_position
from judgekit.estimating.reliability import estimate_agreement, estimate_noise
from judgekit.estimating.sensitivity import estimate_sensitivity

__all__ = [
    "NOT_MEASURED",
    "Apart",
    "Arms",
    "Beside",
    "Contender",
    "Gain",
    "Harms",
    "Measured",
    "Pair",
    "PairsSeen",
    "Shifts",
    "arms",
    "compare_agreement",
    "count_kept",
    "estimate_agreement",
    "estimate_changes",
    "estimate_effects",
    "estimate_gains",
    "estimate_halo",
    "estimate_harms",
    "estimate_noise",
    "estimate_position",
    "estimate_removals",
    "estimate_sensitivity",
    "inconsistency",
    "mean_shifts",
    "measure_accord",
    "measure_position",
    "measure_retest",
    "published_position",
]
