"""Edits that put another text in the place of the whole."""

from __future__ import annotations

import random
import re
from typing import Annotated

from pydantic import Field

from judgekit.operators.edits import EMPTY, put_instead
from judgekit.operators.wordings import Texts
from judgekit.types import Context, Declined, Edit


def replace(text: str, context: Context, rng: random.Random, /, *, texts: Texts) -> Edit | Declined:
    """Put one of the texts in its place."""
    return _instead_of_words(text, rng.choice(texts))


def gibberish(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    words: Annotated[int, Field(ge=1, le=1000)] = 12,
) -> Edit | Declined:
    """Put random consonants in its place: letters that make no word."""
    drawn = (
        "".join(rng.choices("bcdfghjklmnpqrstvwxz", k=rng.randint(4, 9))) for _ in range(words)
    )
    return _instead_of_words(text, " ".join(drawn))


def echo(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put the prompt in its place."""
    prompt = context.sample.prompt
    return put_instead(text, prompt) if prompt.strip() else Declined("the prompt is empty")


def empty(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put nothing in its place."""
    return put_instead(text, "") if text else EMPTY


def wrong_response(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put the sample's wrong response in its place."""
    wrong = context.sample.wrong_response
    return (
        Declined("the sample has no wrong response") if wrong is None else put_instead(text, wrong)
    )


def other_response(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put another sample's response in its place."""
    donor = context.donor
    return (
        Declined("there is no other sample") if donor is None else put_instead(text, donor.response)
    )


def identity(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Change nothing: what moves then is the judge's own noise."""
    return Edit(text, ())


def _instead_of_words(text: str, new: str) -> Edit | Declined:
    if not re.search(r"\w", text):
        return Declined("the text has no word to lose")
    return put_instead(text, new)
