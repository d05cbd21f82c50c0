"""Defences of one judge, compared in one run: what each removes, takes and costs."""

from judgekit.defending.naming import ALL, read_names
from judgekit.defending.pipeline import Compared, compare_defences, run
from judgekit.defending.writing import to_json, write_comparison

__all__ = [
    "ALL",
    "Compared",
    "compare_defences",
    "read_names",
    "run",
    "to_json",
    "write_comparison",
]
