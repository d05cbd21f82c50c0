"""The gate: which responses of a teacher may reach the student."""

from judgekit.gating.deciding import decide

__all__ = ["decide"]
