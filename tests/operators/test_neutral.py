"""The placebo says nothing, has the length asked for, and stands where the attack stood."""

from __future__ import annotations

import random
import re

import pytest

from judgekit.operators import filler, length_class, neutral
from judgekit.operators.neutral import LENGTH_CLASSES, SENTENCES
from judgekit.types import Place

SAYS_SOMETHING = re.compile(
    r"answer|respon|correct|right|wrong|good|better|best|bad|excellent|poor|quality|expert|author"
    r"|writer|wrote|certain|sure|doubt|true|false|score|grade|judge|please|accura|clear"
    r"|one|two|three|four|five|six|seven|eight|nine|ten",
    re.IGNORECASE,
)


def words(n: int, seed: int = 0) -> str:
    return filler(n, random.Random(seed))


def test_the_pool_says_nothing_about_the_answer() -> None:
    assert len(SENTENCES) >= 14
    assert not [w for w in re.findall(r"\w+", " ".join(SENTENCES)) if SAYS_SOMETHING.match(w)]
    assert not any(c.isdigit() for s in SENTENCES for c in s)


@pytest.mark.parametrize("n", LENGTH_CLASSES)
def test_filler_has_about_the_length_asked_for(n: int) -> None:
    for seed in range(20):
        assert 0.5 * n <= len(words(n, seed).split()) <= n


@pytest.mark.parametrize(
    ("words", "nearest"), [(0, 1), (1, 1), (3, 4), (5, 4), (6, 8), (23, 32), (999, 256)]
)
def test_lengths_are_compared_in_ratio(words: int, nearest: int) -> None:
    assert length_class(words) == nearest


def test_filler_stands_where_the_attack_stood() -> None:
    def placed(place: Place) -> str:
        return neutral("Text of mine.", place, "Some words.")

    assert placed(Place.PREFIX) == "Some words.\n\nText of mine."
    assert placed(Place.SUFFIX) == "Text of mine.\n\nSome words."
    assert placed(Place.WHOLE) == "Some words."
    assert placed(Place.INSIDE) == "Text of mine."
