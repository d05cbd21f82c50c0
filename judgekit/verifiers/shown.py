"""The text that a person sees: nothing that does not show, and every space a plain one."""

from __future__ import annotations

import re
import unicodedata


def shown(text: str) -> str:
    """Leave out format characters, join `1 000` spelt with narrow spaces, and even out spaces."""
    if not text.isascii():
        text = _GROUPING.sub("", text)
        kinds = ((c, unicodedata.category(c)) for c in text)
        text = "".join(" " if kind == "Zs" else c for c, kind in kinds if kind != "Cf")
    return _SPACES.sub(" ", text)


_GROUPING = re.compile(r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
