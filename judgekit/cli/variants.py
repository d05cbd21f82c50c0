"""A variant as a person reads it: what the edit took out and put in, and which promises held."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from judgekit.render.diffing import Change, fold, word_diff
from judgekit.render.quoting import escape, pieces

if TYPE_CHECKING:
    from judgekit.types import Framing, JudgePrompt, NoVariant, Splice, Variant


def show_variant(made: Variant | NoVariant, base: Framing | None = None) -> None:
    """Print a variant on stdout and its certificate on stderr, or why there is none.

    `base` is how the judge is asked without an attack on its prompt.
    """
    from judgekit.types import NoVariant

    if isinstance(made, NoVariant):
        click.echo(f"{made.kind}: {_plain(made.reason)}")
        return
    if made.framing is not None and base is not None:
        for line in _reframed(base, made.framing):
            click.echo(line)
    else:
        click.echo(_marked(_edits(made.before, made.script)))
    for name, holds, evidence in made.certificate:
        click.echo(f"  {holds.value:<8} {name}: {_plain(evidence)}", err=True)


_CONTEXT = 160
"""Unchanged characters shown on each side of an edit."""
_LONGEST = 4_000
"""The most characters shown of one stretch."""


def _edits(before: str, script: tuple[Splice, ...]) -> tuple[Change, ...]:
    """Return a script as changes: what stays, goes and comes, in the order of the text."""
    changes, at = [], 0
    for start, end, new in script:
        changes.append(Change("same", before[at:start]))
        changes += [Change("gone", before[start:end]), Change("new", new)]
        at = end
    return tuple(c for c in (*changes, Change("same", before[at:])) if c.text)


def _reframed(base: Framing, made: Framing) -> Iterator[str]:
    """Yield what differs in how the judge is asked, the prompt's texts word by word."""
    if made.order is not base.order:
        yield f"order   {base.order.value} -> {made.order.value}"
    if made.twin:
        yield "rival   the response itself"
    was, now = base.prompt, made.prompt
    for what, says in _TERMS.items():
        if says(was) != says(now):
            yield f"{what:<7} {_plain(says(was))} -> {_plain(says(now))}"
    for role, old, new in (("system", was.system, now.system), ("user", was.user, now.user)):
        if old != new:
            yield click.style(f"[{role}]", dim=True)
            yield _marked(word_diff(old, new))


_TERMS: dict[str, Callable[[JudgePrompt], str]] = {
    "scale": lambda p: f"{p.scale.low:g} to {p.scale.high:g}",
    "best": lambda p: p.best,
    "verdict": lambda p: ", ".join(p.reply.labels) or "a number",
}


def _marked(changes: tuple[Change, ...]) -> str:
    """Return changes in colour on a terminal, else in marks; long stretches are folded."""
    mark: Callable[[Change], str] = _in_colour if _has_colour() else _in_marks
    return "".join(mark(change) for change in fold(changes, context=_CONTEXT))


def _in_colour(change: Change) -> str:
    match change.kind:
        case "gone":
            return click.style(_visible(change.text), fg="red", strikethrough=True)
        case "new":
            return click.style(_visible(change.text), fg="green", underline=change.text.isspace())
        case "fold":
            return click.style(change.text, dim=True)
        case "same":
            return _plain(change.text)


def _in_marks(change: Change) -> str:
    match change.kind:
        case "gone":
            return f"[-{_visible(change.text)}-]"
        case "new":
            return f"{{+{_visible(change.text)}+}}"
        case "fold" | "same":
            return _plain(change.text)


def _visible(text: str) -> str:
    """Return an edited stretch with white space drawn, and a letter that looks like another."""
    shown = "".join(p.text for p in pieces(text, limit=_LONGEST, spaces=True))
    alike = len(text) == 1 and text.isalpha() and not text.isascii()
    return shown + escape(text) if alike else shown


def _plain(text: str) -> str:
    return "".join(p.text for p in pieces(text, limit=_LONGEST))


def _has_colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
