"""From rows to pairs with labels: which answer people prefer, or which one is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from judgekit import verifiers
from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import Sample, Style

PREFERRED = "preferred"
"""Where a row's metadata says which answer people prefer."""
LABELS = {"response": 1, "tie": 0, "rival": -1}


class Pair(NamedTuple):
    """A row's response, the answer it is compared with, and what should become of them."""

    sample: Sample
    rival: str
    label: int | None
    """1 where the response should win, 0 for a tie, -1; absent where nobody says."""


def pairs_of(samples: Sequence[Sample], style: Style, *, source: str) -> tuple[Pair, ...]:
    """Return the rows that have two answers as pairs; `source` is where the rows came from."""
    make = _preferred if style is Style.PREFERENCE else _right
    pairs = tuple(make(samples))
    if not pairs:
        raise InputError(f"{source}: no row has two answers; give a 'rival' or 'wrong_response'")
    return pairs


def _preferred(samples: Sequence[Sample]) -> Iterator[Pair]:
    for s in samples:
        rival = s.wrong_response if s.rival is None else s.rival
        if rival is not None:
            yield Pair(s, rival, _label(s))


def _label(sample: Sample) -> int | None:
    said = sample.metadata.get(PREFERRED)
    if said is None:
        return None
    if not isinstance(said, str) or said not in LABELS:
        raise InputError(
            f"sample {sample.id!r}: metadata.{PREFERRED} is {said!r}"
            f"{did_you_mean(str(said), LABELS)}; known: {', '.join(LABELS)}"
        )
    return LABELS[said]


def _right(samples: Sequence[Sample]) -> Iterator[Pair]:
    for s in samples:
        rival = s.rival if s.wrong_response is None else s.wrong_response
        if rival is not None:
            yield Pair(s, rival, _settled(s, rival))


def _settled(sample: Sample, rival: str) -> int | None:
    """Return which answer verifiers find right or, where they settle neither, the row's word."""
    one, other = (verifiers.verify(sample, text).right for text in (sample.response, rival))
    if one is not None and other is not None:
        return one - other
    return 1 if rival == sample.wrong_response and one is not False and not other else None
