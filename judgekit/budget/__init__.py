"""From estimates to verdicts, each with the sentence that justifies it."""

from judgekit.budget.attributes import decide_on_attributes
from judgekit.budget.conclusion import BLANK, Conclusion, decide, is_awake
from judgekit.budget.exits import exit_code, too_many_unscored
from judgekit.budget.ruling import rule

__all__ = [
    "BLANK",
    "Conclusion",
    "decide",
    "decide_on_attributes",
    "exit_code",
    "is_awake",
    "rule",
    "too_many_unscored",
]
