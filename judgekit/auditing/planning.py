"""An audit before any call: what will be asked, item by item, and how it will be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from judgekit.auditing.pairing import Pairing, pair
from judgekit.auditing.trials import Bench, Part, Row, make_rows, make_rows_together
from judgekit.errors import InputError
from judgekit.types import Against, Attack, Budget, Framed, Framing, Judge, Protocol, Sample

Written = Mapping[str, Mapping[str, str]]
"""Texts that a model wrote, by sample and attack."""

NOTHING_WRITTEN: Written = MappingProxyType({})


class Plan(NamedTuple):
    """Samples, the attacks on them, and the terms on which they will be judged."""

    samples: tuple[Sample, ...]
    attacks: tuple[Attack, ...]
    """Those that the judge's protocol allows."""
    framing: Framing | None
    """How the judge is asked, if that can be known."""
    pairing: Pairing
    budget: Budget
    seed: int
    repeats: int
    written: Written

    def rows(self, items: Iterable[int] | None = None) -> Iterator[Row]:
        """Make item after item, of all or of some, when it is wanted; always the same ones."""
        asked = range(len(self.samples)) if items is None else items
        attacks, bench = self.part
        return make_rows(attacks, self.samples, bench, items=asked, written=self.written)

    @property
    def part(self) -> Part:
        """What is asked of the judge, whichever the samples are."""
        return Part(self.attacks, Bench(self.framing, self.pairing, self.seed, self.repeats))


def rows_together(plans: Sequence[Plan]) -> Iterator[tuple[Row, ...]]:
    """Make item after item with the row of each plan; plans that ask alike share theirs.

    The plans are of the same samples, seed and texts by a model.
    """
    parts = [p.part for p in plans]
    distinct = [part for at, part in enumerate(parts) if part not in parts[:at]]
    which = [distinct.index(part) for part in parts]
    first = plans[0]
    items = range(len(first.samples))
    for rows in make_rows_together(distinct, first.samples, items=items, written=first.written):
        yield tuple(rows[at] for at in which)


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
    """Settle what will be asked; make no variant and ask nothing.

    `framing` is how the judge is asked, if that can be known; `against` what a pairwise judge
    compares with; `written` holds a model's texts by sample and attack.
    """
    if not samples:
        raise InputError("there is no sample to audit on; give at least one row")
    fitting = [a for a in attacks if a.suits(protocol)]
    if all(a.is_control for a in fitting):
        raise InputError(f"no attack suits the protocol {protocol.value!r}; choose others")
    pairing = pair(samples, protocol, against)
    return Plan(tuple(samples), tuple(fitting), framing, pairing, budget, seed, repeats, written)


def plan_of(
    judge: Judge,
    samples: Sequence[Sample],
    attacks: Sequence[Attack],
    *,
    budget: Budget,
    against: Against | None,
    written: Written,
    seed: int,
    repeats: int,
) -> Plan:
    """Settle what a judge will be asked: under its protocol and, where it tells, in its framing."""
    return plan(
        samples,
        attacks,
        protocol=judge.identity.protocol,
        budget=budget,
        framing=judge.framing if isinstance(judge, Framed) else None,
        against=against,
        written=written,
        seed=seed,
        repeats=repeats,
    )
