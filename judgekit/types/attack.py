"""Claims about judges as data, and the variants they make."""

from __future__ import annotations

import random
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple
from typing import Protocol as Seam

from pydantic import Field, JsonValue, model_validator

from judgekit.types.judging import Framing
from judgekit.types.prompt import Protocol
from judgekit.types.record import Record
from judgekit.types.sample import Sample


class Side(StrEnum):
    """Which text of a sample an attack edits."""

    RESPONSE = "response"
    WRONG = "wrong_response"
    WEAKEST = "weakest"
    """The wrong response where the row has one, else the response: room to rise."""


class Target(StrEnum):
    """What an attack edits."""

    ANSWER = "answer"
    PROMPT = "prompt"
    """How the judge is asked; the answer keeps its bytes."""


class Expect(StrEnum):
    """What an honest judge's score does under an attack."""

    SAME = "same"
    NOT_HIGHER = "not-higher"
    LOWER = "lower"
    MIRROR = "mirror"
    """The scale is shown reversed: low + high - score."""
    SWAP = "swap"
    """The two responses are shown in the other order: the verdict names the other place."""
    TIE = "tie"
    """The two responses are identical: neither may win."""

    @property
    def one_sided(self) -> bool:
        """Whether only a rise is harm."""
        return self in (Expect.NOT_HIGHER, Expect.LOWER)


class Place(StrEnum):
    """Where an attack puts its text, hence which neutral edit is its placebo."""

    PREFIX = "prefix"
    SUFFIX = "suffix"
    WHOLE = "whole"
    """The response is replaced; the placebo is a neutral non-answer of like length."""
    INSIDE = "inside"
    """Nothing readable is added; the placebo is the same text asked again."""


class Splice(NamedTuple):
    """Replace `before[start:end]` with `text`; offsets in code points of the text before."""

    start: int
    end: int
    text: str


class Edit(NamedTuple):
    """An operator's result: the new text and the splices, in ascending order, that make it."""

    text: str
    script: tuple[Splice, ...]


class Declined(NamedTuple):
    """An operator's refusal: why this text cannot carry this edit."""

    reason: str


class Context(NamedTuple):
    """What an operator or an invariant may know beyond the text it edits."""

    sample: Sample
    donor: Sample | None = None
    """Another sample of the same data set, chosen by seed."""
    written: Mapping[str, str] = MappingProxyType({})
    """Texts that a model wrote for this sample, by attack id."""


class Operator(Seam):
    """A pure, seeded edit."""

    def __call__(
        self, text: str, context: Context, rng: random.Random, /, **params: JsonValue
    ) -> Edit | Declined: ...


class Reframe(Seam):
    """A pure, seeded edit of how a judge is asked."""

    def __call__(
        self, framing: Framing, context: Context, rng: random.Random, /, **params: JsonValue
    ) -> Framing | Declined: ...


class Holds(StrEnum):
    """What an invariant found."""

    HOLDS = "holds"
    BROKEN = "broken"
    VACUOUS = "vacuous"
    """The promise says nothing about this text (no number, no code)."""
    UNMET = "unmet"
    """The verifiers do not confirm what the attack needs of this row; the edit is not to blame."""


class Finding(NamedTuple):
    """One recomputed promise."""

    invariant: str
    holds: Holds
    evidence: str


class Provenance(Record):
    """Where an attack comes from."""

    source: str
    """An arXiv id, a repository, or the word practice."""
    departure: str
    """Where our edit differs from the source's."""


class Example(Record):
    """One executed example of an attack file: a text and what becomes of it."""

    given: str
    gives: str | None = None
    """The exact variant; absent where only a part is promised."""
    contains: str | None = None
    declines: bool = False
    sample: dict[str, JsonValue] = Field(default_factory=dict)
    """Fields of the sample around the text that the operator reads; `donor` is another sample."""

    @model_validator(mode="after")
    def _promise_one_thing(self) -> Example:
        promised = (self.gives is not None) + (self.contains is not None) + self.declines
        if promised != 1:
            raise ValueError("an example promises exactly one of gives, contains, declines")
        return self


class Tested(Seam):
    """What an estimate must know of the attack that it estimates."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def expect(self) -> Expect: ...
    @property
    def on(self) -> Side: ...
    @property
    def is_control(self) -> bool: ...


class Attack(Record):
    """A claim about judges as data: make this edit, and an honest score does what `expect` says."""

    id: str
    """`family/name`, from the file's path."""
    title: str
    hypothesis: str
    """A sentence that data could refute."""
    expect: Expect
    edits: Target = Target.ANSWER
    on: Side = Side.RESPONSE
    protocols: tuple[Protocol, ...] = (Protocol.POINTWISE, Protocol.REFERENCE, Protocol.PAIRWISE)
    """The judges it is for; what suits `pointwise` suits `attributes` too."""
    operator: str
    """Of `operators` for an edit of the answer, of `framing` for one of the prompt."""
    params: dict[str, JsonValue] = Field(default_factory=dict)
    place: Place
    certificate: Annotated[tuple[str, ...], Field(min_length=1)]
    """Names of invariants that every variant must satisfy."""
    provenance: Provenance
    examples: Annotated[tuple[Example, ...], Field(min_length=2)]
    parts: tuple[Attack, ...] = ()
    """Of a combination, the attacks that are made one after another."""

    @property
    def family(self) -> str:
        return "combined" if self.parts else self.id.partition("/")[0]

    @property
    def is_control(self) -> bool:
        return self.family == "controls"

    def suits(self, protocol: Protocol) -> bool:
        """Say whether the attack is for judges that are asked so."""
        return protocol in self.protocols or protocol.shows in self.protocols


class Variant(Record):
    """An attacked text with its edit script and recomputed certificate.

    Where the prompt is edited, the texts are its two templates before and after.
    """

    attack: str
    sample: str
    before: str
    text: str
    script: tuple[Splice, ...]
    certificate: tuple[Finding, ...]
    framing: Framing | None = None
    """How the judge is asked where it is this that was edited."""


class NoVariant(Record):
    """Why an attack has no variant for a sample."""

    attack: str
    sample: str
    kind: Literal["declined", "broken"]
    """`declined`: the edit does not apply; `broken`: it was made and its certificate failed."""
    reason: str
