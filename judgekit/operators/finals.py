"""Edits of the final answer that a text tags: boxed, said again, or exchanged."""

from __future__ import annotations

import random
import re

from judgekit.operators.edits import EMPTY, edit, put_around
from judgekit.operators.wordings import Texts
from judgekit.text import Span, answers, blocks, overlap, within
from judgekit.types import Context, Declined, Edit, Splice


def box_answer(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    r"""Put what a text tags as its answer into `\boxed{}`."""
    stated = _stated(text)
    if not stated:
        return _UNTAGGED
    if "\\boxed" in text:
        return Declined("the text already has a box")
    if not all(_BOXABLE.fullmatch(text, *s) for s in stated):
        return Declined("the answer is more than a number or a word, which alone fit a box")
    return edit(text, (Splice(*s, f"$\\boxed{{{text[s.start : s.end]}}}$") for s in stated))


def restate_answer(
    text: str, context: Context, rng: random.Random, /, *, texts: Texts, separator: str = "\n\n"
) -> Edit | Declined:
    """Put one of the texts, its `{answer}` filled with the tagged answer, after the text."""
    if not text.strip():
        return EMPTY
    stated = _stated(text)
    if not stated:
        return _UNTAGGED
    if within(len(text), blocks(text + "\n")):
        return Declined("the text ends in code")
    answer = text[stated[-1].start : stated[-1].end]
    if any(text[s.start : s.end] != answer for s in stated):
        return Declined("the text tags answers that differ")
    if len(answer.split()) > _SHORT:
        return Declined("the answer is too long to be said again in a line")
    return put_around(text, "", separator + rng.choice(texts).replace("{answer}", answer))


def wrong_final(text: str, context: Context, rng: random.Random, /) -> Edit | Declined:
    """State the wrong response's final answer where the text states its own."""
    wrong = context.sample.wrong_response
    if wrong is None:
        return Declined("the sample has no wrong response")
    stated, other = _stated(text), _stated(wrong)
    if not stated or not other:
        return _UNTAGGED if not stated else Declined("the wrong response tags no final answer")
    old, new = (t[s.start : s.end] for t, s in ((text, stated[-1]), (wrong, other[-1])))
    if old.casefold() == new.casefold():
        return Declined("the wrong response has the same final answer")
    return edit(text, (Splice(*s, new) for s in stated if text[s.start : s.end] == old))


_UNTAGGED = Declined("the text tags no final answer")
_SHORT = 6
"""The most words of an answer that is short."""

_TAG = re.compile(
    r"(?:[ \t>*-]*+(?:####|[*_]*(?:final answer|answer|A)[*_]*:)"
    r"|(?:the|my) (?:\w+ )?answer is\b:?)[*_ \t]*+",
    re.I,
)
_BOX = re.compile(r"\\boxed\{")
_TRAILING = " \t\r\n.!?*_"
_BOXABLE = re.compile(r"[-+]?[0-9][0-9.,/:]*|[^\W_]+")


def _stated(text: str) -> list[Span]:
    """Return what the tags of answers introduce, without the tags; not in code."""
    tagged = (a for a in answers(text) if not overlap(a, blocks(text)))
    stated = (_without_tag(text, a) for a in tagged)
    return [s for s in stated if s.start < s.end]


def _without_tag(text: str, answer: Span) -> Span:
    if box := _BOX.search(text, *answer):
        return Span(box.end(), _closing(text, box.end(), answer.end))
    start, end = answer
    while tag := _TAG.match(text, start, end):
        start = tag.end()
    return Span(start, start + len(text[start:end].rstrip(_TRAILING)))


def _closing(text: str, start: int, end: int) -> int:
    """Return where the brace that was opened before `start` closes."""
    depth = 1
    for at in range(start, end):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return at
    return end
