"""What calls that are only foreseen will take: tokens, money and time, each from low to high."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from judgekit.auditing.counting import Foreseen, length
from judgekit.auditing.past import Past
from judgekit.llm import Tariff, sizing
from judgekit.types import Guess

_FEWEST = 20
"""Past replies; fewer tell nothing that is planned with."""
_SURE = Guess(low=1, expected=1, high=1)
_OTHER_TOKENS = Guess(low=0.8, expected=1, high=1.5)
"""What other models make of one of OpenAI's tokens."""


class Tokens(NamedTuple):
    """What all calls will read and write, and what that was told from."""

    read: Guess
    read_from: str
    written: Guess | None
    """Absent where nothing limits a reply and no past one tells."""
    written_from: str


class Limits(NamedTuple):
    """What may hold calls up."""

    connections: int
    rpm: int | None
    tpm: int | None


class Pace(NamedTuple):
    """How long all calls will take, absent where nothing tells, and what decides it."""

    seconds: Guess | None
    why: str


def expect_tokens(foreseen: Foreseen, past: Past) -> Tokens:
    """Return the tokens: as the lowest tenth, the mean and the highest tenth of past replies.

    Where there are too few: read, OpenAI's count of some of the texts; written, half of what is
    allowed, from one token to all of it.
    """
    return Tokens(*_read(foreseen, past), *_written(foreseen, past))


def expect_cost(tariff: Tariff | None, tokens: Tokens) -> Guess | None:
    """Return the US dollars; None where a price or a length is unknown."""
    if tariff is None or tokens.written is None:
        return None
    pairs = zip(_ends(tokens.read), _ends(tokens.written), strict=True)
    return _guess([tariff.cost(read, written) for read, written in pairs])


def expect_pace(
    n_calls: int, tokens: Tokens, limits: Limits, past: Past, *, latency_s: float | None
) -> Pace:
    """Return the time at the slowest of the limits; a stated latency goes before a measured one."""
    held: list[tuple[Guess, str]] = []
    if limits.rpm:
        held.append((_times(_SURE, 60 * n_calls / limits.rpm), f"{limits.rpm:,} calls a minute"))
    if limits.tpm and tokens.written:
        both = zip(_ends(tokens.read), _ends(tokens.written), strict=True)
        used = _guess([read + written for read, written in both])
        held.append((_times(used, 60 / limits.tpm), f"{limits.tpm:,} tokens a minute"))
    latency, source = _latency(past, latency_s)
    if latency is not None:
        calls = f"{limits.connections} at once, {latency.expected:.3g} s a call, {source}"
        held.append((_times(latency, n_calls / limits.connections), calls))
    if not held:
        return Pace(None, f"{source}; say --latency SECONDS")
    guesses, whys = zip(*held, strict=True)
    slowest = max(range(len(held)), key=lambda i: guesses[i].expected)
    at_least = "" if latency else f"; at least, for {source}"
    ends = zip(*map(_ends, guesses), strict=True)
    return Pace(_guess([max(e) for e in ends]), f"{whys[slowest]}{at_least}")


def _read(foreseen: Foreseen, past: Past) -> tuple[Guess, str]:
    seen = past.tokens_per_character
    if len(seen) >= _FEWEST:
        return _times(_tenths(seen), foreseen.characters), f"as in {len(seen)} past calls"
    drawn = foreseen.drawn
    counted = sum(sizing.count(request.messages) for request in drawn)
    rate = counted / max(1, sum(map(length, drawn)))
    source = f"OpenAI's count of {len(drawn)} requests, a fifth less to half more"
    return _times(_OTHER_TOKENS, rate * foreseen.characters), source


def _written(foreseen: Foreseen, past: Past) -> tuple[Guess | None, str]:
    seen = past.tokens_written
    if len(seen) >= _FEWEST:
        return _times(_tenths(seen), foreseen.n_asked), f"as in {len(seen)} past replies"
    limits = [sizing.reply_limit(request) for request in foreseen.drawn]
    known = [limit for limit in limits if limit is not None]
    if len(known) < len(limits):
        return None, "nothing limits a reply; set max_tokens"
    most = sum(known) / max(1, len(known))
    guess = Guess(low=1, expected=most / 2, high=most)
    return _times(guess, foreseen.n_asked), f"half of the {most:.0f} a reply may have, 1 to all"


def _latency(past: Past, stated_s: float | None) -> tuple[Guess | None, str]:
    if stated_s is not None:
        return _times(_SURE, stated_s), "as stated"
    if len(past.latency_s) >= _FEWEST:
        return _tenths(past.latency_s), f"as {len(past.latency_s)} past replies took"
    return None, "no past reply tells how long a call takes"


def _tenths(values: Sequence[float]) -> Guess:
    low, high = np.quantile(values, (0.1, 0.9))
    return _guess([float(low), float(np.mean(values)), float(high)])


def _guess(ends: Sequence[float]) -> Guess:
    """Return a guess of three numbers; a mean beyond the highest tenth is the high end."""
    low, expected, high = ends
    return Guess(low=min(low, expected), expected=expected, high=max(expected, high))


def _ends(guess: Guess) -> tuple[float, float, float]:
    return guess.low, guess.expected, guess.high


def _times(guess: Guess, factor: float) -> Guess:
    return _guess([factor * end for end in _ends(guess)])
