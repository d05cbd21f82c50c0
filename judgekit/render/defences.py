"""A comparison of defences as a page, as Markdown and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from judgekit.render import numbers
from judgekit.render.columns import columns
from judgekit.render.markdown import markdown
from judgekit.render.shell import lay_out
from judgekit.render.view.defences import DefencesView, view_defences
from judgekit.text import visible_line
from judgekit.types import Defences

_SHOWN_HOLDS = 6


def defences_to_html(found: Defences) -> str:
    """Return the comparison as a self-contained page; the same one gives the same bytes."""
    return lay_out(
        "defences.html.j2", styles=("report.css", "defences.css"), report=view_defences(found)
    )


def defences_to_markdown(found: Defences) -> str:
    """Return the comparison as Markdown."""
    return markdown("defences.md.j2", report=view_defences(found))


def defences_to_text(found: Defences) -> str:
    """Return the lines that a person reads at the end of a run."""
    return "\n".join(map(visible_line, _lines(view_defences(found))))


def _lines(report: DefencesView) -> Iterator[str]:
    yield f"{report.answer}. {report.headline}"
    yield ""
    yield f"judge  {report.judge}"
    yield ""
    yield from _standings(report)
    yield ""
    yield from _holds(report)
    yield from (f"- {why}" for why in report.why)
    yield from (f"- {name} has no part: {why}" for name, why in report.unsuited)


def _standings(report: DefencesView) -> Iterator[str]:
    heads = (
        "defence",
        "verdict",
        "beyond/open/within",
        "accuracy",
        "noise",
        "calls",
        "tokens",
        "$/1,000",
    )
    lines = [
        (
            f"{row.defence}{' *' if row.recommended else ''}",
            row.verdict,
            row.beyond,
            row.accuracy,
            row.noise,
            row.calls,
            row.tokens,
            row.usd,
        )
        for row in report.rows
    ]
    yield from columns([heads, *lines])


def _holds(report: DefencesView) -> Iterator[str]:
    if not report.holds:
        return
    heads = ("attack", "bare", *report.names)
    lines = [
        (h.attack, h.before, *(f"{c.shift}{_SIGNS[c.became]}" for c in h.cells))
        for h in report.holds[:_SHOWN_HOLDS]
    ]
    yield from columns([heads, *lines])
    rest = len(report.holds) - len(lines)
    if rest > 0:
        yield f"{numbers.counted(rest, 'more attack')} in the report"
    yield "(< provably weaker, > provably stronger than on the bare judge)"
    yield ""


_SIGNS = {"weaker": " <", "stronger": " >", "not shown": ""}
