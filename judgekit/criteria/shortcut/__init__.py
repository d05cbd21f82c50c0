"""Shortcuts: answers that follow a template rather than their problem."""

from judgekit.criteria.shortcut.neighbours import Neighbours, Sketch, resemblance, sketch
from judgekit.criteria.shortcut.skeleton import skeleton, tokens
from judgekit.criteria.shortcut.templates import (
    FEWEST_TOKENS,
    Shortcut,
    Template,
    Templates,
    templates,
)
from judgekit.criteria.shortcut.twins import Twins, measure_twins

__all__ = [
    "FEWEST_TOKENS",
    "Neighbours",
    "Shortcut",
    "Sketch",
    "Template",
    "Templates",
    "Twins",
    "measure_twins",
    "resemblance",
    "skeleton",
    "sketch",
    "templates",
    "tokens",
]
