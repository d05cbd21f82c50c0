"""The promises a variant must keep, recomputed by code that shares nothing with the edits."""

from judgekit.invariants.claim import Claim, Verify
from judgekit.invariants.registry import INVARIANTS, NAMES, Invariant

__all__ = ["INVARIANTS", "NAMES", "Claim", "Invariant", "Verify"]
