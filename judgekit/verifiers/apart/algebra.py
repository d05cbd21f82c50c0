"""Whether two expressions in LaTeX are equal, by Math-Verify and SymPy.

Math-Verify's own time limit is a signal that answers "unequal", its plain-text reader evaluates
Python, and its clean-up drops units: all three are left out.
"""

from __future__ import annotations

import logging

from latex2sympy2_extended import NormalizationConfig
from math_verify import LatexExtractionConfig, parse, verify
from sympy import Basic, MatrixBase

from judgekit.verifiers.apart.guard import unevaluated

_AS_WRITTEN = LatexExtractionConfig(
    boxed_match_priority=-1,
    normalization_config=NormalizationConfig(boxed="none"),
)
_DIGITS = 12

logging.disable()  # it warns that no time limit is set: ours is outside


def answer(gold: str, found: str) -> bool:
    """Return whether they are equal; raise ValueError where either cannot be read."""
    with unevaluated():
        read = _read(found)
    equal: bool = verify(
        _read(gold),
        read,
        float_rounding=_DIGITS,
        timeout_seconds=None,
        raise_on_error=True,
    )
    return equal


def _read(latex: str) -> Basic | MatrixBase:
    read = parse(
        f"${latex}$",
        [_AS_WRITTEN],
        fallback_mode="no_fallback",
        parsing_timeout=None,
        raise_on_error=True,
    )
    if len(read) != 1:
        raise ValueError("unparseable")
    return read[0]
