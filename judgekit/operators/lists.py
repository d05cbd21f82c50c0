"""The edit that says a list again."""

from __future__ import annotations

import random
import re

from judgekit.operators.edits import insert
from judgekit.text import answers, blocks, found, merged, overlap
from judgekit.types import Context, Declined, Edit


def repeat_list(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """Put the last list of the text once more below itself."""
    untouchable = merged((*blocks(text), *answers(text)))
    lists = [s for s in found(_LIST, text) if not overlap(s, untouchable)]
    if not lists:
        return Declined("the text has no list of several items")
    start, end = lists[-1]
    items = text[start:end]
    return insert(text, [(end, ("\n\n" if "\n\n" in items else "\n") + items)])


_ITEM = r"[ \t]*+(?:[-*+•]|\d{1,3}[.)])[ \t]++\S[^\n]*+"
_LIST = re.compile(rf"^{_ITEM}(?:\n{{1,2}}{_ITEM})++", re.MULTILINE)
