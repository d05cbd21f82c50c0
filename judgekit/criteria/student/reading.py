"""What a student reads, and how likely it finds each token of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeAlias

MOST_TOKENS = 4096
"""Of a passage, by default; the logits of as many over a vocabulary of 150,000 take 2.5 GB."""


class Passage(NamedTuple):
    """A text whose tokens are measured, after a context whose tokens are not.

    Both are tokenised apart, so that a text is the same tokens after every context.
    """

    target: str
    context: str = ""
    asked: bool = False
    """The context is a user's message that the target answers; otherwise one text goes on."""


class Tokens(NamedTuple):
    """What a student makes of the tokens of a target, the first of which may be missing.

    It is where nothing stands before it that it could be predicted from.
    """

    log_probs: tuple[float, ...]
    """Natural logarithms, at most 0."""
    ranks: tuple[int, ...] | None = None
    """1 is the likeliest token of the vocabulary; absent where a student does not tell."""


Reading: TypeAlias = Tokens | str
"""What a student read, or why it could not."""


class Student(Protocol):
    """Reads passages; what it cannot read it says, and reads the others."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str:
        """What its readings are kept under: of all that they depend on beside the passage."""
        ...

    async def __call__(self, passages: Sequence[Passage], /) -> Sequence[Reading]: ...
