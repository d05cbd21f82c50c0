"""The audit as Markdown for pull requests and notes, where a quoted text stays a quoted text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from judgekit.render.quoting import Piece, one_line, plain
from judgekit.render.templates import environment
from judgekit.render.view import view
from judgekit.render.view.examples import Span
from judgekit.types import Audit

if TYPE_CHECKING:
    from jinja2 import Environment

_ACTIVE = re.compile(r"[\\`*_\[\]<>#|~$&]")
# An @ that pings, a :// or a www. that becomes a link: a comment between the parts stops it.
_LINKED = re.compile(r"(?<=@)(?=\w)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
_WRAPPED = {"gone": "[-{}-]", "new": "{{+{}+}}", "fold": " {} ", "same": "{}"}

EXAMPLES = 3
"""Examples shown; the page shows more."""


class Ready(str):
    """Markdown that needs no more escaping."""

    __slots__ = ()


def to_markdown(audit: Audit) -> str:
    """Return the report as Markdown; the same audit gives the same bytes."""
    report = view(audit)
    return markdown("report.md.j2", report=report, examples=report.examples.shown.all[:EXAMPLES])


def markdown(template: str, **values: object) -> str:
    """Return a Markdown template of `reports/` filled in; every text in it is quoted."""
    return _environment().get_template(template).render(values)


def prose(text: str) -> str:
    """Return text that reads the same in Markdown and starts no markup, mention or link."""
    return _LINKED.sub("<!-- -->", _ACTIVE.sub(r"\\\g<0>", one_line(text)))


def fenced(text: str) -> Ready:
    """Return a code block whose fence is longer than any run of backticks in the text."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return Ready(f"{fence}text\n{plain(text)}\n{fence}")


def words(pieces: Iterable[Piece]) -> str:
    """Return pieces as one text."""
    return "".join(p.text for p in pieces)


def edits(spans: Iterable[Span]) -> str:
    """Return a word diff in the notation of `git diff --word-diff`."""
    return "".join(_WRAPPED[s.kind].format(words(s.pieces)) for s in spans)


@cache
def _environment() -> Environment:
    env = environment(shown=_shown, autoescape=False)
    env.filters.update(fenced=fenced, words=words, edits=edits)
    return env


def _shown(value: object) -> object:
    return prose(value) if type(value) is str else value
