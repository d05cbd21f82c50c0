"""From estimates to verdicts, each with the sentence that justifies it."""

from judgekit.budget.attributes import decide_on_attributes
from judgekit.budget.conclusion import BLANK, Conclusion, decide, is_awake, on_look
from judgekit.budget.defences import Recommendation, is_loss, recommend
from judgekit.budget.exits import (
    exit_code,
    exit_code_of_validation,
    judges_code,
    too_many_unscored,
    why_failed,
    why_validation_failed,
)
from judgekit.budget.judges import conclude_judges, least_fooled, p_exceeded, why_unranked
from judgekit.budget.protocol import check_pairs, conclude_checks, level
from judgekit.budget.regression import conclude_changes, rule_change
from judgekit.budget.ruling import rule

__all__ = [
    "BLANK",
    "Conclusion",
    "Recommendation",
    "check_pairs",
    "conclude_changes",
    "conclude_checks",
    "conclude_judges",
    "decide",
    "decide_on_attributes",
    "exit_code",
    "exit_code_of_validation",
    "is_awake",
    "is_loss",
    "judges_code",
    "least_fooled",
    "level",
    "on_look",
    "p_exceeded",
    "recommend",
    "rule",
    "rule_change",
    "too_many_unscored",
    "why_failed",
    "why_unranked",
    "why_validation_failed",
]
