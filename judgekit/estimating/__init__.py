"""From item-level scores to the records of an audit: estimates only, no verdicts."""

from judgekit.estimating.arms import Measured
from judgekit.estimating.attributes import count_kept, estimate_halo
from judgekit.estimating.effects import estimate_effects
from judgekit.estimating.gains import Gain, estimate_gains
from judgekit.estimating.position import estimate_position
from judgekit.estimating.reliability import estimate_agreement, estimate_noise
from judgekit.estimating.sensitivity import estimate_sensitivity

__all__ = [
    "Gain",
    "Measured",
    "count_kept",
    "estimate_agreement",
    "estimate_effects",
    "estimate_gains",
    "estimate_halo",
    "estimate_noise",
    "estimate_position",
    "estimate_sensitivity",
]
