"""The gate's report as one HTML file that asks nothing of the network and trusts no text in it."""

from __future__ import annotations

from judgekit.render.gate.report import view
from judgekit.render.shell import lay_out
from judgekit.types import GateReport


def gate_to_html(report: GateReport) -> str:
    """Return a gate's report as a self-contained page; the same report gives the same bytes."""
    return lay_out("gate.html.j2", styles=("report.css", "gate.css"), report=view(report))
