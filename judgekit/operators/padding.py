"""The edit that makes a text longer by a dose."""

from __future__ import annotations

import random
from itertools import cycle
from typing import Annotated

from pydantic import Field

from judgekit.operators.code.programs import is_program
from judgekit.operators.edits import EMPTY, PROGRAM, put_around
from judgekit.types import Context, Declined, Edit

Sentences = Annotated[list[Annotated[str, Field(pattern=r"\S")]], Field(min_length=1)]


def pad(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    times: Annotated[float, Field(gt=1, le=10)],
    sentences: Sentences,
) -> Edit | Declined:
    """Put sentences below until the whole has so many times as many words, or nearly."""
    if not text.strip():
        return EMPTY
    if is_program(text):
        return PROGRAM
    n = len(text.split())
    chosen = _filling(round(n * times) - n, rng.sample(sentences, len(sentences)))
    if not chosen:
        return Declined("the text is too short for a dose of a whole sentence")
    return put_around(text, "", "\n\n" + " ".join(chosen))


def _filling(room: int, sentences: list[str]) -> list[str]:
    """Return sentences in turns, those that fit, until none does."""
    lengths = {s: len(s.split()) for s in sentences}
    chosen: list[str] = []
    for sentence in cycle(sentences):
        if room < min(lengths.values()):
            break
        if lengths[sentence] <= room:
            chosen.append(sentence)
            room -= lengths[sentence]
    return chosen
