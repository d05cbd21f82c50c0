"""The Minimum Viable Validation Protocol, arXiv 2606.19544: a judge of pairs before a list."""

from judgekit.validating.pairs import PREFERRED, Pair, pairs_of
from judgekit.validating.pipeline import DataSet, judge_pairs, prompt_of, run, validate
from judgekit.validating.writing import to_json, write_validation

__all__ = [
    "PREFERRED",
    "DataSet",
    "Pair",
    "judge_pairs",
    "pairs_of",
    "prompt_of",
    "run",
    "to_json",
    "validate",
    "write_validation",
]
