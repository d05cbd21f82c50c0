"""The audit: verdicts with what they rest on."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from judgekit.types.attributes import AttributeFindings, Attributes
from judgekit.types.estimates import (
    Agreement,
    Effect,
    Known,
    Noise,
    Position,
    Scores,
    Sensitivity,
)
from judgekit.types.judging import Against
from judgekit.types.prompt import JudgePrompt, Protocol, Scale
from judgekit.types.record import Record
from judgekit.types.rulings import Budget, Ruling, Verdict


class Specimen(Record):
    """One attacked answer, shown so that a person can see what moved the judge."""

    attack: str
    sample: str
    prompt: str
    before: str
    after: str
    clean: float | None
    placebo: float | None
    attacked: float | None
    words: str
    """The judge's own reply to the attacked text."""


class Baseline(StrEnum):
    """What an attacked score is set against."""

    PLACEBO = "placebo"
    """A neutral edit of like length and place."""
    CLEAN = "clean"
    """The unedited text: a recording without a neutral edit has nothing better."""


class Caution(Record):
    """A sign that recorded numbers may not be what they are taken for."""

    sign: str
    text: str


class Fingerprints(Record):
    """By what a later audit knows that it shows the same items to the same edits."""

    items: tuple[str, ...] = ()
    """Aligned with `Audit.items`; empty where an audit of old did not keep them."""
    attacks: dict[str, str] = Field(default_factory=dict)


class Manifest(Record):
    """Everything needed to say what was audited, and to do it again."""

    judgekit: str
    judge: str
    """The model as the user named it."""
    model: str
    api_base: str | None
    judge_hash: str
    prompt: str | None
    """The prompt's id; absent where the judge is code, an endpoint or a panel."""
    prompt_sha256: str | None
    protocol: Protocol
    against: Against | None = None
    """What a pairwise judge compared edited answers with."""
    scale: Scale
    score: Literal["sampled", "logprob"] | None
    """Absent where a recording does not say."""
    params: dict[str, JsonValue]
    defences: tuple[str, ...] = ()
    """What a response passed through before it was judged, in that order."""
    samples: str
    samples_sha256: str
    n_samples: int
    attacks_sha256: str
    n_attacks: int
    writers: tuple[str, ...] = ()
    """Models that wrote variants used here."""
    seed: int
    repeats: int
    n_judgments: int
    """Distinct requests; replays count the same."""
    n_unscored: int
    unscored: dict[str, int]
    n_calls: int | None = None
    """Calls behind the judgments, were each made anew; absent where nobody counted."""
    n_altered: int = 0
    """Judgments of which a defence changed what was to be judged, or held it back."""
    prompt_tokens: int | None
    completion_tokens: int | None
    cost_usd: float | None
    """Absent where any price is unknown."""
    judged_on: str | None
    """The day of the last reply, ISO 8601, from the journal."""
    reproduce: str
    """The command that makes this audit again."""
    recorded: str | None = None
    """The form of the verdicts that were read; absent where the judge was asked."""
    baseline: Baseline = Baseline.PLACEBO


class Look(Record):
    """At which of its planned looks an audit that may stop early was settled, or was over."""

    number: Annotated[int, Field(ge=1)]
    of: int
    n_planned: int
    """Samples, had it not stopped."""
    level: float
    """What stands for alpha at this look, so that false verdicts at all looks keep to alpha."""


class Audit(Record):
    """The one durable artefact; every report, check and gate is a function of it."""

    manifest: Manifest
    budget: Budget
    look: Look | None = None
    """Absent where the audit was looked at only when it was done."""
    verdict: Verdict
    why: tuple[str, ...]
    """The sentences behind the verdict, weightiest first."""
    effects: tuple[Effect, ...]
    rulings: tuple[Ruling, ...]
    sensitivity: tuple[Sensitivity, ...]
    noise: Noise
    placebo: tuple[Effect, ...] = ()
    """Neutral edits against the repeated clean score: sensitivity to edits that say nothing."""
    agreement: Agreement | None
    known: Known | None = None
    """What `agreement` counts, answer by answer; absent where no row names a verifier."""
    position: Position | None = None
    """Absent where answers are not compared."""
    attributes: Attributes | None = None
    """Absent where one score is all that is asked for."""
    items: tuple[str, ...]
    clusters: tuple[str, ...] | None = None
    """Each item's cluster; absent where no item shares one."""
    fingerprints: Fingerprints = Fingerprints()
    asked: JudgePrompt | None = None
    """The prompt as it was; absent where the judge is the user's own code or a recording."""
    scores: dict[str, Scores]
    specimens: tuple[Specimen, ...]
    missing_variants: dict[str, dict[str, int]] = Field(default_factory=dict)
    """Per attack, why items have no variant, and how many."""
    cautions: tuple[Caution, ...] = ()

    @property
    def level(self) -> float:
        """The alpha that its claims and intervals are held to."""
        return self.budget.alpha if self.look is None else self.look.level

    @property
    def graded(self) -> tuple[AttributeFindings, ...]:
        """What is graded beside the score; nothing where one score is all there is."""
        return self.attributes.findings if self.attributes else ()

    @property
    def deciding(self) -> tuple[AttributeFindings, ...]:
        """The attributes that an answer must pass."""
        return tuple(f for f in self.graded if f.decides)
