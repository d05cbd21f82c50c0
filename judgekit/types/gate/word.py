"""What the judge's word was found worth on rows that verifiers settle."""

from __future__ import annotations

from judgekit.types.estimates import Estimate, Interval
from judgekit.types.record import Record


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


class SentinelsSeen(Record):
    """How the judge took rows known to be wrong."""

    n: int
    kept: int
    bounds: Interval
    """On the share that it keeps; they hold after every sentinel at once, at 95 %."""
    limit: float
    stopped_at: int | None
    """The sentinel at which the judge was stopped."""
