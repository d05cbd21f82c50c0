"""A GitHub step's summary: Markdown below the size at which GitHub shows nothing at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from judgekit.render.ci.cases import Case
from judgekit.render.markdown import prose
from judgekit.render.quoting import cut
from judgekit.types import Verdict

LIMIT = 1024 * 1024 - 1024
"""Bytes; GitHub refuses a summary of 1 MiB."""
_LONGEST = 1_000
"""Characters of one reason; a hostile one is longer."""

_SIGNS = {
    Verdict.EXCEEDED: "**exceeded**",
    Verdict.INCONCLUSIVE: "inconclusive",
    Verdict.WITHIN: "within",
}


def to_step_summary(cases: Sequence[Case], *, headline: str, why: Sequence[str]) -> str:
    """Return the verdict, its reasons and a table of attacks, cut at a row and saying so."""
    head = [f"## {_shown(headline)}", "", *(f"- {_shown(w)}" for w in why), ""]
    head += ["| attack | verdict | why |", "| :-- | :-- | :-- |"]
    rows = [f"| {_shown(c.attack)} | {_SIGNS[c.verdict]} | {_shown(c.why)} |" for c in cases]
    return _within_limit(head, rows)


def _shown(text: str) -> str:
    kept, note = cut(text, _LONGEST)
    return prose(f"{kept} {note}")


def _within_limit(head: Sequence[str], rows: Sequence[str]) -> str:
    room = list(accumulate((_size(row) for row in rows), initial=sum(map(_size, head))))
    n = sum(size <= LIMIT for size in room[1:])
    lines = [*head, *rows[:n]]
    if left_out := len(rows) - n:
        lines += ["", f"{left_out} more attacks are left out: a summary has room for 1 MiB."]
    return "\n".join(lines) + "\n"


def _size(line: str) -> int:
    return len(line.encode()) + 1
