"""Judges that sleep, guess, babble or refuse, and a model that follows a script."""

from __future__ import annotations

import re
from collections.abc import Callable

from judgekit.testing.identity import TEN, fake_identity
from judgekit.text import seeded
from judgekit.types import Judge, Judgment, Reply, Request, Sample, Scale, Unscored


class ConstantJudge:
    """Give every response the same score: a judge that no attack moves and no control either."""

    def __init__(self, score: float = 8, *, scale: Scale = TEN) -> None:
        self.identity = fake_identity("constant", scale, score=score)
        self._judgment = Judgment(score=score, raw=_reply(score), cost_usd=0.0)

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        return self._judgment


class RandomJudge:
    """Give every response a whole number drawn anew for each repeat, whatever it says."""

    def __init__(self, *, seed: int = 0, scale: Scale = TEN) -> None:
        self.identity = fake_identity("random", scale, seed=seed)
        self._seed = seed
        self._ends = round(scale.low), round(scale.high)

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        score = seeded(self._seed, sample.id, response, repeat).randint(*self._ends)
        return Judgment(score=score, raw=_reply(score), cost_usd=0.0)


class GarbageJudge:
    """Reply at length and never with a verdict."""

    def __init__(self, *, scale: Scale = TEN) -> None:
        self.identity = fake_identity("garbage", scale)

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        raw = '{"score": "somewhere between good and {{score}}", "score": nul'
        return Judgment(unscored=Unscored.NO_VERDICT, detail="no number", raw=raw, cost_usd=0.0)


class RefusingJudge:
    """Refuse the responses in which `pattern` is found, and leave the others to another judge."""

    def __init__(self, judge: Judge, pattern: str) -> None:
        inner = judge.identity
        self.identity = fake_identity(
            "refusing", inner.scale, judge=inner.judge, of=inner.sha256, pattern=pattern
        )
        self._judge = judge
        self._found = re.compile(pattern).search

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        if not self._found(response):
            return await self._judge(sample, response, repeat=repeat)
        words = "I cannot grade this response."
        return Judgment(unscored=Unscored.REFUSED, detail="refused", raw=words, cost_usd=0.0)


class Scripted:
    """Stand in for a model: a function gives the text, or the whole reply, to each request.

    `requests` are those made so far. An exception that the function raises is the model's.
    """

    def __init__(self, answer: Callable[[Request], str | Reply]) -> None:
        self._answer = answer
        self.requests: list[Request] = []

    async def __call__(self, request: Request, /) -> Reply:
        self.requests.append(request)
        answer = self._answer(request)
        if isinstance(answer, Reply):
            return answer
        return Reply(text=answer, finish_reason="stop", cost_usd=0.0, model=request.model)


def _reply(score: float) -> str:
    return f'{{"score": {score:g}}}'
