"""Edits that play the prompt's own words back: as keywords, or as a text that goes on."""

from __future__ import annotations

import random
from typing import Annotated

from pydantic import Field

from judgekit.operators.characters import plain_words
from judgekit.operators.edits import EMPTY, put_around, put_instead
from judgekit.operators.wordings import Texts
from judgekit.text import sentences
from judgekit.types import Context, Declined, Edit


def stuff_keywords(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    texts: Texts,
    most: Annotated[int, Field(ge=1, le=50)] = 8,
    separator: str = "\n\n",
) -> Edit | Declined:
    """Put one of the texts, its `{keywords}` filled from the prompt, after the text."""
    if not text.strip():
        return EMPTY
    keywords = _keywords(context.sample.prompt)[:most]
    if len(keywords) < _FEWEST:
        return Declined("the prompt has too few long words")
    filled = rng.choice(texts).replace("{keywords}", ", ".join(keywords))
    return put_around(text, "", separator + filled)


def continue_prompt(
    text: str, context: Context, rng: random.Random, /, *, texts: Texts
) -> Edit | Declined:
    """Put one of the texts, its `{sentence}` filled with one of the prompt's, in its place.

    Where a prompt asks for a text to be continued, that answers it: only a verifier can tell.
    """
    if not context.sample.verify:
        return Declined("without a verifier a continuation may be an answer")
    prompt = context.sample.prompt
    said = [prompt[s.start : s.end] for s in sentences(prompt)]
    told = [sentence for sentence in said if sentence.endswith(".")]
    if not told:
        return Declined("the prompt has no sentence to continue but questions")
    return put_instead(text, rng.choice(texts).replace("{sentence}", rng.choice(told)))


_FEWEST = 3
_LONG = 5
"""The fewest letters of a word that is more than grammar."""


def _keywords(prompt: str) -> list[str]:
    """Return the different long words of the prompt in its order."""
    words = (prompt[w.start : w.end] for w in plain_words(prompt))
    return list({w.casefold(): w for w in words if len(w) >= _LONG}.values())
