"""The edits that attacks make: a closed set of pure, seeded functions."""

from judgekit.operators.neutral import length_class, neutral
from judgekit.operators.registry import OPERATORS, check_params

__all__ = ["OPERATORS", "check_params", "length_class", "neutral"]
