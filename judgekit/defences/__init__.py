"""What can stand between a response and its judge, to make the judge harder to fool."""

from judgekit.defences.drawing import in_one_order
from judgekit.defences.registry import DEFENCES, Means, defend
from judgekit.defences.seam import Defence, Unsuited, behind

__all__ = [
    "DEFENCES",
    "Defence",
    "Means",
    "Unsuited",
    "behind",
    "defend",
    "in_one_order",
]
