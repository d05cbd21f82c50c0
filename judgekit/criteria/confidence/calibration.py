"""Confidence against right and wrong: the reliability diagram, its error, and what it allows."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple
from zlib import crc32

import numpy as np

from judgekit.stats import Array, generator, prop_ci
from judgekit.types import Bin, Estimate, Reliability

_FINE, _COARSE = 100, 10
"""Bins that are counted in, and those of the diagram."""
_GROUPS = 2048
"""Groups of prompts that are drawn from; below as many prompts most are a group of their own."""
_DRAWS = 1_000
_N, _RIGHT, _SUM = range(3)


class Terms(NamedTuple):
    """How well calibrated confidence must be before it ranks right answers."""

    most_ece: float = 0.1
    """The upper end of the error's interval."""
    fewest: int = 500
    """Settled answers; of fewer, the error of even a perfect model would not be told from this."""


class Tally:
    """Confidences counted as they come; the room that it takes is fixed."""

    def __init__(self) -> None:
        self._counts = np.zeros((_GROUPS, _FINE, 3))
        self._missing: Counter[str] = Counter()
        self._unsettled = 0

    def add(self, prompt: str, confidence: float | str, right: bool | None) -> None:
        """Count an answer's confidence, between 0 and 1, or why it has none."""
        if isinstance(confidence, str):
            self._missing[confidence] += 1
        elif right is None:
            self._unsettled += 1
        else:
            group = crc32(prompt.encode("utf-8", "surrogatepass")) % _GROUPS
            at = min(_FINE - 1, int(confidence * _FINE))
            self._counts[group, at] += (1, right, confidence)

    def reliability(self, terms: Terms, *, seed: int = 0) -> Reliability:
        """Return the diagram with its errors, and whether they let confidence rank.

        Expected calibration error over ten bins of equal width (Guo et al., ICML 2017), and the
        area under the ROC curve over a hundred; percentile intervals of 1,000 draws of groups of
        prompts, which hold where rows of one prompt go together. The error is never 0 by chance
        alone, so few answers are refused rather than cleared.
        """
        whole = self._counts.sum(axis=0)
        n, right = int(whole[:, _N].sum()), int(whole[:, _RIGHT].sum())
        drawn = self._drawn(seed) if n else whole
        ece = _estimate(_ece(whole), _ece(drawn), n) if n else None
        auc = _estimate(_auc(whole), _auc(drawn), n) if 0 < right < n else None
        may_rank, why = _ruling(n, right, ece, auc, terms)
        return Reliability(
            n=n,
            right=right,
            unsettled=self._unsettled,
            missing=dict(sorted(self._missing.items())),
            bins=tuple(_bin(i, bin_) for i, bin_ in enumerate(_coarse(whole))),
            ece=ece,
            auc=auc,
            may_rank=may_rank,
            why=why,
        )

    def _drawn(self, seed: int) -> Array:
        """Return the counts of draws with replacement from the groups that hold an answer."""
        held = self._counts[self._counts[..., _N].sum(axis=1) > 0]
        rng = generator(seed, "calibration")
        weights = rng.multinomial(len(held), np.full(len(held), 1 / len(held)), _DRAWS)
        drawn: Array = np.tensordot(weights.astype(float), held, axes=1)
        return drawn


def _coarse(counts: Array) -> Array:
    shape = (*counts.shape[:-2], _COARSE, _FINE // _COARSE, 3)
    pooled: Array = counts.reshape(shape).sum(axis=-2)
    return pooled


def _ece(counts: Array) -> Array:
    bins = _coarse(counts)
    n = bins[..., _N].sum(axis=-1)
    away: Array = np.abs(bins[..., _RIGHT] - bins[..., _SUM]).sum(axis=-1) / np.maximum(n, 1)
    return away


def _auc(counts: Array) -> Array:
    right = counts[..., _RIGHT]
    wrong = counts[..., _N] - right
    below = np.cumsum(wrong, axis=-1) - wrong / 2
    pairs = right.sum(axis=-1) * wrong.sum(axis=-1)
    area: Array = (right * below).sum(axis=-1) / np.maximum(pairs, 1)
    return np.where(pairs > 0, area, 0.5)


def _estimate(est: Array, drawn: Array, n: int) -> Estimate:
    at = float(est)
    lo, hi = np.quantile(drawn, [0.025, 0.975])
    return Estimate(
        est=at,
        lo=min(float(lo), at),
        hi=max(float(hi), at),
        conf=0.95,
        method="bootstrap over prompts",
        n=n,
    )


def _bin(i: int, counts: Array) -> Bin:
    n, right = int(counts[_N]), int(counts[_RIGHT])
    return Bin(
        lo=i / _COARSE,
        hi=(i + 1) / _COARSE,
        n=n,
        right=right,
        confidence=float(counts[_SUM] / n) if n else None,
        share=prop_ci([1.0] * right + [0.0] * (n - right), method="clopper"),
    )


def _ruling(
    n: int, right: int, ece: Estimate | None, auc: Estimate | None, terms: Terms
) -> tuple[bool, str]:
    if n < terms.fewest:
        return False, f"{n:,} settled answers have a confidence, and {terms.fewest:,} are needed"
    if ece is None or auc is None:
        which = "right" if right else "wrong"
        return False, f"all settled answers are {which}: nothing shows whether it tells them apart"
    told = f"its calibration error is {ece.est:.3f} [{ece.lo:.3f}, {ece.hi:.3f}]"
    if ece.hi > terms.most_ece:
        return False, f"{told}, and it may reach {terms.most_ece:g}"
    if auc.lo <= 0.5:
        ends = f"between {auc.lo:.2f} and {auc.hi:.2f}"
        return False, f"it does not tell right from wrong: AUC lies {ends}"
    return (
        True,
        f"{told}, at most {terms.most_ece:g}; AUC {auc.est:.2f} [{auc.lo:.2f}, {auc.hi:.2f}]",
    )
