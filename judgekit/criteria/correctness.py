"""What a verification settles of right and wrong."""

from __future__ import annotations

from judgekit.types import Outcome, Verification, settles


def is_right(verification: Verification) -> bool | None:
    """Return what a verification settles, None where it leaves correctness open."""
    if settles(verification, Outcome.PASS):
        return True
    return False if settles(verification, Outcome.FAIL) else None
