"""The edit that sets prose as a table, one sentence in each row."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise, takewhile

from judgekit.operators.edits import edit
from judgekit.operators.layout import unfit
from judgekit.operators.wordings import Texts
from judgekit.text import Span, labels, overlap, sentences
from judgekit.types import Context, Declined, Edit, Splice


def table(text: str, context: Context, rng: random.Random, /, *, titles: Texts) -> Edit | Declined:
    """Make each sentence a row under one of the titles; lines of tagged answers stay below."""
    if declined := unfit(text):
        return declined
    if "|" in text:
        return Declined("the text already has bars, which would part the cells")
    found = sentences(text)
    rows = tuple(takewhile(lambda s: not _is_label(text, s), found))
    below = found[len(rows) :]
    if not all(_is_label(text, s) for s in below):
        return Declined("a tagged answer stands amid the text")
    if len(rows) < 2:
        return Declined("the text has a single sentence")
    return edit(text, _ruled(text, rows, below, rng.choice(titles)))


def _is_label(text: str, sentence: Span) -> bool:
    return overlap(Span(sentence.start, sentence.start + 1), labels(text))


def _ruled(text: str, rows: Sequence[Span], below: Sequence[Span], title: str) -> list[Splice]:
    head = Splice(0, rows[0].start, f"| {title} |\n|---|\n| ")
    bars = [Splice(a.end, b.start, " |\n| ") for a, b in pairwise(rows)]
    end, rest = (below[0].start, "\n\n") if below else (len(text), "")
    return [head, *bars, Splice(rows[-1].end, end, f" |{rest}")]
