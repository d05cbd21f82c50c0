"""An audit before any call: what will be asked, and how it will be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from judgekit.auditing.trials import Question, Trial, list_questions, make_trials
from judgekit.errors import InputError
from judgekit.types import Attack, Budget, Protocol, Sample


class Plan(NamedTuple):
    """Samples, the trials made of them, and the terms on which they will be judged."""

    samples: tuple[Sample, ...]
    trials: tuple[Trial, ...]
    budget: Budget
    seed: int
    repeats: int

    def questions(self) -> Iterator[Question]:
        """Yield each distinct judgment this plan needs, in the order of asking."""
        return list_questions(self.trials, self.samples, repeats=self.repeats, seed=self.seed)


def plan(
    samples: Sequence[Sample],
    attacks: Sequence[Attack],
    *,
    protocol: Protocol,
    budget: Budget,
    seed: int = 0,
    repeats: int = 1,
) -> Plan:
    """Make every variant that the judge's protocol allows; ask nothing."""
    if not samples:
        raise InputError("there is no sample to audit on; give at least one row")
    fitting = [a for a in attacks if protocol in a.protocols]
    if all(a.is_control for a in fitting):
        raise InputError(f"no attack suits the protocol {protocol.value!r}; choose others")
    trials = make_trials(fitting, samples, seed=seed)
    return Plan(tuple(samples), trials, budget, seed, repeats)
