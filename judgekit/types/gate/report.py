"""The gate's report: all that is shown of it."""

from __future__ import annotations

from judgekit.types.attributes import Halo, Kept
from judgekit.types.audit import Caution
from judgekit.types.gate.ablation import Ablated
from judgekit.types.gate.counts import ControlDrawn, Counts, PairsMade, Stage, Stratum, Told
from judgekit.types.gate.criteria import CriterionFound
from judgekit.types.gate.manifest import GateManifest
from judgekit.types.gate.reliability import Reliability
from judgekit.types.gate.review import Reviewed
from judgekit.types.gate.word import Disagreements, Guarantee, JudgeAlone, Pool, SentinelsSeen
from judgekit.types.record import Record


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
    halo: tuple[Halo, ...] = ()
    """How every two of its grades go together."""
    coverage: tuple[Stratum, ...]
    criteria: tuple[CriterionFound, ...] = ()
    reliability: Reliability | None = None
    """Of confidence, where that is measured."""
    ablation: tuple[Ablated, ...] = ()
    """All together first; absent where neither a judge nor a criterion has a part."""
    told: tuple[Told, ...] = ()
    """The first few rows of each reason."""
    pairs: PairsMade
    control: ControlDrawn
    reviewed: Reviewed | None = None
    cautions: tuple[Caution, ...] = ()
