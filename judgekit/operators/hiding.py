"""Edits that add text which a program reads and a person does not see."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from judgekit.operators.code.programs import is_program
from judgekit.operators.edits import EMPTY, PROGRAM, put_around
from judgekit.operators.wordings import Texts
from judgekit.text import blocks, within
from judgekit.types import Context, Declined, Edit

How = Literal["html-comment", "tags", "link-title", "zero-width"]


def hidden(
    text: str, context: Context, rng: random.Random, /, *, texts: Texts, how: How
) -> Edit | Declined:
    """Put one of the texts, hidden, after the text."""
    if not text.strip():
        return EMPTY
    if is_program(text):
        return PROGRAM
    payload = _HIDDEN[how](rng.choice(texts))
    if payload is None:
        return Declined(f"the hidden text cannot be written as {how}")
    if how in _RENDERED and _would_show(text):
        return Declined("the text ends in code or an open comment, where markup shows")
    return put_around(text, "", payload)


_RENDERED = ("html-comment", "link-title")
"""The ways that hide only where Markdown is rendered."""


def _would_show(text: str) -> bool:
    """Say whether what follows the text stands in a program, an open fence or an open comment."""
    return within(len(text), blocks(text + "\n")) or text.rfind("<!--") > text.rfind("-->")


def _comment(payload: str) -> str | None:
    return None if "--" in payload else f"\n\n<!-- {payload} -->"


def _link_title(payload: str) -> str | None:
    escaped = payload.replace("\\", "\\\\").replace('"', '\\"')
    return None if "\n" in payload else f'\n\n[](# "{escaped}")'


def _tag_characters(payload: str) -> str | None:
    """Return the payload in the invisible copy of ASCII that Unicode keeps for tags."""
    if not (payload.isascii() and payload.isprintable()):
        return None
    return "".join(chr(0xE0000 + ord(c)) for c in payload)


def _zero_width(payload: str) -> str | None:
    """Return the bits of the payload as two characters without width."""
    bits = "".join(f"{byte:08b}" for byte in payload.encode("utf-8", "surrogatepass"))
    return bits.translate({ord("0"): "\u200b", ord("1"): "\u200c"})


_HIDDEN: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {
        "html-comment": _comment,
        "tags": _tag_characters,
        "link-title": _link_title,
        "zero-width": _zero_width,
    }
)
