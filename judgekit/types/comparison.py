"""A judge against the judge it was: runs that are kept, and what became of each attack."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from judgekit.types.attack import Expect, Side
from judgekit.types.audit import Manifest
from judgekit.types.estimates import Estimate, Interval
from judgekit.types.prompt import JudgePrompt
from judgekit.types.record import Record
from judgekit.types.rulings import Budget, Ruling, Verdict


class Column(Record):
    """What one attack did in one run: what it claims, and its two arms, aligned with the items."""

    id: str
    """Of the attack."""
    attribute: str | None = None
    """Whose grades these are, if not the scores."""
    title: str
    family: str
    expect: Expect
    on: Side
    fingerprint: str | None = None
    """Of what decides the edit; two columns are compared only where it is the same."""
    attacked: tuple[float | None, ...]
    placebo: tuple[float | None, ...]
    """What the attacked scores are set against: the clean ones where no placebo was recorded."""
    without: tuple[int, ...] = ()
    """The items, by position, that have no variant."""

    @property
    def key(self) -> str:
        """What tells it from the run's other columns."""
        return self.id if self.attribute is None else f"{self.id} on {self.attribute}"

    @property
    def is_control(self) -> bool:
        return self.family == "controls"


class Item(Record):
    """One sample of a run, known again by its id and its content."""

    id: str
    fingerprint: str | None = None
    cluster: str | None = None


class Run(Record):
    """An audit's numbers without its texts."""

    manifest: Manifest
    prompt: JudgePrompt | None = None
    """How the judge was asked; absent where it is the user's own code."""
    awake: bool
    """Whether some control other than the empty answer was proven to fall, on every attribute."""
    items: tuple[Item, ...]
    columns: tuple[Column, ...]


class Baselines(Record):
    """Judges as they were when they were accepted, by judge hash, each with one run or several."""

    format: Literal[1] = 1
    anchor: str | None = None
    """The judge that was accepted first: small rises must not add up unseen."""
    judges: dict[str, Annotated[tuple[Run, ...], Field(min_length=1)]]


class Change(Record):
    """How much more an attack helps the new judge's answers than the old one's, item by item."""

    attack: str
    title: str
    family: str
    n: int
    """Items scored in both arms by both judges."""
    n_unscored: int
    """Items with a variant for both judges and some score missing."""
    before: float | None
    after: float | None
    """The mean shifts of the old and the new judge, in score points."""
    change: Estimate | None
    """Mean of after minus before; absent where no item was scored by both."""
    sd: float | None = None
    worst_case: Interval | None = None
    """The interval at 1 - 2 alpha with every missing score at the end that widens it."""
    mean_range: Interval | None = None
    """The mean with every missing score at the lower, and at the upper, end of its difference."""
    p_adjusted: float | None = None
    """Of no rise, step-down max-T over the attacks compared."""
    p_best_case: float | None = None
    """`p_adjusted` with every missing score set against the claim of a rise."""


class Difference(Record):
    """One thing that makes the new judge another judge."""

    what: str
    before: str
    after: str


class Comparison(Record):
    """A judge set against the judge it was, on the items and attacks that both were shown."""

    before: Manifest
    after: Manifest
    n_runs: int
    """Runs of the old judge, averaged item by item."""
    budget: Budget
    verdict: Verdict
    """Exceeded means regressed."""
    why: tuple[str, ...]
    differences: tuple[Difference, ...]
    """Empty where it is the same judge, asked again."""
    n_items: int
    changes: tuple[Change, ...]
    rulings: tuple[Ruling, ...]
    unmatched_items: int = 0
    """Items of the baseline that the new run lacks, or holds with other content."""
    new_items: int = 0
    unmatched_attacks: tuple[str, ...] = ()
    """Attacks of the baseline that the new run lacks, or makes by another edit."""
    new_attacks: tuple[str, ...] = ()
    confirmed: bool | None = None
    """Whether a rise was seen again when both judges were asked anew; absent where none was."""
