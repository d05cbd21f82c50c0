"""Confidence: the probability that a model gave to the answer it declares, and its worth."""

from judgekit.criteria.confidence.calibration import Tally, Terms
from judgekit.criteria.confidence.criterion import Confidence, ConfidenceFitting, reliability
from judgekit.criteria.confidence.recorded import Tokens, recorded
from judgekit.criteria.confidence.spans import Answer, find_answer

__all__ = [
    "Answer",
    "Confidence",
    "ConfidenceFitting",
    "Tally",
    "Terms",
    "Tokens",
    "find_answer",
    "recorded",
    "reliability",
]
