"""A shown text cannot close its own section of a prompt, nor open another."""

from __future__ import annotations

import re
from functools import lru_cache

_TAG = re.compile(r"</?([A-Za-z][\w-]*)>")

_OPEN = "<\uff1c\ufe64\u2039\u27e8\u3008\u276e\u02c2"
_CLOSE = ">\uff1e\ufe65\u203a\u27e9\u3009\u276f\u02c3"
_SLASH = "/\\\\\uff0f\u2044\u2215\u29f8"
# Soft hyphen, zero width, joiners, bidi marks, variation selectors, tag characters.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)


def tags(source: str) -> frozenset[str]:
    """Return the names of the delimiter tags that stand in a template: `<response>`."""
    return frozenset(name.casefold() for name in _TAG.findall(source))


def fence(text: str, names: frozenset[str]) -> str:
    """Spell the bracket of every delimiter tag in `text` as `&lt;`, and change nothing else.

    A tag is found whatever its case, with spaces or unseen characters inside, in full width,
    with attributes, and, where it closes, without its end. `a < b`, `<b>` and `<div>` stay.
    """
    return _forged(names).sub("&lt;", text) if names else text


@lru_cache(maxsize=64)
def _forged(names: frozenset[str]) -> re.Pattern[str]:
    # Only the bracket is consumed; possessive gaps keep the search linear in hostile text.
    gap = rf"[\s{_UNSEEN}]*+"
    name = "|".join(map(_spelling, sorted(names, key=len, reverse=True)))
    closes = rf"[{_SLASH}]++{gap}(?:{name})(?![\w-])"
    opens = rf"(?:{name}){gap}(?:[{_SLASH}]++{gap})?[{_CLOSE}]"
    carries = rf"(?:{name})\s{gap}[\w:-]{{1,40}}{gap}=[^{_OPEN}{_CLOSE}]{{0,200}}[{_CLOSE}]"
    return re.compile(rf"[{_OPEN}](?={gap}(?:{closes}|{opens}|{carries}))", re.IGNORECASE)


def _spelling(name: str) -> str:
    """Match a name also in full width and with unseen characters between its letters."""
    return rf"[{_UNSEEN}]*+".join(f"[{re.escape(c)}{_wide(c)}]" for c in name)


def _wide(char: str) -> str:
    """Return the full-width form of an ASCII character, in both cases, as a class's content."""
    return "".join(chr(ord(c) + 0xFEE0) for c in {char.lower(), char.upper()})
