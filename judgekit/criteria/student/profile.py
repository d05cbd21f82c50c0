"""Where a student's own outputs lie: a band of each statistic, beyond which a text is far from it.

A band says what the student would write, not what it could learn: a text outside may teach most,
and one inside may be wrong. How far outside is too far only training tells.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Annotated, Literal

from pydantic import Field, model_validator

from judgekit.criteria.student.measuring import Values
from judgekit.criteria.student.reading import MOST_TOKENS
from judgekit.criteria.student.statistic import Statistic
from judgekit.errors import InputError
from judgekit.types import Record


class Band(Record):
    """Between which values a statistic of the student's own outputs lies."""

    low: float
    high: float
    n: int
    """Outputs that it was measured of."""

    @model_validator(mode="after")
    def _rises(self) -> Band:
        if self.low > self.high:
            raise ValueError("a band must not fall: low <= high")
        return self


class Profile(Record):
    """What a student's own outputs are like, under the student they are of."""

    profile: Literal["student"] = "student"
    judgekit: str
    student: str
    student_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    max_tokens: Annotated[int, Field(ge=1)]
    """Longer texts, with what stands before them, were not measured."""
    level: Annotated[float, Field(gt=0, lt=0.5)]
    """Of the student's further outputs at most this share lies beyond the far end of a band."""
    n: int
    """Outputs given."""
    bands: Annotated[dict[Statistic, Band], Field(min_length=1)]
    missing: dict[Statistic, dict[str, int]] = Field(default_factory=dict)
    """Why other outputs have no value."""

    def beyond(self, values: Values) -> tuple[Statistic, ...]:
        """Return the statistics in which a response lies farther away than the student's outputs.

        What is nearer to it than they are is no objection; what has no value is in no band.
        """
        return tuple(s for s, band in self.bands.items() if _is_beyond(s, values.get(s), band))

    def inside(self, values: Values) -> bool:
        """Say whether no statistic that has a value lies beyond its band."""
        return not self.beyond(values)

    def refuse_other(self, sha256: str, named: str) -> None:
        """Raise InputError where this is not the profile of a student."""
        if self.student_sha256 != sha256:
            raise InputError(
                f"the profile is of {self.student!r} ({self.student_sha256[:12]}), not of "
                f"{named!r} ({sha256[:12]}); make one with: judgekit student profile OUTPUTS "
                f"--student {named}"
            )


def fit(
    outputs: Sequence[Values],
    *,
    student: str,
    sha256: str,
    max_tokens: int = MOST_TOKENS,
    level: float = 0.05,
) -> Profile:
    """Return the profile of a student from statistics of its own outputs.

    Each of k bands ends where its conformal rank at level / k stands, so that a further output,
    exchangeable with these, is beyond one of them at most as often as `level` says (Vovk,
    Gammerman and Shafer, Algorithmic Learning in a Random World, 2005; Bonferroni over bands).
    Raises InputError where there are too few outputs for that.
    """
    if not outputs:
        raise InputError("no outputs of the student's; give what it wrote to prompts of yours")
    wanted = tuple(outputs[0])
    known = {s: sorted(v for o in outputs if isinstance(v := o[s], float)) for s in wanted}
    needed = fewest_outputs(level, len(wanted))
    for statistic, values in known.items():
        if len(values) < needed:
            raise InputError(
                f"{statistic}: measured of {len(values):,} of {len(outputs):,} outputs, and a "
                f"band of {len(wanted)} at level {level:g} takes {needed:,}; give more outputs, "
                "or fewer statistics"
            )
    return Profile(
        judgekit=version("judgekit-audit"),
        student=student,
        student_sha256=sha256,
        max_tokens=max_tokens,
        level=level,
        n=len(outputs),
        bands={s: _band(values, level / len(wanted)) for s, values in known.items()},
        missing={s: why for s in wanted if (why := _missing(o[s] for o in outputs))},
    )


def fewest_outputs(level: float, bands: int) -> int:
    """Return how many outputs it takes for the ends of so many bands to be among them."""
    return math.ceil(bands / level - 1e-9) - 1


def _band(ordered: Sequence[float], level: float) -> Band:
    # The most outputs beyond an end that leave a further one beyond it at most that often.
    cut = math.floor(level * (len(ordered) + 1) + 1e-9) - 1
    return Band(low=ordered[cut], high=ordered[-1 - cut], n=len(ordered))


def _missing(values: Iterable[float | str]) -> dict[str, int]:
    return dict(sorted(Counter(v for v in values if isinstance(v, str)).items()))


def _is_beyond(statistic: Statistic, value: float | str | None, band: Band) -> bool:
    if not isinstance(value, float):
        return False
    return value < band.low if statistic.falls else value > band.high
