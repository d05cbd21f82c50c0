"""Preference pairs of one prompt: a right answer and a wrong one that differ little in length."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from judgekit.types import Action, Basis, Decision

MAX_LENGTH_RATIO = 1.5
"""Pairs further apart teach length."""


class Candidate(NamedTuple):
    """An answer to the prompt, decided."""

    text: str
    decision: Decision
    rank: float | None = None
    """How well it suits the student; lower is better, absent where it was not measured."""


class Pair(NamedTuple):
    """A chosen and a rejected answer."""

    chosen: Candidate
    rejected: Candidate
    reason: str
    """What is wrong with the rejected answer, in the verifier's words."""


def pair(candidates: Iterable[Candidate], *, most: int = 1) -> tuple[Pair, ...]:
    """Return pairs of answers to one prompt, the best rank first; no answer is in two pairs.

    Chosen are answers kept on a complete pass, rejected those that failed completely: a judge has
    no say. Of the rejected of like length the one nearest in length is taken.
    """
    known = sorted(candidates, key=_by_rank)
    chosen = [c for c in known if _may_be_chosen(c)]
    rejected = [c for c in known if c.decision.negative and c.text]
    pairs: list[Pair] = []
    for better in chosen:
        worse = _nearest(better, rejected)
        if worse is not None and len(pairs) < most:
            rejected.remove(worse)
            pairs.append(Pair(better, worse, worse.decision.evidence.verification.reason))
    return tuple(pairs)


def pair_by_rank(candidates: Iterable[Candidate]) -> Pair | None:
    """Return the best and the worst ranked of the right answers to one prompt, if they differ.

    Both are kept on a complete pass: the other is no wrong answer, and the pair says so. After
    arXiv 2507.21931, which ranks all traces, right or not.
    """
    right = [c for c in sorted(candidates, key=_by_rank) if _may_be_chosen(c)]
    ranked = [c for c in right if c.rank is not None]
    if not ranked:
        return None
    best = ranked[0]
    others = [c for c in ranked[1:] if c.rank != best.rank and c.text != best.text]
    like = [c for c in others if _apart(best, c) < math.log(MAX_LENGTH_RATIO)]
    return Pair(best, like[-1], _BOTH_RIGHT) if like else None


_BOTH_RIGHT = "both are right; the chosen one's model was more confident of its answer"


def _by_rank(c: Candidate) -> tuple[bool, float, str]:
    return c.rank is None, c.rank or 0.0, c.decision.sample


def _may_be_chosen(c: Candidate) -> bool:
    d = c.decision
    kept = d.action is Action.KEEP and d.text == "response"
    return kept and d.basis is Basis.VERIFIER and bool(c.text)


def _nearest(better: Candidate, rejected: Sequence[Candidate]) -> Candidate | None:
    like = [c for c in rejected if _apart(better, c) < math.log(MAX_LENGTH_RATIO)]
    return min(like, key=lambda c: _apart(better, c), default=None)


def _apart(one: Candidate, other: Candidate) -> float:
    return abs(math.log(len(one.text) / len(other.text)))
