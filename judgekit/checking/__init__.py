"""Checks in CI: an audit against its budget, and against the judge as it was accepted."""

from judgekit.checking.baselines import EMPTY, add_run, holds, load_baselines, save_baselines
from judgekit.checking.checks import Anew, check, check_code, find_audit, open_baselines
from judgekit.checking.comparing import compare
from judgekit.checking.confirming import confirm
from judgekit.checking.runs import run_of

__all__ = [
    "EMPTY",
    "Anew",
    "add_run",
    "check",
    "check_code",
    "compare",
    "confirm",
    "find_audit",
    "holds",
    "load_baselines",
    "open_baselines",
    "run_of",
    "save_baselines",
]
