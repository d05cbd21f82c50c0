"""The edits that attacks make: a closed set of pure, seeded functions."""

from judgekit.operators.neutral import filler, length_class, neutral
from judgekit.operators.registry import OPERATORS, check_params
from judgekit.operators.writing import UNWRITTEN

__all__ = ["OPERATORS", "UNWRITTEN", "check_params", "filler", "length_class", "neutral"]
