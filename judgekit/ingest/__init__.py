"""Recorded verdicts, of whatever tool, become an audit without any call."""

from judgekit.ingest.legend import Legend, Role
from judgekit.ingest.pipeline import ingest

__all__ = ["Legend", "Role", "ingest"]
