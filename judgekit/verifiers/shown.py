"""The text that a person sees: nothing that does not show, and every space a plain one."""

from __future__ import annotations

import re
import unicodedata


def shown(text: str) -> str:
    """Leave out format characters, join `1 000` spelt with narrow spaces, and even out spaces."""
    if not text.isascii():
        text = _FOREIGN.sub(_seen, _GROUPING.sub("", text))
    return _SPACES.sub(" ", text)


_FOREIGN = re.compile(r"[^\x00-\x7f]")
_GROUPING = re.compile(r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
# What opens with a plain character is found four times as fast as what looks behind first.
_SPACES = re.compile(r" (?<=\S ) +(?=\S)")


def _seen(found: re.Match[str]) -> str:
    match unicodedata.category(found[0]):
        case "Zs":
            return " "
        case "Cf":
            return ""
    return found[0]
