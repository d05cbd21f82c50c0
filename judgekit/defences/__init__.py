"""What can stand between a response and its judge, to make the judge harder to fool."""

from judgekit.defences.drawing import in_one_order
from judgekit.defences.registry import DEFENCES, TWO_STEPS, Means, defend
from judgekit.defences.seam import Defence, Unsuited, behind
from judgekit.defences.sitting import Colleagues

__all__ = [
    "DEFENCES",
    "TWO_STEPS",
    "Colleagues",
    "Defence",
    "Means",
    "Unsuited",
    "behind",
    "defend",
    "in_one_order",
]
