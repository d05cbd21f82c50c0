"""A judge whose bias we chose: what an audit of it must find is known before it is made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from judgekit import verifiers
from judgekit.testing.identity import TEN, fake_identity
from judgekit.text import seeded
from judgekit.types import Judgment, Sample, Scale

Quality = Callable[[Sample, str], float]
"""The score, in points of the scale, that a judge without bias and noise gives."""

Trigger = str | Callable[[str], bool]
"""What a bias answers to: a regular expression, or a predicate of the response."""


class PlantedJudge:
    """Score the true quality of a response, plus the points of every bias it triggers, plus noise.

    `biases` maps a trigger to points; `noise` is the standard deviation of independent draws per
    sample, text and repeat. Scores are clipped to the scale and, with `rounding`, made whole.
    The default quality spreads items over one whole point, so that rounding shifts no mean.
    """

    def __init__(
        self,
        *,
        quality: Quality | None = None,
        biases: Mapping[Trigger, float] | None = None,
        noise: float = 0.0,
        seed: int = 0,
        scale: Scale = TEN,
        rounding: bool = True,
    ) -> None:
        planted = dict(biases or {})
        self.identity = fake_identity(
            "planted",
            scale,
            quality=_name(quality) if quality else "truth",
            biases={_name(trigger): points for trigger, points in planted.items()},
            noise=noise,
            seed=seed,
            rounding=rounding,
        )
        self._quality = quality or Truth(scale, seed=seed)
        self._biases = [(_triggered(trigger), points) for trigger, points in planted.items()]
        self._noise = noise
        self._seed = seed
        self._rounding = rounding

    async def __call__(self, sample: Sample, response: str, /, *, repeat: int = 0) -> Judgment:
        score = self._quality(sample, response) + self.bias(response)
        if self._noise:
            score += seeded(self._seed, sample.id, response, repeat).gauss(0, self._noise)
        scale = self.identity.scale
        score = min(max(score, scale.low), scale.high)
        score = float(round(score)) if self._rounding else score
        return Judgment(score=score, raw=f'{{"score": {score:g}}}', cost_usd=0.0)

    def bias(self, response: str) -> float:
        """Return the points planted on a response."""
        return sum(points for triggered, points in self._biases if triggered(response))


class Truth:
    """The quality of a response: 8 of 10 where right, 3 where wrong, less where words are gone.

    Right is what the sample's verifiers say or, where they settle nothing, what keeps more of the
    right response than of the wrong one. What keeps less than half of either is no answer. Each
    sample is up to half a point harder or easier, by seed.
    """

    def __init__(self, scale: Scale = TEN, *, seed: int = 0) -> None:
        self._scale = scale
        self._seed = seed

    def __call__(self, sample: Sample, text: str, /) -> float:
        right, wrong = _kept(sample.response, text), _kept(sample.wrong_response, text)
        kept = max(right, wrong)
        if kept < 0.5:
            return self._scale.low
        settled = verifiers.verify(sample, text).right
        level = 7 if (right >= wrong if settled is None else settled) else 2
        ease = seeded(self._seed, "ease", sample.id).uniform(-0.5, 0.5)
        return self._scale.low + kept * (level + ease) * self._scale.span / 9


def _kept(whole: str | None, text: str) -> float:
    """Return the share of a response's words that a text has, in their order."""
    if whole is None:
        return 0.0
    before, after = _words(whole), _words(text)
    if not before:
        return float(whole in text)
    if _in_order(before, after):
        return 1.0
    matches = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return sum(match.size for match in matches) / len(before)


def _in_order(some: Sequence[str], words: Sequence[str]) -> bool:
    rest = iter(words)
    return all(word in rest for word in some)


@lru_cache(maxsize=8)
def _words(text: str) -> tuple[str, ...]:
    """Return the words as a reader sees them: no layout, no unseen characters, no JSON escapes."""
    seen = text.replace("\\n", "\n")
    if not seen.isascii():
        seen = unicodedata.normalize("NFKC", seen)
        seen = "".join(c for c in seen if unicodedata.category(c) != "Cf")
    return tuple(re.findall(r"[^\W_]+", seen.casefold()))


def _triggered(trigger: Trigger) -> Callable[[str], object]:
    return re.compile(trigger).search if isinstance(trigger, str) else trigger


def _name(of: Trigger | Quality) -> str:
    if isinstance(of, str):
        return of
    return str(getattr(of, "__qualname__", type(of).__qualname__))
