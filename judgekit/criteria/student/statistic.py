"""The names of what is measured of a response under a student, and which way is far from it."""

from __future__ import annotations

from enum import StrEnum


class Statistic(StrEnum):
    """One number of a response under a student; none of them sees whether it is right."""

    LOG_PROB = "log-prob"
    """Mean log-probability of a token, given the prompt (arXiv 2502.04194); ln of 1/perplexity."""
    RANK_SURPRISAL = "rank-surprisal"
    """Sum of ranks, 100 at most, over the sum of surprisals (arXiv 2601.14249)."""
    LOW_SHARE = "low-share"
    """The share of tokens that the student gives less than 1 %."""
    LOCAL = "local"
    """Mean log-probability of a step after the few steps before it alone (arXiv 2510.03988)."""
    IFD = "ifd"
    """Perplexity given the prompt over that without it (arXiv 2308.12032)."""
    REVERSED_IFD = "reversed-ifd"
    """Perplexity of the prompt given the response over that without it (arXiv 2402.10110)."""

    @property
    def falls(self) -> bool:
        """Whether less of it is farther from the student."""
        return self in (Statistic.LOG_PROB, Statistic.LOCAL)


BANDED = (Statistic.LOG_PROB, Statistic.LOW_SHARE)
"""What a band is fitted of by default: both come of one reading.

Rank-surprisal ranks right answers and is no distance from the student: of greedy outputs, all of
rank 1 and hardly a surprise, it is the highest of all.
"""
