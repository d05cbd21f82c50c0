"""The judge sits on a panel: what fools one member need not fool the others."""

from __future__ import annotations

from typing import NamedTuple

from judgekit.defences.seam import Defence
from judgekit.judging import Panel, Pooling
from judgekit.types import Judge, Judgment, Sample


class Colleagues(NamedTuple):
    """Those who judge beside a judge, and how all their scores become one."""

    members: tuple[Judge, ...]
    how: Pooling
    quorum: int | None
    """How many must score, the judge among them; by default all."""


def panel(name: str, judge: Judge, colleagues: Colleagues) -> Defence:
    """Return the defence that pools the judge's score with its colleagues', on its own scale."""

    def sit(judge: Judge) -> Panel:
        together = (judge, *colleagues.members)
        scale = judge.identity.scale
        return Panel(together, how=colleagues.how, quorum=colleagues.quorum, scale=scale)

    async def ask(judge: Judge, sample: Sample, response: str, repeat: int) -> Judgment:
        return await sit(judge)(sample, response, repeat=repeat)

    return Defence(name, {"panel": sit(judge).identity.sha256}, ask)
