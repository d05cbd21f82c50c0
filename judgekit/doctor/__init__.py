"""What of this machine, and of a judge, stands in the way of an audit."""

from judgekit.doctor.asking import ask_judge
from judgekit.doctor.checks import Check, State
from judgekit.doctor.installed import check_installed
from judgekit.doctor.kinds import check_judge

__all__ = ["Check", "State", "ask_judge", "check_installed", "check_judge"]
