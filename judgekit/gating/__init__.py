"""The gate: which responses of a teacher may reach the student."""

from judgekit.gating.budgeting import judge_quota
from judgekit.gating.control import Drawing, Drawn, control
from judgekit.gating.deciding import decide
from judgekit.gating.drawing import is_drawn
from judgekit.gating.opining import opine
from judgekit.gating.pairs import Candidate, Pair, pair, pair_by_rank
from judgekit.gating.permitting import Permissions, audit_command, audit_of, permit
from judgekit.gating.sentinels import Watch, sentinel_beside

__all__ = [
    "Candidate",
    "Drawing",
    "Drawn",
    "Pair",
    "Permissions",
    "Watch",
    "audit_command",
    "audit_of",
    "control",
    "decide",
    "is_drawn",
    "judge_quota",
    "opine",
    "pair",
    "pair_by_rank",
    "permit",
    "sentinel_beside",
]
