"""Text that people and hashes can trust: canonical, fingerprinted, safe to show."""

from __future__ import annotations

import difflib
import hashlib
import json
import random
import re
import unicodedata
from collections.abc import Iterable

from pydantic import JsonValue


def canonical_json(value: JsonValue) -> str:
    """Return the one JSON spelling of a value: sorted keys, no spaces, UTF-8, no NaN."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def sha256(content: str | bytes) -> str:
    """Return the hexadecimal SHA-256; lone surrogates in hostile text are hashed, not refused."""
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()


def seeded(*about: str | int) -> random.Random:
    """Return a generator seeded by what the choice is about, so that order changes nothing."""
    return random.Random(sha256("\x1f".join(map(str, about))))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'x'?" for a near miss, else "; known: a, b, c"."""
    options = sorted(known)
    near = difflib.get_close_matches(word, options, n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(options)}"


def visible(text: str) -> str:
    """Return text that is safe on a terminal: control and format characters become escapes."""
    return "".join(c if _shows(c) else c.encode("unicode_escape").decode() for c in text)


def visible_line(text: str) -> str:
    """Return text that is safe as a line of its own, in a build's log too.

    It begins no other line and is no command to the build server.
    """
    line = visible(text).replace("\n", "\\n")
    return _COMMAND.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", line)


# GitHub's runner obeys lines that begin with two colons, and two sharps and a bracket anywhere.
_COMMAND = re.compile(r"\A\s*::|##\[")


def _shows(char: str) -> bool:
    # Cc, Cf, Cs, Co, Cn: escape sequences, bidi controls, zero width, lone surrogates.
    return char in "\n\t" or not unicodedata.category(char).startswith("C")


def words(text: str) -> list[str]:
    """Return the maximal runs of word characters."""
    return re.findall(r"\w+", text)
