"""What stands out in a text as it is rendered: headings, lists, tables, bold words, emoji.

Markdown is read by a parser of it, so that `2 * 3 * 4`, a `#` in code and a `snake_case_name` are
none of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

Feature = Literal[
    "bold",
    "bullets",
    "code",
    "emoji",
    "headings",
    "images",
    "inline_code",
    "italics",
    "links",
    "numbered",
    "quotes",
    "rules",
    "tables",
]


@lru_cache(maxsize=64)
def features(text: str) -> Mapping[str, int]:
    """Return how many of each feature the text has; those that it has not are absent."""
    found: dict[str, int] = {}
    for token in _flat(_PARSER.parse(text)):
        if feature := _TOKENS.get(token.type):
            found[feature] = found.get(feature, 0) + 1
    if emoji := len(_EMOJI.findall(text)):
        found["emoji"] = emoji
    return found


_TOKENS = {
    "strong_open": "bold",
    "em_open": "italics",
    "heading_open": "headings",
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbered",
    "table_open": "tables",
    "fence": "code",
    "code_inline": "inline_code",
    "blockquote_open": "quotes",
    "hr": "rules",
    "link_open": "links",
    "image": "images",
}
_PARSER = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table")

# Pictographs that are shown as pictures: those of the planes that hold nothing else, and older
# symbols that a variation selector asks to be pictures (Unicode Technical Standard 51).
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001f5ff\U0001f600-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f900-\U0001faff]|[\u231a\u231b\u23e9-\u23ec\u2614\u2615\u26a1\u2705\u2728\u274c\u274e"
    "\u2753-\u2755\u2757\u2795-\u2797\u2b50\u2b55]|[\u2190-\u2bff]\ufe0f"
)


def _flat(tokens: list[Token]) -> list[Token]:
    return [t for token in tokens for t in (token, *(token.children or ()))]
