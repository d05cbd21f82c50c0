"""The lists of a prompt: items of one line or more, one under the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from judgekit.framing.templates import BLANK, prose
from judgekit.types import JudgePrompt

MARK = r"[-*•][ \t]+"
"""What opens an item that is not counted."""


class Listed(NamedTuple):
    """A list in one of a prompt's templates."""

    field: str
    start: int
    end: int
    items: tuple[str, ...]


def only_list(prompt: JudgePrompt, head: re.Pattern[str]) -> Listed | None:
    """Return the one list whose items open as `head` says; with several, which is meant is open."""
    texts = {"system": prompt.system, "user": prompt.user}
    found = [at for field, text in texts.items() for at in _lists(prompt, field, text, head)]
    return found[0] if len(found) == 1 else None


def with_items(prompt: JudgePrompt, found: Listed, items: Sequence[str]) -> dict[str, str]:
    """Return the template with other items in the list's place, by its field."""
    text: str = getattr(prompt, found.field)
    return {found.field: text[: found.start] + "\n".join(items) + text[found.end :]}


def _lists(prompt: JudgePrompt, field: str, text: str, head: re.Pattern[str]) -> Iterator[Listed]:
    """Yield runs of two items or more; a line that is set further in goes on with its item."""
    runs: list[list[list[str]]] = []
    starts: list[int] = []
    indent, at, is_open = 0, 0, False
    for line in prose(prompt, text).split("\n"):
        inner = len(line) - len(line.lstrip(" \t"))
        goes_on = is_open and line.strip() != "" and inner > indent
        opens = not goes_on and head.match(line) is not None
        if goes_on:
            runs[-1][-1].append(text[at : at + len(line)])
        elif opens:
            if not is_open or inner < indent:
                runs.append([])
                starts.append(at)
                indent = inner
            runs[-1].append([text[at : at + len(line)]])
        is_open = goes_on or opens
        at += len(line) + 1
    for start, run in zip(starts, runs, strict=True):
        items = tuple("\n".join(lines) for lines in run)
        end = start + len("\n".join(items))
        if len(items) > 1 and BLANK not in prose(prompt, text)[start:end]:
            yield Listed(field, start, end, items)
