"""What became of the rows, counted so that every table adds up."""

from __future__ import annotations

from pydantic import model_validator

from judgekit.types.decision import Action, Basis, Reason, Rule
from judgekit.types.record import Record


class Counts(Record):
    """How many rows came to what; every table adds up to the input."""

    input: int
    actions: dict[Action, int]
    rules: dict[Rule, int]
    reasons: dict[Reason, int]
    bases: dict[Basis, int]
    """On whose word each row was decided."""
    kept: dict[Basis, int]
    """The kept rows alone."""

    @model_validator(mode="after")
    def _add_up(self) -> Counts:
        for table in (self.actions, self.rules, self.reasons, self.bases):
            if sum(table.values()) != self.input:
                raise ValueError(f"the counts {table} do not add up to {self.input} rows")
        if sum(self.kept.values()) != self.actions.get(Action.KEEP, 0):
            raise ValueError("the kept rows do not add up by whose word they were kept on")
        return self


class Left(Record):
    """Rows that leave at one stage of the gate for one reason."""

    action: Action
    reason: Reason
    n: int


class Stage(Record):
    """One stage of the funnel: of the rows that enter some leave, and the rest go on."""

    title: str
    entered: int
    left: tuple[Left, ...]
    went_on: int
    """What is neither kept nor sent elsewhere here."""


class Stratum(Record):
    """One kind of rows, before and after."""

    name: str
    before: int
    right: int
    """Those with a complete pass."""
    kept: int
    escalated: int
    emptied: bool
    """It had rows, and none of them is kept."""


class Told(Record):
    """One row, what became of it and why; a line of `decisions.jsonl` has all that it rests on."""

    id: str
    stratum: str
    rule: Rule
    action: Action
    reason: Reason
    why: str
    measured: tuple[str, ...]
    """What each criterion says of it."""


class PairsMade(Record):
    """The preference pairs."""

    n: int
    prompts: int
    """With a right and a wrong response."""
    unpaired: dict[str, int]
    """Prompts without a pair, by what is missing."""
    both_right: int | None = None
    """Pairs of two right answers, by confidence; absent where none were asked for."""


class ControlDrawn(Record):
    """The random subset to train beside: as many rows, alike in length and stratum."""

    n: int
    strata: dict[str, int]
