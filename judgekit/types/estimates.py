"""What was measured: numbers with their intervals, and how many could not be."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from judgekit.types.attack import Expect, Side
from judgekit.types.judging import Against
from judgekit.types.record import Record


class Status(StrEnum):
    """Whether an estimate may be read at face value."""

    OK = "ok"
    DEGENERATE = "degenerate"
    """The differences do not vary; only the unseen floor gives the width."""
    TOO_FEW = "too-few"


class Estimate(Record):
    """A number with its interval; in score points unless its holder says otherwise."""

    est: float
    lo: float
    hi: float
    conf: float
    method: str
    n: int
    status: Status = Status.OK


class Interval(NamedTuple):
    """Two ends."""

    lo: float
    hi: float


class Scores(Record):
    """The item-level scores of one attack, aligned with `Audit.items`; absent ones are null."""

    clean: tuple[float | None, ...]
    attacked: tuple[float | None, ...]
    placebo: tuple[float | None, ...]
    without: tuple[int, ...] = ()
    """The items, by position, that have no variant."""


class Rates(Record):
    """A share under attack, under placebo, and their paired difference."""

    n: int
    attacked: float
    placebo: float
    clean: float | None
    difference: Estimate


class Flips(Record):
    """Items whose acceptance differs between attacked and placebo; of a pair, whose winner does."""

    n: int
    toward: int
    """Accepted under attack only."""
    away: int
    """Accepted under the placebo only."""
    difference: Estimate
    """(toward - away) / n, with Tango's score interval."""
    p: float
    """McNemar's mid-p."""


class Effect(Record):
    """What one attack does to one judge, against its placebo, over items."""

    attack: str
    title: str
    family: str
    expect: Expect
    on: Side
    n: int
    """Items with an attacked and a placebo score."""
    n_declined: int
    n_broken: int
    n_unscored: int
    """Items with a variant whose attacked or placebo score is missing."""
    unscored: dict[str, int] = Field(default_factory=dict)
    """The missing attacked scores by reason."""
    shift: Estimate | None
    """Mean of attacked minus placebo; absent where no item was scored in both."""
    sd: float | None = None
    """Spread of the shift over items, design effect of clusters included: what planning needs."""
    simultaneous: Interval | None = None
    """The interval that holds for all attacks of the audit at once."""
    worst_case: Interval | None = None
    """The interval at 1 - 2 alpha with every missing score at the end that widens it."""
    mean_range: Interval | None = None
    """The mean with every missing score at the lower, and at the upper, end of its difference."""
    clean_mean: float | None = None
    attacked_mean: float | None = None
    placebo_mean: float | None = None
    up: float | None = None
    same: float | None = None
    down: float | None = None
    """Shares of items whose score rose, stayed, fell against the placebo."""
    flip_rate: float | None = None
    """Share of items whose acceptance differs between attacked and placebo."""
    flips: Flips | None = None
    """Absent where no item was scored in both, or where items share clusters."""
    p: float | None = None
    """Mid-p of the item-level sign-flip test."""
    p_adjusted: float | None = None
    """Step-down max-T over the attacks of the audit."""
    p_best_case: float | None = None
    """`p_adjusted` with every missing score set against the claim of harm."""
    p_smallest: float | None = None
    """The smallest p that this many non-zero differences can give one attack in an exact test."""
    false_accept: Rates | None = None
    """On items whose attacked text a verifier calls wrong."""
    refusal_shift: Estimate | None = None
    """P(no score | attack) minus P(no score | placebo)."""

    @property
    def tried(self) -> bool:
        """Whether it fits any item; what fits none has no part in the verdict."""
        return self.n + self.n_unscored > 0


class Noise(Record):
    """How far the judge differs from itself on identical requests."""

    n: int
    variance: Estimate | None
    """Within-item variance of a single score, squared points."""
    flip_rate: Estimate | None
    """Share of items whose acceptance differs between two identical requests."""


class Sensitivity(Record):
    """Whether the judge notices what must lower a score."""

    control: str
    title: str
    n: int
    n_unscored: int
    fell: int
    rose: int
    """Items scored strictly lower, or higher, than the same judge's repeated clean score."""
    shift: Estimate | None
    p_adjusted: float | None
    proven: bool
    """Missing scores at their worst, the whole simultaneous interval lies below zero, p holds."""


class Agreement(Record):
    """The judge's acceptance against the verifiers, on clean right and wrong responses."""

    n: int
    n_unscored: int
    n_abstained: int
    kappa: float | None
    accuracy: float | None
    accepted_right: int
    accepted_wrong: int
    rejected_right: int
    rejected_wrong: int


class Known(Record):
    """Clean answers that verifiers were asked about, one after another in the order of items."""

    items: tuple[int, ...]
    """By position in `Audit.items`; an item has up to two answers."""
    accepted: tuple[bool | None, ...]
    """Absent where the judge gave no score."""
    right: tuple[bool | None, ...]
    """Absent where no verifier settles it."""


class ByOrder(Record):
    """The response's share of wins in each order, over all items judged in it, ties half."""

    first: Estimate | None
    """Where it is shown first."""
    second: Estimate | None
    either: Estimate | None
    """Over every verdict, in whichever order; of an item in both, their mean."""


class Position(Record):
    """What the order of two answers does to a pairwise judge, over clean pairs in both orders."""

    rule: str
    """How two verdicts become one."""
    against: Against
    n: int
    """Pairs with a verdict in both orders."""
    n_unscored: int
    bias: Estimate | None
    """The share of wins of the first place over one half; quality cancels within the pair."""
    win_rate: Estimate | None
    """The response's share of wins over both orders, ties counting half."""
    consistent: int
    """Pairs with the same winner, or a tie, in both orders."""
    first_both: int
    second_both: int
    """Pairs in which one place won in both orders, whoever stood there."""
    half_tied: int
    """Pairs with a winner in one order and a tie in the other."""
    inconsistency: Estimate | None
    """The share of pairs whose winner differs between the orders."""
    beyond_noise: Estimate | None
    """That share minus the share that differs when the same order is asked again."""
    by_order: ByOrder | None = None

    @property
    def primacy(self) -> float | None:
        """(first both - second both) / inconsistent, or None where none is inconsistent."""
        unlike = self.n - self.consistent
        return (self.first_both - self.second_both) / unlike if unlike else None
