"""Edits of a Python program that know its structure: they touch the program and nothing else."""

from judgekit.operators.code.comments import code_comment, comment_lines
from judgekit.operators.code.docstrings import docstring
from judgekit.operators.code.mutants import code_mutant
from judgekit.operators.code.padding import code_blank_lines, dummy_helpers
from judgekit.operators.code.renaming import rename_locals

__all__ = [
    "code_blank_lines",
    "code_comment",
    "code_mutant",
    "comment_lines",
    "docstring",
    "dummy_helpers",
    "rename_locals",
]
