"""The audit as one HTML file that asks nothing of the network and trusts no text in it."""

from __future__ import annotations

from judgekit.render.shell import lay_out
from judgekit.render.view import view
from judgekit.types import Audit


def to_html(audit: Audit) -> str:
    """Return the report as a self-contained page; the same audit gives the same bytes."""
    return lay_out("report.html.j2", styles=("report.css",), script="report.js", report=view(audit))
