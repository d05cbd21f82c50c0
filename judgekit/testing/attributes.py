"""A judge of attributes, each graded by a judge whose bias we chose."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from judgekit.judging import weakest
from judgekit.testing.identity import TEN, fake_identity
from judgekit.types import Judge, Judgment, Protocol, Sample, Scale


class PlantedAttributes:
    """Grade each attribute, and the whole, as the judge of that name does.

    The score is that of the weakest attribute; the whole, named by `overall`, has no part in it.
    An attribute without an entry in `thresholds` has the scale's.
    """

    def __init__(
        self,
        judges: Mapping[str, Judge],
        *,
        overall: str | None = None,
        thresholds: Mapping[str, float] | None = None,
        scale: Scale = TEN,
    ) -> None:
        own = {name: scale.accept for name in judges if name != overall} | dict(thresholds or {})
        graded_by: dict[str, JsonValue] = {n: j.identity.sha256 for n, j in judges.items()}
        named = fake_identity("attributes", scale, thresholds={**own}, graded_by=graded_by)
        self.identity = named.model_copy(
            update={"protocol": Protocol.ATTRIBUTES, "thresholds": own, "overall": overall}
        )
        self._judges = dict(judges)

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        grades: dict[str, float] = {}
        for name, judge in self._judges.items():
            given = await judge(sample, response, repeat=repeat)
            if given.score is None:
                return given
            grades[name] = given.score
        score = weakest(grades, self.identity.thresholds, self.identity.scale)
        return Judgment(score=score, grades=grades, raw=repr(grades), cost_usd=0.0)
