"""What an audit will take and what it can show, said before any call."""

from __future__ import annotations

from judgekit.types.prompt import Protocol, Scale
from judgekit.types.record import Record


class Guess(Record):
    """A number that is not known yet."""

    low: float
    expected: float
    high: float


class Reach(Record):
    """How small a shift one attack can show, and how many samples would clear an unbiased judge."""

    attack: str
    n: int
    """Samples with a variant."""
    sd: float | None
    """Of the shift over items, in score points, as planned with; absent without a variant."""
    smallest_shift: float | None
    """The true shift, in score points, that would probably be called exceeded; absent where so
    few samples cannot show any."""
    n_required: int | None
    """Samples at which it would probably be called within; absent where no number would do."""


class Forecast(Record):
    """One audit before it is made."""

    judge: str
    """The model as the user named it."""
    model: str
    api_base: str | None
    prompt: str | None
    protocol: Protocol
    scale: Scale
    n_samples: int
    n_attacks: int
    n_controls: int
    repeats: int
    n_judgments: int
    n_calls: int
    """Distinct requests."""
    n_kept: int
    """Those that the journal answers."""
    calls_by_look: tuple[int, ...] = ()
    """Calls left to make until each look of an audit that may stop early."""
    tokens_read: Guess
    read_from: str
    """What that was told from."""
    tokens_written: Guess | None
    """Absent where nothing limits a reply and no past one tells."""
    written_from: str
    cost_usd: Guess | None
    """Absent where the price is unknown."""
    price: str
    """At which price, or why none is known."""
    seconds: Guess | None
    """Absent where nothing is known of how long a call takes."""
    pace: str
    """What limits the pace, or what would have to be said to know."""
    power: float
    """The probability that "probably" stands for."""
    reaches: tuple[Reach, ...]
    n_required: int | None
    """Samples at which an unbiased judge would probably be cleared of all attacks at once."""
    spread_from: str
    """What the spread of shifts over items was taken from."""

    @property
    def n_asked(self) -> int:
        """Calls left to make."""
        return self.n_calls - self.n_kept
