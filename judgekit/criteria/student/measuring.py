"""From a prompt and a response to what a student must read, and from its readings to statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import TypeAlias

from judgekit.criteria.student import statistics
from judgekit.criteria.student.reading import Passage, Reading, Tokens
from judgekit.criteria.student.statistic import Statistic

Values: TypeAlias = Mapping[Statistic, float | str]
"""By statistic its value, or why there is none."""

WINDOW = 2
"""Steps that a student sees before a step whose local likelihood is measured."""
_GUESS = (
    "Below is an answer that somebody wrote. Guess the question or the instruction that it "
    "answers, and write that alone.\n\n{answer}"
)


def passages(wanted: Iterable[Statistic], prompt: str, response: str) -> tuple[Passage, ...]:
    """Return what a student must read for some statistics, each passage once."""
    needed = (_NEEDS[statistic](prompt, response) for statistic in wanted)
    return tuple(dict.fromkeys(chain.from_iterable(needed)))


def measure(
    wanted: Iterable[Statistic], prompt: str, response: str, read: Callable[[Passage], Reading]
) -> Values:
    """Return the statistics of a response; `read` gives what a student made of each passage.

    A passage that the student could not read leaves the statistics that need it without a value.
    """
    return {s: _measured(s, [read(p) for p in _NEEDS[s](prompt, response)]) for s in wanted}


def _measured(statistic: Statistic, read: list[Reading]) -> float | str:
    whole = [tokens for tokens in read if isinstance(tokens, Tokens)]
    if unread := next((why for why in read if isinstance(why, str)), None):
        return unread
    return _FORMULAS[statistic](whole)


def _answered(prompt: str, response: str) -> tuple[Passage, ...]:
    return (Passage(response, prompt, asked=True),)


def _with_and_without(prompt: str, response: str) -> tuple[Passage, ...]:
    return (Passage(response, prompt, asked=True), Passage(response))


def _guessed(prompt: str, response: str) -> tuple[Passage, ...]:
    return _with_and_without(_GUESS.format(answer=response), prompt)


def _stepwise(prompt: str, response: str) -> tuple[Passage, ...]:
    """Return each step after the steps before it; the first has the prompt before it."""
    found = statistics.steps(response)
    if len(found) > statistics.MOST_STEPS:
        return ()
    known = [f"{prompt}\n\n", *found]
    return tuple(
        Passage(known[i], "".join(known[max(0, i - WINDOW) : i])) for i in range(1, len(known))
    )


_NEEDS: dict[Statistic, Callable[[str, str], tuple[Passage, ...]]] = {
    Statistic.LOG_PROB: _answered,
    Statistic.RANK_SURPRISAL: _answered,
    Statistic.LOW_SHARE: _answered,
    Statistic.LOCAL: _stepwise,
    Statistic.IFD: _with_and_without,
    Statistic.REVERSED_IFD: _guessed,
}
_FORMULAS: dict[Statistic, Callable[[list[Tokens]], float | str]] = {
    Statistic.LOG_PROB: lambda read: statistics.mean_log_prob(*read),
    Statistic.RANK_SURPRISAL: lambda read: statistics.rank_surprisal(*read),
    Statistic.LOW_SHARE: lambda read: statistics.low_share(*read),
    Statistic.LOCAL: statistics.local_log_prob,
    Statistic.IFD: lambda read: statistics.if_difficulty(*read),
    Statistic.REVERSED_IFD: lambda read: statistics.if_difficulty(*read),
}
