"""What the Minimum Viable Validation Protocol makes of its measures."""

from judgekit.budget.protocol.checks import check_pairs, level
from judgekit.budget.protocol.conclusion import conclude_checks

__all__ = ["check_pairs", "conclude_checks", "level"]
