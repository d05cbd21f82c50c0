"""What the checks read in a template, written apart from what the edits read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from judgekit.types import JudgePrompt


class Shown(NamedTuple):
    """A text shown between tags of its own."""

    tag: str
    shows: str


SECTION = re.compile(r"<([\w-]+)>\s*+\{\{-?\s*+(\w+)\s*+\|\s*+fenced\s*+-?\}\}\s*+</\1>")

_SYNTAX = re.compile(r"\{\{[^{}]*\}\}|\{%[^%]*%\}|\{#[^#]*#\}")


def shown(prompt: JudgePrompt) -> list[Shown]:
    """Return the shown texts of both templates in order."""
    return [Shown(*m.groups()) for text in texts(prompt) for m in SECTION.finditer(text)]


def fenced(prompt: JudgePrompt) -> int:
    """Return how often a text is shown, wherever it stands."""
    return sum(len(re.findall(r"\|\s*fenced", text)) for text in texts(prompt))


def texts(prompt: JudgePrompt) -> tuple[str, str]:
    """Return both templates."""
    return prompt.system, prompt.user


def plain(text: str) -> str:
    """Return a template with a mark in the place of every section and every variable."""
    return _SYNTAX.sub(HIDDEN, SECTION.sub(HIDDEN, text))


HIDDEN = "\x00"


def syntax(prompt: JudgePrompt) -> list[str]:
    """Return what `plain` hides, in order."""
    hidden = re.compile(f"(?:{SECTION.pattern})|(?:{_SYNTAX.pattern})")
    return [m[0] for text in texts(prompt) for m in hidden.finditer(text)]


def beside_syntax(pattern: re.Pattern[str], new: Callable[[re.Match[str]], str], text: str) -> str:
    """Return a template with every match replaced that is no part of its syntax."""
    parts = re.split(f"({_SYNTAX.pattern})", text)
    return "".join(part if i % 2 else pattern.sub(new, part) for i, part in enumerate(parts))


def whole(names: Iterable[str]) -> re.Pattern[str]:
    """Match one of the names as a whole word."""
    alternatives = (re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def differing(was: str, now: str) -> tuple[list[str], list[str]] | None:
    """Return the lines between the first and the last that differ, with what hangs on them.

    A line that is set in further than the ones before belongs to them. None where nothing differs.
    """
    if was == now:
        return None
    old, new = was.split("\n"), now.split("\n")
    least = min(len(old), len(new))
    head = next((i for i in range(least) if old[i] != new[i]), least)
    tail = next((i for i in range(least - head) if old[-1 - i] != new[-1 - i]), least - head)
    level = min(_indent(x) for lines in (old, new) for x in lines[head : len(lines) - tail])
    while head and any(_goes_on(lines[head], level) for lines in (old, new) if head < len(lines)):
        head -= 1
    while tail and _goes_on(old[len(old) - tail], level):
        tail -= 1
    return old[head : len(old) - tail], new[head : len(new) - tail]


def _goes_on(line: str, level: int) -> bool:
    return line.strip() != "" and _indent(line) > level


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
