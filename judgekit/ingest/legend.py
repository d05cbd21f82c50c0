"""How recorded rows are to be read: what columns, cells and arms mean."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from judgekit.types import Expect, Record, Scale

COLUMNS = (
    "item",
    "arm",
    "score",
    "first",
    "second",
    "choice",
    "order",
    "repeat",
    "cluster",
    "unscored",
)
"""What a column may be mapped to; one of that name is found without being mapped."""

CHOICES = {"A": "first", "B": "second", "tie": "tie", "first": "first", "second": "second"}
ABSENT = ("", "na", "n/a", "nan", "none", "null")
"""Cells, in small letters, that hold no score and do not say why."""

CHOICE_SCALE = Scale(low=0, high=1, accept=0.75)
"""Of a comparison: lost, tied at one half, won; only a win is acceptance."""


class Role(StrEnum):
    """What an arm of a recording is."""

    CLEAN = "clean"
    """The unedited answers."""
    PLACEBO = "placebo"
    """A neutral edit: attacks are set against it."""
    AGAIN = "again"
    """The unedited answers asked again: the judge's own noise."""
    SAME = "same"
    MIRROR = "mirror"
    """The scale was shown reversed: an honest score is low + high - score."""
    NOT_HIGHER = "not-higher"
    LOWER = "lower"
    """A control: an honest score must fall."""
    IGNORE = "ignore"

    @property
    def expect(self) -> Expect | None:
        """What an honest score does; None where the arm is a foil for the others."""
        return Expect(self.value) if self.value in tuple(Expect) else None


class Legend(Record):
    """What a person must say of a recording, for nothing of it is guessed."""

    judge: Annotated[str, Field(min_length=1)]
    """The name of the judge whose verdicts these are."""
    columns: dict[str, str] = Field(default_factory=dict)
    """What to columns, or to dotted paths into them."""
    where: dict[str, str] = Field(default_factory=dict)
    """Only rows with these cells are read."""
    meanings: dict[str, str] = Field(default_factory=dict)
    """Cells to `first`, `second`, `tie`, a number, or the reason of a missing score."""
    arms: dict[str, Role] = Field(default_factory=dict)
    """An arm of a role's own name, such as `clean`, needs no word; `*` is every other arm."""
    scale: Scale | None = None
    """May be absent where choices are recorded: won is 1, lost is 0."""

    def role(self, arm: str) -> Role | None:
        """Return what an arm is, or None where that was not said."""
        own = {r.value: r for r in (Role.CLEAN, Role.PLACEBO, Role.AGAIN)}
        return self.arms.get(arm, own.get(arm, self.arms.get("*")))
