"""Edits that leave the text as it is and put other text before it, after it or around it."""

from __future__ import annotations

import random
from typing import Annotated

from pydantic import Field

from judgekit.operators.code.programs import is_program
from judgekit.operators.edits import EMPTY, PROGRAM, put_around
from judgekit.operators.wordings import Pairs, Texts
from judgekit.text import answers, labels
from judgekit.types import Context, Declined, Edit


def append(
    text: str, context: Context, rng: random.Random, /, *, texts: Texts, separator: str = "\n\n"
) -> Edit | Declined:
    """Put one of the texts after the text."""
    if "\n" not in separator and _ends_in_its_answer(text) and not context.sample.verify:
        return Declined("the text ends in its answer, which no verifier would tell from more words")
    return _around(text, "", separator + rng.choice(texts))


def prepend(
    text: str, context: Context, rng: random.Random, /, *, texts: Texts, separator: str = "\n\n"
) -> Edit | Declined:
    """Put one of the texts before the text."""
    return _around(text, rng.choice(texts) + separator, "")


def wrap(text: str, context: Context, rng: random.Random, /, *, pairs: Pairs) -> Edit | Declined:
    """Put one of the pairs around the text."""
    before, after = rng.choice(pairs)
    return _around(text, before, after)


def around(
    text: str, context: Context, rng: random.Random, /, *, before: str, after: str
) -> Edit | Declined:
    """Put two invisible marks around the text, which must not hold them already."""
    if set(before + after) & set(text):
        return Declined("the text already holds the marks")
    return _around(text, before, after)


def restate(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put the prompt before the text."""
    prompt = context.sample.prompt
    if not prompt.strip():
        return Declined("the prompt is empty")
    if text.startswith(prompt):
        return Declined("the text already begins with the prompt")
    return _around(text, prompt + "\n\n", "")


def repeat_answer(
    text: str,
    context: Context,
    rng: random.Random,
    /,
    *,
    times: Annotated[int, Field(ge=2, le=9)] = 2,
    separator: str = "\n\n",
) -> Edit | Declined:
    """Give the text several times in a row."""
    return put_around(text, "", (separator + text) * (times - 1)) if text.strip() else EMPTY


def _around(text: str, before: str, after: str) -> Edit | Declined:
    if not text.strip():
        return EMPTY
    if is_program(text):
        return PROGRAM
    if before and not before.endswith("\n") and _opens_with_its_answer(text):
        return Declined("the text opens with its answer, whose tag must open a line")
    return put_around(text, before, after)


def _opens_with_its_answer(text: str) -> bool:
    opening = len(text) - len(text.lstrip())
    return any(s.start <= opening < s.end for s in labels(text))


def _ends_in_its_answer(text: str) -> bool:
    return any(s.end == len(text.rstrip()) for s in answers(text))
