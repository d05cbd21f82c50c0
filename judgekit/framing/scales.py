"""The scale: described downwards, turned round, stretched."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import groupby

from judgekit.framing.edited import edited
from judgekit.framing.numerals import Numeral, numerals, renumbered
from judgekit.types import Context, Declined, Framing, JudgePrompt, Protocol, Scale

_SCORE_LINE = re.compile(r"[ \t]*(?:[-*] )?\d{1,3}(?: means\b| = |: )")

_NO_SCORES = Declined("the prompt does not say in numbers what its scores mean")
_PAIR = Declined("the prompt compares answers and has no scale")


def reverse_score_lines(
    framing: Framing, context: Context, rng: random.Random, /
) -> Framing | Declined:
    """List the descriptions of the scores in the opposite order; each keeps its number."""
    lines = framing.prompt.user.splitlines(keepends=True)
    blocks = [(is_score, list(block)) for is_score, block in groupby(lines, _describes)]
    if not any(is_score and len(block) > 1 for is_score, block in blocks):
        return Declined("the prompt describes no scores line by line")
    turned = (reversed(block) if is_score else block for is_score, block in blocks)
    return edited(framing, "downwards", user="".join(line for block in turned for line in block))


def reverse_scale(framing: Framing, context: Context, rng: random.Random, /) -> Framing | Declined:
    """Give the lowest score to the best answer, by turning the described numbers round."""
    prompt = framing.prompt
    if prompt.protocol is Protocol.PAIRWISE:
        return _PAIR
    both = int(prompt.scale.low + prompt.scale.high)

    def turned(n: Numeral) -> str:
        return str(both - n.value if n.meaning == "described" else n.value)

    texts = _renumbered(prompt, turned, least=2)
    if isinstance(texts, Declined):
        return texts
    best = "low" if prompt.best == "high" else "high"
    return edited(framing, "reversed", system=texts[0], user=texts[1], best=best)


def rescale(
    framing: Framing, context: Context, rng: random.Random, /, *, low: int, high: int
) -> Framing | Declined:
    """Ask on the scale from `low` to `high`; the numbers in between move in proportion."""
    prompt, old = framing.prompt, framing.prompt.scale
    if prompt.protocol is Protocol.PAIRWISE:
        return _PAIR
    if prompt.reply.labels:
        return Declined("the judge answers with labels, which would have to be others")
    if low >= high or (old.low, old.high) == (low, high):
        return Declined(f"the scale is {low} to {high} already, or no scale")

    def moved(value: float) -> float:
        return low + (value - old.low) * (high - low) / old.span

    texts = _renumbered(prompt, lambda n: str(round(moved(n.value))), least=2)
    if isinstance(texts, Declined):
        return texts
    scale = Scale(low=low, high=high, accept=moved(old.accept))
    return edited(framing, f"{low}-to-{high}", system=texts[0], user=texts[1], scale=scale)


def _renumbered(
    prompt: JudgePrompt, name: Callable[[Numeral], str], *, least: int
) -> tuple[str, str] | Declined:
    """Rename the scores of both templates; two scores must not come to be one."""
    texts: list[str] = []
    named: dict[tuple[int, str], str] = {}
    for text in (prompt.system, prompt.user):
        found = numerals(text, prompt)
        if found is None:
            return Declined("the prompt holds numbers that may not be scores")
        named |= {(n.value, n.meaning): name(n) for n in found}
        texts.append(renumbered(text, found, name))
    described = {v: new for (v, meaning), new in named.items() if meaning == "described"}
    if len(described) < least:
        return _NO_SCORES
    if len({*described.values()}) < len(described):
        return Declined("two scores would come to be one")
    return texts[0], texts[1]


def _describes(line: str) -> bool:
    return _SCORE_LINE.match(line) is not None
