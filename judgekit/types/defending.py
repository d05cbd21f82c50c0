"""What defences do to a judge: to its bias, its accuracy and its cost, against the judge bare."""

from __future__ import annotations

from enum import StrEnum

from judgekit.types.audit import Manifest
from judgekit.types.estimates import Agreement, Estimate, Interval, Noise
from judgekit.types.record import Record
from judgekit.types.rulings import Budget, Verdict


class Cost(Record):
    """What one judgment takes on average, were each made anew; absent where nobody knows."""

    calls: float | None
    tokens_read: float | None
    tokens_written: float | None
    usd: float | None


class Standing(Record):
    """How a judge, bare or behind a defence, came out of its audit."""

    judge_hash: str
    verdict: Verdict
    why: tuple[str, ...]
    failed: bool
    """Whether more judgments have no score than the budget lets a run miss."""
    awake: bool
    """Whether some control other than the empty answer is proven to fall."""
    exceeded: tuple[str, ...]
    """The attacks that move it by more than is tolerated."""
    n_open: int
    """Attacks that are not settled."""
    n_within: int
    n_required: int | None = None
    """Items it would take to settle all that are open, if it can be said of each."""
    n_judgments: int
    n_unscored: int
    n_altered: int
    """Judgments of which a defence changed what was to be judged, or held it back."""
    noise: Noise
    agreement: Agreement | None
    cost: Cost


class Became(StrEnum):
    """What became of an attack's hold on a judge behind a defence."""

    LESS = "less"
    MORE = "more"
    UNPROVEN = "unproven"


class Removal(Record):
    """What a defence does to one attack's shift, item by item."""

    attack: str
    title: str
    family: str
    n: int
    """Items scored in both arms by both judges."""
    n_unscored: int
    """Items with a variant and some score missing."""
    before: float | None
    after: float | None
    """The mean shifts of the bare and the defended judge on those items, in score points."""
    change: Estimate | None
    """Mean of after minus before; absent where no item was scored by both."""
    simultaneous: Interval | None = None
    """Holds for all attacks and defences at once, missing scores at the end that widens it."""
    p_adjusted: float | None = None
    """Of no change, in either direction, over all attacks and defences; missing scores against."""
    became: Became = Became.UNPROVEN


class AgreementChange(Record):
    """What a defence does to the judge's agreement with the verifiers, answer by answer."""

    n: int
    """Clean answers that verifiers settled and both judges scored."""
    n_unscored: int
    """Settled ones that either judge did not score."""
    accuracy: Estimate | None
    """Of the shares that each judges as the verifiers do, defended minus bare."""
    kappa: Estimate | None
    """Of Cohen's kappas; absent where either is undefined."""
    false_accepts: Estimate | None
    """Of the shares of wrong answers that each accepts."""


class DefenceFindings(Record):
    """One defence: how the judge stands behind it, and what that changes."""

    defence: str
    """As named; several that a response passes through are joined by a plus."""
    standing: Standing
    removals: tuple[Removal, ...]
    """One an attack that fits some sample."""
    agreement: AgreementChange | None
    """Absent where no row names a verifier."""


class Defences(Record):
    """Defences of one judge, compared on the same items under the same attacks in one run."""

    manifest: Manifest
    """Of the bare judge's audit."""
    budget: Budget
    level: float
    """What stands for alpha where a defence is cleared, and in what is said of its accuracy: its
    share among the defences, for one is chosen of them."""
    bare: Standing
    findings: tuple[DefenceFindings, ...]
    unsuited: dict[str, str]
    """Why others have no part."""
    recommended: str | None
    why: tuple[str, ...]
    """The sentences behind that, weightiest first."""

    def finding(self, defence: str) -> DefenceFindings:
        """Return what was found of a defence that has a part."""
        return next(f for f in self.findings if f.defence == defence)
