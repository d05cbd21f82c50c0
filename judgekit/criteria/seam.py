"""The seam of a criterion: what it reads and what it gives, and how one is made from a pool."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from judgekit.types import Measurement, Reliability, Sample


class Criterion(Protocol):
    """Measures one response, beside its being right.

    A pure function of the row and of what the criterion was made with (a fitted band, a baseline).
    What it cannot measure it returns without a value and with the reason; it never raises for the
    text it is given. An objection counts only against a response that verifiers do not settle as
    wrong, and never makes a negative.
    """

    @property
    def name(self) -> str: ...

    def __call__(self, sample: Sample, response: str, /) -> Measurement: ...


class Fitted(NamedTuple):
    """A criterion as it is after the pool was seen."""

    criterion: Criterion
    state: str = ""
    """A hash of all that it was fitted to; the same state measures a row the same."""
    quota: int | None = None
    """The most rows of one of its groups (`Measurement.group`) that are kept."""
    reliability: Reliability | None = None
    """Of a criterion that may rank right answers, what was found of its worth."""
    caution: str = ""
    """Why it can say less of these rows than its name promises."""


class Fitting(Protocol):
    """A criterion in the making, which has to see the pool before it measures a row.

    Every whole row is added once, with whether verifiers settle that it is right, in an order that
    neither engine nor resumption changes. What is kept of the rows must not grow with the pool.
    """

    @property
    def name(self) -> str: ...

    def add(self, row: Sample, right: bool | None, /) -> None: ...

    def fitted(self) -> Fitted: ...
