"""From estimates to verdicts, each with the sentence that justifies it."""

from judgekit.budget.conclusion import Conclusion, decide
from judgekit.budget.exits import exit_code, too_many_unscored
from judgekit.budget.ruling import rule

__all__ = ["Conclusion", "decide", "exit_code", "rule", "too_many_unscored"]
