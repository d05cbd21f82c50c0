"""The scale: described downwards, turned round, stretched."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from judgekit.framing.edited import edited
from judgekit.framing.lists import MARK, only_list, with_items
from judgekit.framing.numerals import Numeral, numerals, renumbered
from judgekit.framing.templates import prose
from judgekit.types import Context, Declined, Framing, JudgePrompt, Protocol, Scale

_NO_LINES = Declined("the prompt does not describe its scores in one list, line by line")
_NO_SCORES = Declined("the prompt does not say in numbers what both ends of its scale mean")
_PAIR = Declined("the prompt compares answers and has no scale")
_ELSEWHERE = Declined("the prompt says of its attributes elsewhere what their scores mean")


def reverse_score_lines(
    framing: Framing, context: Context, rng: random.Random, /
) -> Framing | Declined:
    """List the descriptions of the scores in the opposite order; each keeps its number."""
    found = only_list(framing.prompt, _SCORE_LINE)
    if found is None or not _describes(found.items, framing.prompt.scale):
        return _NO_LINES
    return edited(framing, "downwards", **with_items(framing.prompt, found, found.items[::-1]))


def reverse_scale(framing: Framing, context: Context, rng: random.Random, /) -> Framing | Declined:
    """Give the lowest score to the best answer, by turning the described numbers round."""
    prompt, scale = framing.prompt, framing.prompt.scale
    if any(_UPWARDS.search(prose(prompt, text)) for text in (prompt.system, prompt.user)):
        return Declined("the prompt says in words which end of its scale is the best")

    def turned(n: Numeral) -> str:
        return f"{scale.low + scale.high - n.value:g}" if n.meaning == "described" else str(n.value)

    texts = _renumbered(prompt, turned)
    if isinstance(texts, Declined):
        return texts
    best = "low" if prompt.best == "high" else "high"
    return edited(framing, "reversed", system=texts[0], user=texts[1], best=best)


def rescale(
    framing: Framing, context: Context, rng: random.Random, /, *, low: int, high: int
) -> Framing | Declined:
    """Ask on the scale from `low` to `high`; the numbers in between move in proportion."""
    prompt, old = framing.prompt, framing.prompt.scale
    if prompt.reply.labels:
        return Declined("the judge answers with labels, which would have to be others")
    if low >= high or (old.low, old.high) == (low, high):
        return Declined(f"the scale is {low} to {high} already, or no scale")

    def moved(value: float) -> float:
        return low + (value - old.low) * (high - low) / old.span

    texts = _renumbered(prompt, lambda n: str(round(moved(n.value))))
    if isinstance(texts, Declined):
        return texts
    scale = Scale(low=low, high=high, accept=moved(old.accept))
    return edited(framing, f"{low}-to-{high}", system=texts[0], user=texts[1], scale=scale)


def _renumbered(prompt: JudgePrompt, name: Callable[[Numeral], str]) -> tuple[str, str] | Declined:
    """Rename the scores of both templates; two scores must not come to be one."""
    if prompt.protocol is Protocol.PAIRWISE:
        return _PAIR
    if prompt.protocol is Protocol.ATTRIBUTES:
        return _ELSEWHERE
    texts: list[str] = []
    described: dict[int, str] = {}
    for text in (prompt.system, prompt.user):
        found = numerals(prose(prompt, text), prompt.scale)
        if found is None:
            return Declined("the prompt holds numbers that may not be scores")
        described |= {n.value: name(n) for n in found if n.meaning == "described"}
        texts.append(renumbered(text, found, name))
    if not {prompt.scale.low, prompt.scale.high} <= described.keys():
        return _NO_SCORES
    if len({*described.values()}) < len(described):
        return Declined("two scores would come to be one")
    return texts[0], texts[1]


def _describes(items: tuple[str, ...], scale: Scale) -> bool:
    """Say whether a list goes through the scale from one end to the other."""
    values = [int(m[1]) for item in items if (m := _SCORE_LINE.match(item))]
    ordered = values in (sorted({*values}), sorted({*values}, reverse=True))
    return ordered and {scale.low, scale.high} == {values[0], values[-1]}


_SCORE_LINE = re.compile(
    rf"[ \t]*(?:{MARK})?([0-9]{{1,3}})(?: (?:means|is|stands for|denotes)\b| ?[:=] | [-–—] )"
)
_UPWARDS = re.compile(
    r"\b(?:high(?:er|est)?|low(?:er|est)?|top|bottom|max(?:imum)?|min(?:imum)?|full marks"
    r"|better the score|(?:in|de)creas\w+|(?:as|de)scending|upwards?|downwards?)\b",
    re.I,
)
