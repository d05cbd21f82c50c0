"""What a greedy search composed, and what it gained on items it was not chosen on."""

from __future__ import annotations

from judgekit.types.estimates import Estimate, Interval
from judgekit.types.prompt import Scale
from judgekit.types.record import Record


class Step(Record):
    """One attack added to the composition, and what the composition up to it gains."""

    attack: str
    """The attack added."""
    composed: str
    """All attacks up to it, as `a+b`."""
    selection_gain: float
    """Mean rise over the placebo on the items it was chosen on: optimistic, no result.

    Over all items: one that the edits do not fit has no rise.
    """
    gain: Estimate | None
    """The same on items that had no part in the choice; absent where none of them has a score."""
    simultaneous: Interval | None
    """The interval that holds for all steps at once."""
    p_adjusted: float | None
    """Step-down max-T over the steps, upwards."""
    n_fitting: int
    """Held-out items that the edits fit."""
    n_unscored: int
    """Held-out items left out of the gain, for want of a score."""


class Composition(Record):
    """The attacks chosen one after another, each for the rise it added."""

    judge: str
    """The model as the user named it."""
    judge_hash: str
    scale: Scale
    steps: tuple[Step, ...]
    why: str
    """Why the search ended."""
    n_selection: int
    n_held_out: int
    n_candidates: int
    """Compositions measured on items that choose, be it on some of them."""
    n_untried: int
    """Compositions left out, drawn by seed, because the calls did not reach for all."""
    n_calls: int
    """Calls that it took; an answer from the journal counts the same."""
    max_calls: int
    n_judgments: int
    n_unscored: int
    """Judgments without a score."""
    repeats: int
    seed: int
