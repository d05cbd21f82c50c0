"""The Minimum Viable Validation Protocol, arXiv 2606.19544: a judge of pairs before a list."""

from judgekit.validating.foreseeing import forecast
from judgekit.validating.pairs import PREFERRED, Pair, pairs_of
from judgekit.validating.pipeline import DataSet, judge_pairs, run, validate
from judgekit.validating.writing import to_json, write_validation

__all__ = [
    "PREFERRED",
    "DataSet",
    "Pair",
    "forecast",
    "judge_pairs",
    "pairs_of",
    "run",
    "to_json",
    "validate",
    "write_validation",
]
