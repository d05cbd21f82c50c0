"""The shape of a rule: what a passage must say to be a mark of a family of attacks."""

from __future__ import annotations

import re
from typing import NamedTuple

GAP = r"[^.!?\n]{0,60}?"
"""A few words within one sentence."""


class Rule(NamedTuple):
    """What a passage must hold to be a mark of a family."""

    family: str
    kind: str
    pattern: re.Pattern[str]


def rule(family: str, kind: str, *alternatives: str) -> Rule:
    """Return the rule that any of some patterns fulfils, in capitals or not."""
    return Rule(family, kind, re.compile("|".join(f"(?:{a})" for a in alternatives), re.I))
