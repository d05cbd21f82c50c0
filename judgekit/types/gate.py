"""The gate's report: what became of the rows, on whose word, and what that word was found worth."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from judgekit.types.attributes import Kept
from judgekit.types.audit import Caution
from judgekit.types.decision import Action, Basis, Reason, Rule
from judgekit.types.estimates import Estimate, Interval
from judgekit.types.evidence import Objection, Permission
from judgekit.types.record import Record
from judgekit.types.sample import Verification

Share = Annotated[float, Field(ge=0, le=1)]
Level = Annotated[float, Field(gt=0, lt=1)]


class GateTerms(Record):
    """What a user may say about a gate beside its judge."""

    alpha: Level = 0.05
    """The share of wrong rows among those kept on the judge's word that is tolerated."""
    delta: Level = 0.1
    """How often a certified threshold may break that promise."""
    judge_share: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """The most of all kept rows that may rest on the judge's word."""
    alone: Share = 0.02
    """Up to this bound on the success of a family's attacks the judge may decide."""
    supported: Share = 0.1
    """Up to this one, beside a necessary pass and a second judge of another base."""
    max_age_days: Annotated[int, Field(ge=0)] = 90
    """Older audits bar their judge."""
    calibrate: Annotated[int, Field(ge=0)] = 2000
    """About so many rows that verifiers settle are shown to the judge, by prompts drawn."""
    sentinels: Annotated[float, Field(ge=0, le=0.5)] = 0.02
    """The share of the judge's rows that is followed by a row known to be wrong."""
    sentinel_limit: Level = 0.05
    """The share of such rows that the judge may keep."""
    review: Share = 1.0
    """The share of rows that nothing decides which a person is shown."""
    source_cap: Annotated[int, Field(ge=0)] = 1000
    """The most rows of one source that a person is shown."""
    stratum: str = "family"
    """The field of a row's metadata that says what kind of row it is."""
    quota: Annotated[int, Field(ge=1)] | None = None
    """The most rows of a stratum that are kept."""
    scarce: Annotated[int, Field(ge=0)] = 0
    """A stratum with fewer right rows than this is worth a person's look at each."""
    require: tuple[str, ...] = ()
    """Fields of metadata without which a row is quarantined, such as `teacher`."""
    pairs: Annotated[int, Field(ge=0)] = 1
    """The most preference pairs of one prompt."""
    student: str | None = None
    """The student's base model; a teacher of the same base is warned of."""
    second_judge: str | None = None
    """A model of another base, asked where the judge decides only with support."""
    second_api_base: str | None = None

    @model_validator(mode="after")
    def _ascend(self) -> GateTerms:
        if self.alone > self.supported:
            raise ValueError("alone: a judge that may decide alone may do so supported")
        return self


class DataFile(Record):
    """A file of rows."""

    path: str
    sha256: str
    rows: int


class JudgeUsed(Record):
    """The judge of a gate, and what its audit lets it decide."""

    judge: str
    model: str
    prompt: str | None
    judge_hash: str
    audit: str
    """Where the audit was found."""
    audited_on: str | None
    barred: str | None
    """Why it may decide nothing."""
    at_best: Permission
    """Of a response without marks."""
    families: dict[str, Permission]
    """By family of marks."""
    second: str | None = None
    n_judgments: int
    n_unscored: int
    unscored: dict[str, int]
    cost_usd: float | None
    """Absent where a price is unknown."""
    judged_on: str | None
    """The day of the last reply, ISO 8601, from the journal."""


class GateManifest(Record):
    """Everything needed to say what passed the gate, and to do it again."""

    judgekit: str
    data: DataFile
    reviewed: DataFile | None = None
    judge: JudgeUsed | None = None
    """Absent where verifiers decided alone."""
    terms: GateTerms
    limit: int | None
    seed: int
    verifiers: dict[str, str]
    """By name, the version that checked; absent ones were named by no row."""
    sandbox: str
    """`bubblewrap`, `namespaces` or `none`."""
    criteria: tuple[str, ...] = ()
    teachers: dict[str, int]
    """Rows by teacher; those that name none count as `unstated`."""
    sources: dict[str, int]
    reproduce: str


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


class Gap(Record):
    """How much a judge's acceptance tells about being right, on rows that verifiers settle."""

    family: str
    """Of the marks that the rows carry, `none` of those without any, or `all` rows."""
    n: int
    right: int
    accepted: int
    accepted_right: int
    gap: Estimate | None
    """P(right | accepted) - P(right); absent where all or none is accepted."""


class JudgeAlone(Record):
    """What the judge would have kept without verifiers."""

    n: int
    """Rows it scored."""
    kept: int
    settled: int
    """Of these kept rows, those that verifiers settle."""
    wrong: int
    """Of those, the wrong ones."""
    rate: Estimate | None
    """wrong / settled; absent where nothing is settled."""
    gaps: tuple[Gap, ...]


class Certified(Record):
    """The threshold of one stratum, or why there is none."""

    stratum: str
    n: int
    """Labelled rows that it was sought on."""
    threshold: float | None
    why: str
    n_kept: int = 0
    """Of the labelled rows, those at or above it."""
    n_bad: int = 0
    n_effective: float = 0.0
    """What they are worth as independent rows."""
    upper: float | None = None
    """The one-sided bound on the share of wrong rows, this threshold taken alone."""
    held_out: int = 0
    """Labelled rows set aside and kept by the threshold."""
    held_out_bad: int = 0


class Contaminated(Record):
    """The bound on the share of wrong rows where some rows are attacked."""

    share: float
    bound: float


class Guarantee(Record):
    """P(wrong | kept on the judge's word) <= alpha at confidence 1 - delta, by stratum."""

    alpha: float
    delta: float
    strata: tuple[Certified, ...]
    attack_success: float | None
    """The bound on the success of the strongest attack of the audit."""
    contaminated: tuple[Contaminated, ...] = ()


class Disagreement(Record):
    """A row that verifiers settle and the judge sees otherwise."""

    id: str
    prompt: str
    response: str
    right: bool
    """By the verifiers."""
    reason: str
    """The verifiers'."""
    score: float
    words: str
    """The judge's reply."""


class Disagreements(Record):
    """How often judge and verifiers disagree, with a few rows."""

    n: int
    """Rows that verifiers settle and the judge scored."""
    wrong_accepted: int
    right_rejected: int
    examples: tuple[Disagreement, ...] = ()


class Pool(Record):
    """The pass rate of the rows that no verifier settles."""

    n: int
    n_scored: int
    """Of the pool, the rows that the judge scored."""
    n_labelled: int
    """Rows with both a verifier's label and a score."""
    rate: Estimate | None
    """By PPI++, with labelled rows taken as drawn from the pool."""
    missing: str = ""
    """Why there is no rate."""


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


class Histogram(Record):
    """A criterion's values in bins of equal width."""

    edges: tuple[float, ...]
    before: tuple[int, ...]
    """Of all rows measured, one count a bin."""
    after: tuple[int, ...]
    """Of the kept ones."""


class CriterionFound(Record):
    """What one criterion found in all rows."""

    name: str
    n: int
    """Rows measured."""
    missing: dict[str, int]
    """Why others have no value."""
    objections: dict[Objection, int]
    histogram: Histogram | None = None


class SentinelsSeen(Record):
    """How the judge took rows known to be wrong."""

    n: int
    kept: int
    bounds: Interval
    """On the share that it keeps; they hold after every sentinel at once, at 95 %."""
    limit: float
    stopped_at: int | None
    """The sentinel at which the judge was stopped."""


class PairsMade(Record):
    """The preference pairs."""

    n: int
    prompts: int
    """With a right and a wrong response."""
    unpaired: dict[str, int]
    """Prompts without a pair, by what is missing."""


class ControlDrawn(Record):
    """The random subset to train beside: as many rows, alike in length and stratum."""

    n: int
    strata: dict[str, int]


class Reviewed(Record):
    """What became of a person's verdicts."""

    applied: dict[Literal["keep", "drop", "original"], int]
    refused: dict[Literal["stale", "unknown", "not escalated", "no original"], int]
    """`stale`: given about another text than the row now has."""


class ShownMark(Record):
    """A mark in the response of a row that a person is shown."""

    family: str
    kind: str
    start: int
    end: int


class Escalated(Record):
    """A row that a person decides: a line of `escalated.jsonl`."""

    id: str
    sha256: str
    """Of the response; a verdict names it, so that it counts for this text alone."""
    prompt: str
    response: str
    original: str | None
    reference: str | None
    rule: Rule
    reason: Reason
    why: str
    marks: tuple[ShownMark, ...]
    verification: Verification
    score: float | None
    """The judge's."""
    threshold: float | None
    words: str
    """The judge's reply; empty where none was asked."""
    teacher: str | None
    source: str | None
    stratum: str


class PersonsVerdict(Record):
    """What a person made of an escalated row: a line of the file that `--reviewed` reads."""

    id: str
    sha256: str
    verdict: Literal["keep", "drop", "original"]
    note: str = ""
    reviewer: str | None = None


class GateReport(Record):
    """All that is shown of a gate; nothing has to be counted again from its rows."""

    manifest: GateManifest
    counts: Counts
    funnel: tuple[Stage, ...]
    judge_alone: JudgeAlone | None
    """Absent, like all that a judge is needed for, where none was asked."""
    guarantee: Guarantee | None
    disagreements: Disagreements | None
    pool: Pool | None
    sentinels: SentinelsSeen | None
    attributes: tuple[Kept, ...] = ()
    """Of a judge of attributes, what a threshold each keeps against one number for all."""
    coverage: tuple[Stratum, ...]
    criteria: tuple[CriterionFound, ...] = ()
    pairs: PairsMade
    control: ControlDrawn
    reviewed: Reviewed | None = None
    cautions: tuple[Caution, ...] = ()
