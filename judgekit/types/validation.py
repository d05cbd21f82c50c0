"""The Minimum Viable Validation Protocol: what a judge of pairs was asked, and what it passes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from judgekit.types.estimates import Estimate, Interval
from judgekit.types.judging import Identity
from judgekit.types.record import Record
from judgekit.types.rulings import Verdict


class Style(StrEnum):
    """Whose word the labels of a data set of pairs are."""

    PREFERENCE = "preference"
    """People's: which answer they prefer."""
    CORRECTNESS = "correctness"
    """The verifiers', or the rows': which answer is right."""


class Marks(Record):
    """What the checks are held to."""

    kappa: Annotated[float, Field(gt=0, lt=1)] = 0.4
    """The least chance-corrected agreement; ours, for the protocol names none."""
    position: Annotated[float, Field(gt=0, lt=0.5)] = 0.1
    """The position bias to stay below, in either direction."""
    retest: Annotated[float, Field(gt=0, lt=1)] = 0.95
    """The agreement with itself beyond which a judge counts as stable."""
    draws: Annotated[int, Field(ge=2)] = 3
    """How often each pair is asked in either order."""


class Measure(Record):
    """A number about pairs with its interval, and what is missing from it."""

    estimate: Estimate | None
    """Over the pairs with a verdict in every draw and order; absent where there is none."""
    ends: Interval | None
    """The interval with every missing verdict at the end that widens it."""
    sd: float | None
    """Spread over pairs, clusters included: what planning needs."""


class Accord(Record):
    """A judge's agreement with labels: every number over the same pairs, ties counted apart."""

    n: int
    """Pairs with a label and a verdict in every draw and order."""
    n_unlabelled: int
    n_unscored: int
    """Pairs with a label that lack a verdict."""
    kappa: Measure
    """Cohen's, of first, second and tie; either answer counts as the first."""
    exact: float | None
    """Share of verdicts that are the label, over the same pairs."""
    n_decided: float
    """Of these pairs, how many neither the label nor the judge calls a tie; draws averaged."""
    exact_decided: float | None
    """The share over those alone, as the study publishes it."""
    label_ties: int
    judge_ties: float
    """Share of verdicts that are a tie."""


class PairsJudged(Record):
    """One data set of pairs, each asked in both orders in every draw."""

    style: Style
    samples: str
    """Where the rows came from."""
    samples_sha256: str
    n: int
    n_alone: int
    """Rows left out, for they have one answer only."""
    n_unscored: int
    """Pairs that lack a verdict in some draw or order."""
    accord: Accord
    position: Measure
    """P(first place wins) over one half, ties half; what the answers are worth cancels."""
    position_published: float | None
    """|P(first place wins) - 1/2| with a tie as a loss of the first, as the study has it."""
    inconsistent: float | None
    """Share of pairs whose winner differs between the orders, draws averaged."""
    retest: Measure
    """Share of two draws of one order that give the same verdict."""


class Check(Record):
    """One line of the list."""

    step: Annotated[int, Field(ge=1, le=5)]
    """Of the protocol."""
    asks: str
    style: Style | None
    """The data set it is about; absent where it is about all."""
    verdict: Verdict
    value: str
    """What was measured, with its interval."""
    why: str
    n_required: int | None = None
    """Pairs that would probably settle it; absent where it is settled or no number would."""


class Validation(Record):
    """A judge before the protocol: like an audit, the one artefact that all pages are made of."""

    format: Literal[1] = 1
    judgekit: str
    judge: Identity
    marks: Marks
    alpha: float
    conf: float
    """Of each interval, so that all hold at once at 1 - alpha."""
    max_unscored: float
    draws: int
    data: tuple[PairsJudged, ...]
    checks: tuple[Check, ...]
    verdict: Verdict
    why: tuple[str, ...]
    n_judgments: int
    n_unscored: int
    unscored: dict[str, int]
    n_calls: int
    cost_usd: float | None
    judged_on: str | None = None
    """The UTC day of the newest reply, ISO 8601."""
    reproduce: str = ""
