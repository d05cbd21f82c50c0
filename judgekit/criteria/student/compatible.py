"""The criterion: a response that lies farther from a student than its own outputs do."""

from __future__ import annotations

from collections.abc import Callable

from judgekit.criteria.student.measuring import Values, measure, passages
from judgekit.criteria.student.profile import Profile
from judgekit.criteria.student.reading import Passage, Reading
from judgekit.criteria.student.statistic import Statistic
from judgekit.types import Measurement, Objection, Sample


class Compatible:
    """A criterion: log-probability per token, an objection beyond the band, a rank among the right.

    `read` gives what the student made of a passage; it was asked before. The value is the mean
    log-probability of a token, the rank is the Rank-Surprisal Ratio. A refinement is objected to
    where it lies beyond the band, and the measurement says whether its original does as well.

    It knows nothing of right and wrong: it is for responses that verifiers pass, and never instead
    of them. Of real refinements every injected error and invented reference that was looked at lay
    inside the band of SmolLM2-135M (`benchmarks/student.py`): a weak student's own are as unlikely.
    """

    name = "student"

    def __init__(self, profile: Profile, read: Callable[[Passage], Reading]) -> None:
        self.profile = profile
        self.statistics = tuple(
            dict.fromkeys((Statistic.LOG_PROB, Statistic.RANK_SURPRISAL, *profile.bands))
        )
        self._read = read

    def passages(self, prompt: str, response: str) -> tuple[Passage, ...]:
        """Return what the student must have read before a response is measured."""
        return passages(self.statistics, prompt, response)

    def beyond(self, prompt: str, response: str) -> bool:
        """Say whether a response lies beyond the band."""
        return not self.profile.inside(self._measured(prompt, response))

    def __call__(self, sample: Sample, response: str, /) -> Measurement:
        values = self._measured(sample.prompt, response)
        log_prob, rank = values[Statistic.LOG_PROB], values[Statistic.RANK_SURPRISAL]
        if isinstance(log_prob, str):
            return Measurement(criterion=self.name, missing=log_prob)
        beyond, original = self.profile.beyond(values), sample.original
        also = bool(beyond) and original is not None and self.beyond(sample.prompt, original)
        told = [self._told(s, values[s]) for s in beyond or self.profile.bands]
        return Measurement(
            criterion=self.name,
            value=log_prob,
            rank=rank if isinstance(rank, float) else None,
            objection=Objection.BEYOND_FRONTIER if beyond else None,
            also_original=also,
            evidence="; ".join([*told, "its original lies beyond as well"] if also else told),
        )

    def _measured(self, prompt: str, response: str) -> Values:
        return measure(self.statistics, prompt, response, self._read)

    def _told(self, statistic: Statistic, value: float | str) -> str:
        if isinstance(value, str):
            return f"{statistic}: {value}"
        band = self.profile.bands[statistic]
        return f"{statistic} {value:.3g}, its own outputs {band.low:.3g} to {band.high:.3g}"
