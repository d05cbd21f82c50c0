"""The edit that a model wrote beforehand: its text in the place of the whole."""

from __future__ import annotations

import random
from typing import Annotated, Literal

from pydantic import Field

from judgekit.operators.edits import NO_PROSE, put_instead
from judgekit.operators.wordings import Texts
from judgekit.text import prose
from judgekit.types import Context, Declined, Edit

UNWRITTEN = Declined("no text by a model was kept for this sample")

Ratio = Annotated[float, Field(gt=0, le=20)]
Bounds = Annotated[list[Ratio], Field(min_length=2, max_length=2)]
"""The fewest and the most words for each word of the text before."""


def written(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    key: str,
    task: str,
    length: Bounds,
    phrases: Texts | None = None,
    language: Literal["german", "spanish"] | None = None,
) -> Edit | Declined:
    """Put the text that a model wrote for the attack `key` in its place.

    The other parameters say what the text must be: the writer is told, the certificate checks.
    """
    if not prose(text):
        return NO_PROSE
    if not _encodes(text):
        return Declined("the text holds half a character, which no model can be sent")
    new = context.written.get(key)
    return UNWRITTEN if new is None else put_instead(text, new)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
