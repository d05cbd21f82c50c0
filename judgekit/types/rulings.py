"""What is tolerated, and what that makes of an estimate."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from judgekit.types.record import Record


class Verdict(StrEnum):
    """What a budget makes of an estimate."""

    WITHIN = "within"
    EXCEEDED = "exceeded"
    INCONCLUSIVE = "inconclusive"


class Budget(Record):
    """How much shift is tolerated, at which error rates."""

    tolerance: Annotated[float, Field(gt=0, lt=1)] = 0.02
    """Share of the scale: 0.02 is 0.2 points on 0..10."""
    alpha: Annotated[float, Field(gt=0, lt=0.5)] = 0.05
    unseen_shift: Annotated[float, Field(gt=0, le=1)] = 1 / 3
    """Share of the scale by which items too rare to be drawn might still shift."""
    max_unscored: Annotated[float, Field(ge=0, le=1)] = 0.2
    """Above this share of unscored judgments a run is operationally failed."""


class Ruling(Record):
    """The verdict on one attack and the sentence that justifies it."""

    attack: str
    verdict: Verdict
    why: str
    n_required: int | None = None
    """Items it would take to say within; absent where it is said or cannot be."""
