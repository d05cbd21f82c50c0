"""What is judged, and what a verifier found about it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, JsonValue, model_validator

from judgekit.types.messages import holds_messages, with_transcript
from judgekit.types.record import Record
from judgekit.types.transcript import Transcript


class Sample(Record):
    """One row: a prompt, a response to it, and what is known about right and wrong.

    A row may give the messages of a conversation, as `messages` or in the place of the prompt: one
    of them is the response, and the prompt is the others written out.
    """

    id: Annotated[str, Field(min_length=1)]
    prompt: str
    response: str
    """The answer under judgement; where `verify` is given, a right one."""
    reference: str | None = None
    """A trusted answer that the judge may be shown."""
    original: str | None = None
    """The answer that the response refines."""
    wrong_response: str | None = None
    """A plausible answer that is wrong."""
    rival: str | None = None
    """The other answer of a pairwise comparison; without it, the wrong response is the other."""
    transcript: Transcript | None = None
    """The conversation that the prompt shows; absent where the prompt is a text of its own."""
    verify: dict[str, dict[str, JsonValue]] = Field(default_factory=dict)
    """Verifier name to its options; together they tell right from wrong."""
    cluster: str | None = None
    """Rows that share a source share a cluster; inference then resamples clusters."""
    metadata: dict[str, JsonValue] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _read_messages(cls, row: Any) -> Any:
        return with_transcript(row) if holds_messages(row) else row

    @model_validator(mode="after")
    def _show_the_transcript(self) -> Sample:
        if self.transcript is not None and self.prompt != self.transcript.shown:
            raise ValueError("the prompt is not the transcript written out; give messages instead")
        return self


class Outcome(StrEnum):
    """A verifier's three values."""

    PASS = "pass"
    FAIL = "fail"
    ABSTAIN = "abstain"


class Verification(Record):
    """What a deterministic check found about one response."""

    outcome: Outcome
    complete: bool
    """Whether this outcome settles correctness; otherwise a pass is only necessary."""
    reason: str
    evidence: str = ""

    @property
    def right(self) -> bool | None:
        """Whether the response is right, where that is settled."""
        if not self.complete or self.outcome is Outcome.ABSTAIN:
            return None
        return self.outcome is Outcome.PASS
