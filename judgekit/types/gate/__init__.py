"""The gate's report: what became of the rows, on whose word, and what that was found worth."""

from judgekit.types.gate.ablation import Ablated
from judgekit.types.gate.counts import ControlDrawn, Counts, Left, PairsMade, Stage, Stratum, Told
from judgekit.types.gate.criteria import CriterionFound, Grouped, Histogram
from judgekit.types.gate.manifest import DataFile, GateManifest, JudgeUsed
from judgekit.types.gate.reliability import Bin, Reliability
from judgekit.types.gate.report import GateReport
from judgekit.types.gate.review import Escalated, PersonsVerdict, Reviewed, ShownMark
from judgekit.types.gate.terms import FRESH_DAYS, GateTerms, Policy
from judgekit.types.gate.word import (
    Certified,
    Contaminated,
    Disagreement,
    Disagreements,
    Gap,
    Guarantee,
    JudgeAlone,
    Pool,
    SentinelsSeen,
)

__all__ = [
    "FRESH_DAYS",
    "Ablated",
    "Bin",
    "Certified",
    "Contaminated",
    "ControlDrawn",
    "Counts",
    "CriterionFound",
    "DataFile",
    "Disagreement",
    "Disagreements",
    "Escalated",
    "Gap",
    "GateManifest",
    "GateReport",
    "GateTerms",
    "Grouped",
    "Guarantee",
    "Histogram",
    "JudgeAlone",
    "JudgeUsed",
    "Left",
    "PairsMade",
    "PersonsVerdict",
    "Policy",
    "Pool",
    "Reliability",
    "Reviewed",
    "SentinelsSeen",
    "ShownMark",
    "Stage",
    "Stratum",
    "Told",
]
