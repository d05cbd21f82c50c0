"""How a judge is asked and what it answers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, NamedTuple, runtime_checkable
from typing import Protocol as Seam

from pydantic import Field, JsonValue, model_validator

from judgekit.types.prompt import JudgePrompt, Protocol, Scale
from judgekit.types.record import Record
from judgekit.types.sample import Sample


class Order(StrEnum):
    """The place of the judged response beside its rival, before a pairwise judge."""

    BOTH = "both"
    """Asked twice, once in either place; the two verdicts are averaged."""
    FIRST = "first"
    SECOND = "second"


class Against(StrEnum):
    """What a pairwise judge compares an edited answer with."""

    RIVAL = "rival"
    """The row's other answer: whether an edit wins what content should decide."""
    ITSELF = "itself"
    """The same answer unedited: whether an edit alone wins."""


class Framing(Record):
    """How an answer is put before a judge: in which prompt, and in which place beside its rival."""

    prompt: JudgePrompt
    order: Order = Order.FIRST
    """Without a rival there is one place only, the first."""
    twin: bool = False
    """The response is its own rival: two identical answers."""

    @property
    def n_calls(self) -> int:
        """How many calls to the model one judgment takes."""
        orders = 2 if self.order is Order.BOTH else 1
        return orders * (len(self.prompt.fields) if self.prompt.asking == "apart" else 1)


class Message(Record):
    """One message to a model."""

    role: Literal["system", "user", "assistant"]
    content: str


class Request(Record):
    """One whole call to a model, without secrets; its canonical JSON is its identity."""

    model: str
    api_base: str | None = None
    messages: tuple[Message, ...]
    params: dict[str, JsonValue] = Field(default_factory=dict)
    """Provider parameters; an omitted one differs from one given."""
    repeat: int = 0


class Usage(Record):
    """Tokens as the provider counted them."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class TokenChoice(NamedTuple):
    """One candidate for one generated token."""

    token: str
    logprob: float


class Reply(Record):
    """What came back from a model, before anyone interprets it."""

    text: str
    finish_reason: str | None = None
    refusal: str | None = None
    first_token: tuple[TokenChoice, ...] | None = None
    """The candidates for the first generated token; absent where not offered."""
    usage: Usage = Usage()
    cost_usd: float | None = None
    """Absent where the price is unknown; a local model costs 0."""
    model: str | None = None
    """The model the provider says it ran."""
    latency_s: float | None = None
    """From sending the try that succeeded to having its reply; absent where nobody looked."""


class Complete(Seam):
    """The only door to a model."""

    async def __call__(self, request: Request, /) -> Reply: ...


class Unscored(StrEnum):
    """Why a judgment has no score."""

    TRANSPORT = "transport"
    EMPTY = "empty"
    TRUNCATED = "truncated"
    REFUSED = "refused"
    NO_VERDICT = "no-verdict"
    TWO_VERDICTS = "two-verdicts"
    CONTRADICTORY = "contradictory"
    OFF_SCALE = "off-scale"
    NO_LOGPROBS = "no-logprobs"
    LOW_MASS = "low-mass"
    """Too little of the first token's probability lies on the labels."""
    HELD_BACK = "held-back"
    """A defence did not show the response to the judge."""
    UNRECORDED = "unrecorded"
    """A recording holds no score here and does not say why."""


class Judgment(Record):
    """A score or the reason there is none, with the reply it was read from."""

    score: float | None = None
    unscored: Unscored | None = None
    detail: str = ""
    """For an unscored judgment, what was seen."""
    raw: str = ""
    mass: float | None = None
    """For scores from log-probabilities, the probability found on the labels."""
    orders: tuple[float, float] | None = None
    """Of a pairwise judge asked in both orders, the response's score shown first, and second."""
    grades: dict[str, float] = Field(default_factory=dict)
    """Of a judge of attributes, what it gave each, and the whole under its own name."""
    ungraded: dict[str, Unscored] = Field(default_factory=dict)
    """Why others have no grade; where an attribute has none there is no `score`."""
    usage: Usage = Usage()
    cost_usd: float | None = None
    n_calls: Annotated[int, Field(ge=0)] = 1
    """Calls behind it, of a model or of the user's code; replays count the same."""
    altered: bool = False
    """Whether a defence changed what was to be judged, or held it back."""

    @model_validator(mode="after")
    def _never_both_never_neither(self) -> Judgment:
        if (self.score is None) == (self.unscored is None):
            raise ValueError("a judgment has either a score or a reason for having none")
        return self


class Identity(Record):
    """Which judge this is: what must be equal for two audits to be of the same judge."""

    judge: str
    """As the user named it."""
    model: str
    api_base: str | None = None
    prompt: str | None = None
    prompt_sha256: str | None = None
    protocol: Protocol = Protocol.POINTWISE
    scale: Scale
    thresholds: dict[str, float] = Field(default_factory=dict)
    """Of a judge of attributes, the lowest score of each that is good enough."""
    overall: str | None = None
    """What it calls the grade of the whole beside them, if it gives one."""
    score: Literal["sampled", "logprob"] = "sampled"
    params: dict[str, JsonValue] = Field(default_factory=dict)
    """Effective parameters, without secrets."""
    defences: tuple[str, ...] = ()
    """What a response passes through before it is judged, in that order."""
    sha256: str
    """The judge_hash: baselines and gates are keyed by it."""

    @property
    def graded(self) -> tuple[str, ...]:
        """What a judge of attributes grades: each of them, then the whole."""
        return (*self.thresholds, *(() if self.overall is None else (self.overall,)))


class Judge(Seam):
    """Anything that scores a response; `repeat` asks for an independent draw."""

    @property
    def identity(self) -> Identity: ...

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment: ...


@runtime_checkable
class Framed(Judge, Seam):
    """A judge whose way of being asked is known and can be changed."""

    @property
    def framing(self) -> Framing: ...

    def under(self, framing: Framing, /) -> Judge: ...
