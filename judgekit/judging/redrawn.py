"""A judge asked anew: its draws begin where earlier ones ended."""

from __future__ import annotations

from judgekit.types import Framed, Framing, Judge, Judgment, Sample


class Redrawn:
    """The same judge in draws that were never asked before, those from `start` on."""

    def __init__(self, judge: Judge, start: int) -> None:
        self.identity = judge.identity
        self._judge = judge
        self._start = start

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        return await self._judge(sample, response, repeat=self._start + repeat)


class _FramedRedrawn(Redrawn):
    def __init__(self, judge: Framed, start: int) -> None:
        super().__init__(judge, start)
        self.framing = judge.framing
        self._framed = judge

    def under(self, framing: Framing) -> Judge:
        return Redrawn(self._framed.under(framing), self._start)


def redrawn(judge: Judge, start: int) -> Judge:
    """Return the judge asked in draws from `start` on, framed where it can be."""
    return _FramedRedrawn(judge, start) if isinstance(judge, Framed) else Redrawn(judge, start)
