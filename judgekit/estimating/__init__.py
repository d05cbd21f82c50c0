"""From item-level scores to the records of an audit: estimates only, no verdicts."""

from judgekit.estimating.arms import Measured
from judgekit.estimating.effects import estimate_effects
from judgekit.estimating.position import estimate_position
from judgekit.estimating.reliability import estimate_agreement, estimate_noise
from judgekit.estimating.sensitivity import estimate_sensitivity

__all__ = [
    "Measured",
    "estimate_agreement",
    "estimate_effects",
    "estimate_noise",
    "estimate_position",
    "estimate_sensitivity",
]
