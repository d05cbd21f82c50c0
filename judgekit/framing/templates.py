"""Where a template shows texts, and what it says beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from judgekit.text import Span, apply, merged
from judgekit.text.spans import delimited
from judgekit.types import Declined, JudgePrompt, Splice

ANSWERS = ("response", "first", "second")
"""The variables that stand for a judged answer."""

NO_ANSWER = Declined("the prompt shows no answer in a section of its own")

_SECTION = re.compile(
    r"<(?P<tag>[\w-]{1,40})>\s*+\{\{-?\s*+(?P<shows>\w{1,40})\s*+\|\s*+fenced\s*+-?\}\}\s*+</(?P=tag)>"
)
_OPENER = re.compile(r"\{\{|\{%|\{#")
_CLOSERS = {"{{": re.compile(r"\}\}"), "{%": re.compile(r"%\}"), "{#": re.compile(r"#\}")}
_TAG = re.compile(r"</?([\w-]{1,40})>")


class Section(NamedTuple):
    """Where a shown text stands in a template, between which tags."""

    start: int
    end: int
    tag: str
    shows: str

    @property
    def holds_answer(self) -> bool:
        return self.shows in ANSWERS


def sections(template: str) -> tuple[Section, ...]:
    """Return the sections of a template in order."""
    return tuple(Section(*m.span(), m["tag"], m["shows"]) for m in _SECTION.finditer(template))


def tags(prompt: JudgePrompt) -> frozenset[str]:
    """Return the names of the tags between which a prompt shows texts."""
    return frozenset(s.tag for s in sections(prompt.user))


def prose(prompt: JudgePrompt, template: str) -> str:
    """Return a template with its variables and its sections' tags blanked, offset for offset."""
    return _blanked(template, tags(prompt))


BLANK = "\0"


def whole(names: Iterable[str]) -> re.Pattern[str]:
    """Match names as whole words."""
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def named(prompt: JudgePrompt, names: Iterable[str]) -> Iterator[re.Match[str]]:
    """Yield every name that stands in the prose of either template."""
    pattern = whole(names)
    for template in (prompt.system, prompt.user):
        yield from pattern.finditer(prose(prompt, template))


def in_prose(
    prompt: JudgePrompt, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]
) -> tuple[str, str]:
    """Return both templates with every match in their prose replaced."""
    system, user = (
        apply(text, (Splice(*m.span(), new(m)) for m in pattern.finditer(prose(prompt, text))))
        for text in (prompt.system, prompt.user)
    )
    return system, user


def with_paragraph(user: str, at: int, note: str) -> str:
    """Insert a paragraph of its own at a section's edge."""
    before, after = user[:at].rstrip("\n"), user[at:].lstrip("\n")
    head = f"{before}\n\n" if before else ""
    return f"{head}{note}\n\n{after}" if after.strip() else f"{head}{note}\n"


# A run edits the same few prompts for every sample.
@lru_cache(maxsize=64)
def _blanked(template: str, own: frozenset[str]) -> str:
    named = (Span(*m.span()) for m in _TAG.finditer(template) if m[1] in own)
    blank = merged([*named, *delimited(template, _OPENER, _CLOSERS)])
    return apply(template, (Splice(a, b, BLANK * (b - a)) for a, b in blank))
