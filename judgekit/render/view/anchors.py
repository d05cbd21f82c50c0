"""Where a link of the page arrives: the same attack has the same address in every report."""

from __future__ import annotations

import re

from judgekit.text import sha256

_PLAIN = re.compile(r"[a-z0-9][a-z0-9/_.+-]{0,79}")


def anchor(kind: str, name: str) -> str:
    """Return `attack-authority/url`; a name that is no plain id stands under its hash."""
    return f"{kind}-{name if _PLAIN.fullmatch(name) else sha256(name)[:16]}"
