"""The promises a variant must keep, recomputed by code that shares nothing with the edits."""

from judgekit.invariants.claim import Claim, Verify
from judgekit.invariants.framed import FramingClaim
from judgekit.invariants.registry import FRAMING_INVARIANTS, INVARIANTS, NAMES, Invariant

__all__ = [
    "FRAMING_INVARIANTS",
    "INVARIANTS",
    "NAMES",
    "Claim",
    "FramingClaim",
    "Invariant",
    "Verify",
]
