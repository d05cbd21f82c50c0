"""The audit: make variants, ask the judge about each and its placebo, measure, rule."""

from judgekit.auditing.calling import audit
from judgekit.auditing.composing import compose
from judgekit.auditing.forecasting import forecast
from judgekit.auditing.pipeline import Progress, audit_judge, run
from judgekit.auditing.results import (
    Audited,
    NotWithin,
    load_audit,
    to_json,
    write_reports,
    write_scores,
)

__all__ = [
    "Audited",
    "NotWithin",
    "Progress",
    "audit",
    "audit_judge",
    "compose",
    "forecast",
    "load_audit",
    "run",
    "to_json",
    "write_reports",
    "write_scores",
]
