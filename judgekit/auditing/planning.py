"""An audit before any call: what will be asked, and how it will be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from judgekit.auditing.pairing import Pairing, pair
from judgekit.auditing.trials import Bench, Question, Trial, list_questions, make_trials
from judgekit.errors import InputError
from judgekit.types import Against, Attack, Budget, Framing, Protocol, Sample

Written = Mapping[str, Mapping[str, str]]
"""Texts that a model wrote, by sample and attack."""

NOTHING_WRITTEN: Written = MappingProxyType({})


class Plan(NamedTuple):
    """Samples, the trials made of them, and the terms on which they will be judged."""

    samples: tuple[Sample, ...]
    trials: tuple[Trial, ...]
    framings: Mapping[str, Framing]
    """The framings other than the judge's own that questions name."""
    pairing: Pairing
    budget: Budget
    seed: int
    repeats: int

    def questions(self) -> Iterator[Question]:
        """Yield each distinct judgment this plan needs, in the order of asking."""
        return list_questions(
            self.trials, self.samples, self.pairing, repeats=self.repeats, seed=self.seed
        )


def plan(
    samples: Sequence[Sample],
    attacks: Sequence[Attack],
    *,
    protocol: Protocol,
    budget: Budget,
    framing: Framing | None = None,
    against: Against | None = None,
    written: Written = NOTHING_WRITTEN,
    seed: int = 0,
    repeats: int = 1,
) -> Plan:
    """Make every variant that the judge's protocol allows; ask nothing.

    `framing` is how the judge is asked, if that can be known; `against` what a pairwise judge
    compares with; `written` holds a model's texts by sample and attack.
    """
    if not samples:
        raise InputError("there is no sample to audit on; give at least one row")
    fitting = [a for a in attacks if a.suits(protocol)]
    if all(a.is_control for a in fitting):
        raise InputError(f"no attack suits the protocol {protocol.value!r}; choose others")
    pairing = pair(samples, protocol, against)
    trials, framings = make_trials(fitting, samples, Bench(framing, pairing, seed), written=written)
    return Plan(tuple(samples), trials, framings, pairing, budget, seed, repeats)
