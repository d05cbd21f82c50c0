"""Questions for large libraries, answered in a process that can be killed."""

from judgekit.verifiers.apart.process import NoAnswer, ask

__all__ = ["NoAnswer", "ask"]
