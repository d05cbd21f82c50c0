"""What readers of a format make of a text: the value of YAML, the text of Markdown, table cells."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


def yaml_block(text: str) -> Iterator[str]:
    """Yield what a text holds as the block scalar that is the one value of a YAML mapping."""
    if _YAML.fullmatch(text) is None:
        return
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        held = yaml.load(text, Loader=loader)  # noqa: S506 - either is a safe loader
    except (yaml.YAMLError, UnicodeEncodeError):
        return
    yield from (value for value in held.values() if isinstance(value, str))


def table_cells(text: str) -> tuple[str, list[str], str] | None:
    """Return the title, the cells and what follows of a table of one column, or None."""
    title, ruled, *rest = [*text.split("\n"), ""]
    n = next((i for i, line in enumerate(rest) if not _ROW.fullmatch(line)), len(rest))
    if not _ROW.fullmatch(title) or ruled != "|---|" or (n < len(rest) and rest[n].strip()):
        return None
    return title[2:-2], [line[2:-2] for line in rest[:n]], "\n".join(rest[n:])


def markdown_text(text: str) -> list[str]:
    """Return the words that a reader of rendered Markdown sees, code and HTML among them."""
    return " ".join(_rendered(token) for token in _parser().parse(text)).split()


# Nothing but indented and empty lines can follow: no alias, no second document.
_YAML = re.compile(r"[a-z]+: \|2?[+-]\n(?:(?:  [^\n]*)?\n)*(?:  [^\n]*)?")
_ROW = re.compile(r"\| [^|]* \|")


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def _rendered(token: Token) -> str:
    """Return the text of a token; of an item in a numbered list, its number."""
    if token.type == "list_item_open":
        return f"{token.info}{token.markup}" if token.info else ""
    if token.type != "inline":
        return token.content
    return "".join(_BREAKS.get(child.type, child.content) for child in token.children or ())


_BREAKS = {"softbreak": "\n", "hardbreak": "\n"}
