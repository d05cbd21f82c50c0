"""Marks: traces in a response of edits that move judges and no content."""

from judgekit.marks.asked import asked
from judgekit.marks.detecting import DETECTORS, added, carried, detect, is_unasked
from judgekit.marks.families import DETECTED, UNSEEN, family_of, has_detector, why_unseen
from judgekit.marks.stripping import Stripped, strip

__all__ = [
    "DETECTED",
    "DETECTORS",
    "UNSEEN",
    "Stripped",
    "added",
    "asked",
    "carried",
    "detect",
    "family_of",
    "has_detector",
    "is_unasked",
    "strip",
    "why_unseen",
]
