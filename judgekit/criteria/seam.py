"""The seam of a criterion: what it reads and what it gives."""

from __future__ import annotations

from typing import Protocol

from judgekit.types import Measurement, Sample


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
