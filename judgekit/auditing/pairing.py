"""Which answer a pairwise judge compares another with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from judgekit.errors import InputError
from judgekit.types import Against, Protocol, Sample


class Pairing(NamedTuple):
    """The rule by which answers meet; without one, each is judged alone."""

    against: Against | None

    def rival(self, sample: Sample, text: str) -> str | None:
        """Return what an answer, and every edit of it, is compared with."""
        return text if self.against is Against.ITSELF else self.opponent(sample, text)

    def opponent(self, sample: Sample, text: str) -> str | None:
        """Return the row's other answer, where answers are compared."""
        return None if self.against is None else other_answer(sample, text)


ALONE = Pairing(None)


def other_answer(sample: Sample, text: str) -> str | None:
    """Return the row's answer that a text is not, or None where the row has one answer only."""
    if text != sample.response:
        return sample.response
    return sample.wrong_response if sample.rival is None else sample.rival


def pair(samples: Sequence[Sample], protocol: Protocol, against: Against | None) -> Pairing:
    """Return how answers meet: each row's two answers where every row has two, else itself."""
    if protocol is not Protocol.PAIRWISE:
        if against is not None:
            raise InputError(
                f"--against {against.value}: the judge's protocol is {protocol.value!r}, which "
                "compares nothing; choose a pairwise prompt or leave it out"
            )
        return ALONE
    lonely = next((s.id for s in samples if other_answer(s, s.response) is None), None)
    if lonely is not None and against is Against.RIVAL:
        raise InputError(
            f"sample {lonely!r}: has one answer and '--against rival' needs two; add a 'rival' or "
            "a 'wrong_response', or use '--against itself'"
        )
    return Pairing(against or (Against.RIVAL if lonely is None else Against.ITSELF))
