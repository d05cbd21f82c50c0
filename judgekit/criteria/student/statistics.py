"""Statistics of a response under a student, from the log-probability and rank of each token.

They tell how a text lies beside what the student would write, and nothing of its being right: a
fluent error is as likely as the truth it replaces. Each is a number, or the reason for none.
"""

from __future__ import annotations

import math
import re
from statistics import fmean

from judgekit.criteria.student.reading import Tokens

HIGHEST_RANK = 100
"""Ranks are clipped here, as by the authors of the ratio."""
LOW = 0.01
EMPTY = "no token to measure"
MOST_STEPS = 2_000
"""A text of more is not measured step by step: each of them is read after those before it."""
_HIGHEST_EXPONENT = 700.0


def mean_log_prob(read: Tokens) -> float | str:
    """Return the mean natural log-probability of a token, at most 0."""
    return fmean(read.log_probs) if read.log_probs else EMPTY


def perplexity(read: Tokens) -> float | str:
    """Return the exponential of the mean surprisal, at least 1."""
    mean = mean_log_prob(read)
    return mean if isinstance(mean, str) else _exp(-mean)


def if_difficulty(given: Tokens, alone: Tokens) -> float | str:
    """Return the perplexity of a text given a context over that without it, above 0.

    Above 1 the context makes the text less likely. Both are of the same tokens: of those that were
    read without a context, which may lack the first.
    """
    missing = len(given.log_probs) - len(alone.log_probs)
    if not alone.log_probs:
        return EMPTY
    if missing not in (0, 1):
        return "the text is not the same tokens with and without its context"
    return _exp(fmean(alone.log_probs) - fmean(given.log_probs[missing:]))


def rank_surprisal(read: Tokens) -> float | str:
    """Return the sum of ranks, clipped at 100, over the sum of surprisals in nats; above 0.

    Lower is better: tokens that the student ranks high and yet does not expect (arXiv 2601.14249,
    the form that weighs tokens by surprisal).
    """
    if not read.log_probs:
        return EMPTY
    if read.ranks is None:
        return "the student tells no ranks"
    surprisal = -sum(read.log_probs)
    if surprisal <= 0:
        return "nothing surprises the student, so there is nothing to divide by"
    return sum(min(rank, HIGHEST_RANK) for rank in read.ranks) / surprisal


def low_share(read: Tokens) -> float | str:
    """Return the share of tokens that have less than 1 % each, from 0 to 1."""
    if not read.log_probs:
        return EMPTY
    return fmean(p < math.log(LOW) for p in read.log_probs)


def local_log_prob(read: list[Tokens]) -> float | str:
    """Return the mean over steps of the mean log-probability of a token, at most 0."""
    means = [fmean(step.log_probs) for step in read if step.log_probs]
    return fmean(means) if means else f"no step to measure, or more than {MOST_STEPS:,}"


def steps(text: str) -> tuple[str, ...]:
    """Return a text in its steps, which are sentences and lines; together they are the text."""
    return tuple(_STEP.findall(text))


_STEP = re.compile(r".+?(?:[.!?]\s+|\n\s*|\Z)", re.S)


def _exp(exponent: float) -> float | str:
    return math.exp(exponent) if exponent < _HIGHEST_EXPONENT else "greater than a float holds"
