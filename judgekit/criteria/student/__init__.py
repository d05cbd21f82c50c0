"""Compatibility: how a response lies beside what a student would write itself."""

from judgekit.criteria.student.compatible import Compatible
from judgekit.criteria.student.measuring import Values, measure, passages
from judgekit.criteria.student.profile import Band, Profile, fewest_outputs, fit
from judgekit.criteria.student.reading import MOST_TOKENS, Passage, Reading, Student, Tokens
from judgekit.criteria.student.statistic import BANDED, Statistic
from judgekit.criteria.student.statistics import (
    if_difficulty,
    low_share,
    mean_log_prob,
    perplexity,
    rank_surprisal,
    steps,
)

__all__ = [
    "BANDED",
    "MOST_TOKENS",
    "Band",
    "Compatible",
    "Passage",
    "Profile",
    "Reading",
    "Statistic",
    "Student",
    "Tokens",
    "Values",
    "fewest_outputs",
    "fit",
    "if_difficulty",
    "low_share",
    "mean_log_prob",
    "measure",
    "passages",
    "perplexity",
    "rank_surprisal",
    "steps",
]
