"""Style: how surely a response speaks, beside how surely its teacher speaks unprompted."""

from judgekit.criteria.style.lexicon import Kind
from judgekit.criteria.style.reading import FEWEST_WORDS, Manner, Marker, read
from judgekit.criteria.style.slick import SlickCertainty, fewest_traces
from judgekit.criteria.style.survey import Contrast, Group, Survey, survey

__all__ = [
    "FEWEST_WORDS",
    "Contrast",
    "Group",
    "Kind",
    "Manner",
    "Marker",
    "SlickCertainty",
    "Survey",
    "fewest_traces",
    "read",
    "survey",
]
