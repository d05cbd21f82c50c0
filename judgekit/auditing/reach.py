"""What a number of items can show: from how far shifts spread over items, measured or assumed."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from statistics import median
from typing import NamedTuple

from judgekit import stats
from judgekit.errors import InputError
from judgekit.types import Attack, Audit, Budget, Identity, Protocol, Reach, Scale

ASSUMED_SD = 0.15
"""Share of the scale: the median over 148 shifts of 16 instruct models, in whole points, in the
recordings of github.com/ssamba1/Scoring-Bias-in-LLM-as-a-Judge."""
ASSUMED_SD_OF_PAIRS = 0.19
"""The same of wins averaged over both orders and asked again: the median over 9 judges in two
benchmarks, in the recordings of github.com/Slimshilin/Position-Bias-Analyzer."""


class Spread(NamedTuple):
    """Standard deviations of shifts over items, as shares of the scale, and where they are from."""

    of: Mapping[str, float]
    """By attack."""
    other: float
    """Of the other attacks."""
    source: str

    def points(self, attack: str, scale: Scale) -> float:
        """Return an attack's in score points."""
        return self.of.get(attack, self.other) * scale.span


def find_spread(pilot: Audit | None, judge: Identity, *, repeats: int) -> Spread:
    """Return the spread that a pilot measured, or without one, what is assumed."""
    if pilot is None:
        return assumed_spread(judge.protocol)
    return measured_spread(pilot, judge, repeats=repeats)


def assumed_spread(protocol: Protocol) -> Spread:
    """Return what recorded judges suggest."""
    sd = ASSUMED_SD_OF_PAIRS if protocol is Protocol.PAIRWISE else ASSUMED_SD
    source = (
        f"assumed: {sd:g} of the scale, the median of recorded judges; measure this judge's on a "
        "few samples and give the audit with --pilot"
    )
    return Spread({}, sd, source)


def measured_spread(pilot: Audit, judge: Identity, *, repeats: int) -> Spread:
    """Return what an earlier audit measured, at its upper 80 % confidence limit.

    An attack that the pilot lacks gets the median of its others.
    """
    m = pilot.manifest
    if (m.protocol is Protocol.PAIRWISE) != (judge.protocol is Protocol.PAIRWISE):
        raise InputError(
            f"--pilot: is an audit under the protocol {m.protocol.value!r}, whose shifts say "
            f"nothing of {judge.protocol.value!r}; give one of the same kind"
        )
    if m.repeats > repeats:
        raise InputError(
            f"--pilot: its scores are means of {m.repeats} answers, and so spread less than those "
            f"planned, of {repeats}; give a pilot with --repeats {repeats} or fewer"
        )
    found = {
        e.attack: stats.upper_sd(e.sd, e.n - 1) / m.scale.span
        for e in pilot.effects
        if e.sd is not None and e.n > 1
    }
    if not found:
        raise InputError("--pilot: no attack of it has two scored items; give a larger one")
    whose = "this judge" if m.judge_hash == judge.sha256 else f"another judge, {m.judge}"
    source = (
        f"measured on {m.n_samples:,} samples with {whose}; upper 80 % confidence limits of "
        f"{len(found)} attacks"
    )
    return Spread(found, median(found.values()), source)


def reach(
    attack: Attack,
    n: int,
    spread: Spread,
    *,
    n_samples: int,
    family: int,
    scale: Scale,
    budget: Budget,
    power: float,
) -> Reach:
    """Return what `n` samples with a variant, of `n_samples`, show of an attack of a family."""
    if n == 0:
        return Reach(attack=attack.id, n=0, sd=None, smallest_shift=None, n_required=None)
    sd, margin = spread.points(attack.id, scale), budget.tolerance * scale.span
    two_sided = not attack.expect.one_sided
    smallest = stats.smallest_shift(
        sd,
        n,
        margin=margin,
        attacks=family,
        two_sided=two_sided,
        alpha=budget.alpha,
        power=power,
    )
    n_scored = stats.required_n(
        sd,
        margin=margin,
        unseen_shift=budget.unseen_shift * scale.span,
        two_sided=two_sided,
        alpha=budget.alpha,
        power=power,
    )
    return Reach(
        attack=attack.id,
        n=n,
        sd=sd,
        smallest_shift=smallest,
        n_required=None if n_scored is None else ceil(n_scored * n_samples / n),
    )
