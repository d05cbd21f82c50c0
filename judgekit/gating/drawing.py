"""Random choices of the gate: seeded by what they are about, so that order changes nothing."""

from __future__ import annotations

from judgekit.text import seeded


def is_drawn(seed: int, purpose: str, about: str, *, share: float) -> bool:
    """Say whether something is in a random share; nested shares draw nested sets.

    Pass a prompt, not a row, where rows of one prompt must fall on the same side.
    """
    return lot(seed, purpose, about) < share


def lot(seed: int, purpose: str, about: str) -> float:
    """Return a number in [0, 1) that purpose and subject fix."""
    return seeded(seed, purpose, about).random()
