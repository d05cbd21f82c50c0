"""A GitHub step's summary: Markdown below the size at which GitHub shows nothing at all."""

from __future__ import annotations

from collections.abc import Sequence

from judgekit.render.ci.cases import Case
from judgekit.render.markdown import prose
from judgekit.types import Verdict

LIMIT = 1024 * 1024 - 1024
"""Bytes; GitHub refuses a summary of 1 MiB."""

_SIGNS = {
    Verdict.EXCEEDED: "**exceeded**",
    Verdict.INCONCLUSIVE: "inconclusive",
    Verdict.WITHIN: "within",
}


def to_step_summary(cases: Sequence[Case], *, headline: str, why: Sequence[str]) -> str:
    """Return the verdict, its reasons and a table of attacks, cut at a row and saying so."""
    head = [f"## {prose(headline)}", "", *(f"- {prose(w)}" for w in why), ""]
    head += ["| attack | verdict | why |", "| :-- | :-- | :-- |"]
    rows = [f"| {prose(c.attack)} | {_SIGNS[c.verdict]} | {prose(c.why)} |" for c in cases]
    return _within_limit(head, rows)


def _within_limit(head: Sequence[str], rows: Sequence[str]) -> str:
    left = LIMIT - _size(head)
    kept = list(head)
    for row in rows:
        left -= _size([row])
        if left < 0:
            break
        kept.append(row)
    missing = len(rows) - (len(kept) - len(head))
    if missing:
        kept += ["", f"{missing} more attacks are left out: a summary has room for 1 MiB."]
    return "\n".join(kept) + "\n"


def _size(lines: Sequence[str]) -> int:
    return sum(len(line.encode("utf-8", "surrogatepass")) + 1 for line in lines)
