"""How far a model's confidence in its answers can be believed, and whether it may rank them."""

from __future__ import annotations

from judgekit.types.estimates import Estimate
from judgekit.types.record import Record


class Bin(Record):
    """Answers of like confidence, and how many of them are right."""

    lo: float
    hi: float
    n: int
    right: int
    confidence: float | None
    """Their mean; absent where there are none."""
    share: Estimate | None
    """right / n, with the interval of Clopper and Pearson."""


class Reliability(Record):
    """Confidence beside what verifiers settle."""

    n: int
    """Answers that have a confidence and that verifiers settle."""
    right: int
    unsettled: int
    """Answers that have a confidence alone."""
    missing: dict[str, int]
    """Why others have none."""
    bins: tuple[Bin, ...]
    """Ten of equal width."""
    ece: Estimate | None
    """The mean distance of confidence from the share of right answers, over the bins. It leans
    upwards, the more the fewer answers there are."""
    auc: Estimate | None
    """How often a right answer has more confidence than a wrong one, ties counted half."""
    may_rank: bool
    why: str
    """What lets it rank right answers, or forbids it."""
