"""A ranking of judges as a page, as Markdown and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from judgekit.render.columns import columns
from judgekit.render.markdown import markdown
from judgekit.render.shell import lay_out
from judgekit.render.view.judges import HeatCell, JudgesView, view_judges
from judgekit.text import visible_line
from judgekit.types import Judges

_NOWHERE: Mapping[str, str] = MappingProxyType({})


def judges_to_html(found: Judges, hrefs: Mapping[str, str] = _NOWHERE) -> str:
    """Return the ranking as a self-contained page; `hrefs` are those of each judge's report."""
    return lay_out(
        "judges.html.j2", styles=("report.css", "judges.css"), report=view_judges(found, hrefs)
    )


def judges_to_markdown(found: Judges) -> str:
    """Return the ranking as Markdown."""
    return markdown("judges.md.j2", report=view_judges(found))


def judges_to_text(found: Judges) -> str:
    """Return the lines that a person reads at the end of a run."""
    return "\n".join(map(visible_line, _lines(view_judges(found))))


def _lines(report: JudgesView) -> Iterator[str]:
    yield f"{report.verdict.upper()}  {report.why[0]}"
    yield ""
    yield report.headline
    yield ""
    yield from _ranking(report)
    yield ""
    yield from _heat(report)
    yield ""
    yield from (f"- {why}" for why in report.why[1:])
    if report.left_out:
        yield f"- {report.left_out}"


def _ranking(report: JudgesView) -> Iterator[str]:
    heads = (
        "rank",
        "judge",
        "harm",
        "interval",
        "held",
        "verdict",
        "worst attack",
        "unscored",
        "cost",
    )
    lines = [
        (
            r.rank,
            r.judge,
            r.harm,
            r.interval,
            r.held.removeprefix("held "),
            r.verdict,
            r.worst,
            r.unscored,
            r.cost,
        )
        for r in report.rows
    ]
    yield from columns([heads, *lines])


def _heat(report: JudgesView) -> Iterator[str]:
    lines = [(row.family, *map(_cell, row.cells)) for row in report.heat]
    yield from columns([("family", *report.names), *lines])


def _cell(cell: HeatCell) -> str:
    return cell.harm if cell.verdict == "within" else f"{cell.harm} ({cell.verdict})"
