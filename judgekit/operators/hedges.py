"""The edit that takes the doubt out of a text."""

from __future__ import annotations

import random
import re

from judgekit.operators.edits import edit
from judgekit.operators.wordings import Texts
from judgekit.text import answers, overlap, sentences
from judgekit.types import Context, Declined, Edit, Splice


def drop_hedges(
    text: str, context: Context, rng: random.Random, /, *, hedges: Texts
) -> Edit | Declined:
    """Take the hedges off the openings of sentences; what follows opens them instead."""
    longest_first = sorted(hedges, key=len, reverse=True)
    opening = re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))}) (\w)", re.IGNORECASE)
    untagged = (s for s in sentences(text) if not overlap(s, answers(text)))
    found = (opening.match(text, s.start, s.end) for s in untagged)
    splices = [Splice(m.start(), m.end(), m[1].upper()) for m in found if m and m[1].isascii()]
    return edit(text, splices) if splices else Declined("no sentence opens with a hedge")
