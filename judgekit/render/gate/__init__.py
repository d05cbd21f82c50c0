"""The gate as people read it: its report, and the review of what it could not decide."""

from judgekit.render.gate.page import gate_to_html
from judgekit.render.gate.review import review_to_html

__all__ = ["gate_to_html", "review_to_html"]
