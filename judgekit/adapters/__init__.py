"""Judges that others wrote: functions found by name, and evaluators of four frameworks."""

from judgekit.adapters.naming import find
from judgekit.adapters.recognising import as_judge

__all__ = ["as_judge", "find"]
