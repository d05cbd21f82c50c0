"""What each party at the gate changes: the same rows decided without it, and by it alone."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from judgekit.types.estimates import Estimate
from judgekit.types.record import Record


class Ablated(Record):
    """What some of the parties would have kept of all rows; nobody was asked again for it.

    A party is the verifiers, the judge, or a criterion. Alone, the judge keeps what it accepts and
    a criterion what it measures and does not object to. A person's verdicts have no part in it.
    """

    how: Literal["together", "without", "alone"]
    party: str
    """Empty where all decide together."""
    kept: int
    right: int
    """Of the kept rows those that verifiers settle as right, and so on."""
    wrong: int
    unsettled: int
    silent: int
    """Rows that the party says nothing of: it was not asked, or could not measure."""
    gained: int
    """Kept here, and not by all together."""
    lost: int
    """Kept by all together, and not here."""
    right_share: Estimate | None
    """right / (right + wrong); absent where nothing kept is settled."""
    families: dict[str, int]
    """Kept rows by stratum."""

    @model_validator(mode="after")
    def _add_up(self) -> Ablated:
        if self.kept != self.right + self.wrong + self.unsettled:
            raise ValueError("kept rows are right, wrong or unsettled")
        return self
