"""What a build server reads: test cases, code-scanning results, a step's summary, annotations."""

from judgekit.render.ci.annotations import to_annotations
from judgekit.render.ci.cases import (
    WHOLE,
    Case,
    cases_of_audit,
    cases_of_comparisons,
    decisive,
)
from judgekit.render.ci.junit import to_junit
from judgekit.render.ci.sarif import to_sarif
from judgekit.render.ci.step_summary import to_step_summary

__all__ = [
    "WHOLE",
    "Case",
    "cases_of_audit",
    "cases_of_comparisons",
    "decisive",
    "to_annotations",
    "to_junit",
    "to_sarif",
    "to_step_summary",
]
