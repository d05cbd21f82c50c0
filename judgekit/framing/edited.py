"""A changed prompt is another prompt: it says so in its id and in its hash."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from judgekit.text import canonical_json, sha256
from judgekit.types import Declined, Framing

SECTION = re.compile(
    r"<(?P<tag>[\w-]{1,40})>\s*\{\{-?\s*(?P<shows>\w{1,40})\s*\|\s*fenced\s*-?\}\}\s*</(?P=tag)>"
)
"""A text that is shown between tags of its own."""

ANSWERS = ("response", "first", "second")
"""The variables that stand for a judged answer."""

NO_ANSWER = Declined("the prompt shows no answer in a section of its own")


class Section(NamedTuple):
    """Where a shown text stands in a template."""

    start: int
    end: int
    shows: str


def edited(framing: Framing, how: str, **fields: Any) -> Framing:
    """Return the framing with fields of its prompt changed."""
    prompt = framing.prompt
    changed = prompt.model_copy(update={**fields, "id": f"{prompt.id}~{how}"})
    said = changed.model_dump(mode="json", exclude={"id", "sha256"})
    marked = changed.model_copy(update={"sha256": sha256(canonical_json(said))})
    return framing.model_copy(update={"prompt": marked})


def sections(template: str) -> tuple[Section, ...]:
    """Return the sections of a template in order."""
    return tuple(Section(*m.span(), m["shows"]) for m in SECTION.finditer(template))


def answer_sections(template: str) -> tuple[Section, ...]:
    """Return the sections that hold a judged answer."""
    return tuple(s for s in sections(template) if s.shows in ANSWERS)
