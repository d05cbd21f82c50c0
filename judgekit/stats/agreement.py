"""Agreement of a judge with the truth, beyond what chance gives."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple


class Kappa(NamedTuple):
    """Cohen's kappa, or None and the reason."""

    value: float | None
    reason: str
    n: int


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> Kappa:
    """Return (observed - chance) / (1 - chance) over paired labels.

    Undefined where both raters gave one and the same label throughout: agreement is then certain
    by chance alone. Cohen, Educational and Psychological Measurement 20:37 (1960).
    """
    n = len(first)
    if n == 0:
        return Kappa(None, "no item was labelled by both", 0)
    labels = set(first) | set(second)
    if len(labels) == 1:
        return Kappa(None, "both gave the same label to every item", n)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    chance = sum(_share(first, label) * _share(second, label) for label in labels)
    return Kappa((observed - chance) / (1 - chance), "", n)


def _share(labels: Sequence[Hashable], label: Hashable) -> float:
    return sum(given == label for given in labels) / len(labels)
