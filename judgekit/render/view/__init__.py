"""The view-model: everything a report lays out, already counted, sorted and worded."""

from judgekit.render.view.report import Report, view

__all__ = ["Report", "view"]
