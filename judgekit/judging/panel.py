"""Several judges as one: what most of them say, and nothing where too few say anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from statistics import fmean, median

from judgekit.errors import InputError
from judgekit.judging.identity import panel_identity
from judgekit.judging.pooling import spent
from judgekit.judging.prompted import moved
from judgekit.types import Judge, Judgment, Sample, Scale, Unscored


class Pooling(StrEnum):
    """How the members' scores become one."""

    MEAN = "mean"
    MEDIAN = "median"
    MAJORITY = "majority"
    """An end of the scale: whether more members accept, each by its own scale, than do not."""


class Panel:
    """The pooled score of several judges of one protocol (a jury: Verga et al. 2024, 2404.18796).

    Without a `scale` the members must share one; with it their scores are moved there linearly.
    Fewer scores than `quorum` leave none; by default all are needed, since a mean moves with who
    is missing from it.
    """

    def __init__(
        self,
        judges: Sequence[Judge],
        *,
        how: Pooling = Pooling.MEAN,
        quorum: int | None = None,
        scale: Scale | None = None,
        name: str | None = None,
    ) -> None:
        self.members = tuple(judges)
        self._how = how
        self._quorum = len(self.members) if quorum is None else quorum
        _check(self.members, self._quorum)
        self._scale = scale or _common_scale(self.members)
        self.identity = panel_identity(
            [judge.identity for judge in self.members],
            judge=name or f"the {how} of {len(self.members)} judges",
            scale=self._scale,
            how=how,
            quorum=self._quorum,
        )

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        said = [await judge(sample, response, repeat=repeat) for judge in self.members]
        return self._pooled(said).model_copy(update={**spent(said), "raw": self._minutes(said)})

    def _pooled(self, said: Sequence[Judgment]) -> Judgment:
        missing = [judgment for judgment in said if judgment.unscored is not None]
        n = len(said) - len(missing)
        if n < self._quorum:
            why = f"{n} of {len(said)} members gave a score and {self._quorum} must"
            return Judgment(
                unscored=missing[0].unscored, detail=f"{why}; first: {missing[0].detail}"
            )
        score = self._pool(judgment.score for judgment in said)
        if score is None:
            return Judgment(unscored=Unscored.NO_VERDICT, detail="as many accept as do not")
        return Judgment(score=score, orders=self._orders(said))

    def _orders(self, said: Sequence[Judgment]) -> tuple[float, float] | None:
        """Pool what the members say in either order, where all who score were asked in both."""
        if any(j.score is not None and j.orders is None for j in said):
            return None
        first, second = (self._pool(j.orders and j.orders[i] for j in said) for i in (0, 1))
        return None if first is None or second is None else (first, second)

    def _pool(self, scores: Iterable[float | None]) -> float | None:
        """Return the members' scores as one on the panel's scale, None where a vote is tied."""
        scales = [judge.identity.scale for judge in self.members]
        given = [(s, on) for s, on in zip(scores, scales, strict=True) if s is not None]
        if self._how is Pooling.MAJORITY:
            margin = sum(1 if score >= on.accept else -1 for score, on in given)
            return (self._scale.high if margin > 0 else self._scale.low) if margin else None
        pool: Callable[[list[float]], float] = fmean if self._how is Pooling.MEAN else median
        return pool([moved(score, on, self._scale) for score, on in given])

    def _minutes(self, said: Sequence[Judgment]) -> str:
        """Return each member's words under its name and its score."""
        return "\n\n".join(
            f"[{judge.identity.judge}: {_verdict(judgment)}]\n{judgment.raw}"
            for judge, judgment in zip(self.members, said, strict=True)
        )


def _verdict(judgment: Judgment) -> str:
    return judgment.unscored or f"{judgment.score:g}"


def _check(members: Sequence[Judge], quorum: int) -> None:
    if len(members) < 2:
        raise InputError(f"a panel needs at least 2 members, not {len(members)}")
    if not 1 <= quorum <= len(members):
        raise InputError(f"quorum: from 1 to the {len(members)} members, not {quorum}")
    protocols = sorted({judge.identity.protocol for judge in members})
    if len(protocols) > 1:
        raise InputError(
            f"a panel's members are asked in one way, not {' and '.join(protocols)}; "
            "give each a prompt of the same protocol"
        )


def _common_scale(members: Sequence[Judge]) -> Scale:
    scales = {judge.identity.scale: judge.identity.judge for judge in members}
    if len(scales) > 1:
        said = "; ".join(_spelled(scale, judge) for scale, judge in scales.items())
        raise InputError(f"a panel's members score on several scales: {said}. State one")
    return next(iter(scales))


def _spelled(scale: Scale, judge: str) -> str:
    return f"{scale.low:g} to {scale.high:g}, accepting from {scale.accept:g} ({judge})"
