"""The wordings that an attack file gives to an edit of a prompt."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

SYNTAX = re.compile(r"\{\{|\{%|\{#|%\}|\}\}|#\}")


def _plain(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; write what the judge is told")
    if SYNTAX.search(text):
        raise ValueError("holds template syntax; a note is plain text, {label} and {other}")
    return text


Note = Annotated[str, AfterValidator(_plain)]
Notes = Annotated[list[Note], Field(min_length=1)]
Pair = Annotated[list[Note], Field(min_length=2, max_length=2)]
Pairs = Annotated[list[Pair], Field(min_length=1)]
Names = Annotated[list[Note], Field(min_length=2)]
