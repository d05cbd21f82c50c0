"""Placebos: the neutral edit of like length and place that an attack is measured against."""

from __future__ import annotations

from functools import lru_cache

from pydantic import JsonValue

from judgekit.framing import FRAMINGS
from judgekit.operators import filler, length_class, neutral
from judgekit.perturb.prompts import base_framing
from judgekit.text import seeded
from judgekit.types import Attack, Context, Framing, Place, Variant


def placebo(attack: Attack, variant: Variant, context: Context, *, seed: int) -> str:
    """Return the neutral edit of like length and place.

    It depends on the sample, the text, the place and the length class alone, so that attacks of
    like length are measured against the very same text.
    """
    place = _place(attack, variant)
    if place is Place.INSIDE:
        return variant.before
    length = _length(variant.text, "" if place is Place.WHOLE else variant.before)
    return neutral(variant.before, place, _filler(seed, context.sample.id, place, length))


def placebo_framing(
    attack: Attack, variant: Variant, context: Context, framing: Framing, *, seed: int
) -> Framing:
    """Return the framing with a neutral note of like length where the attack put its own.

    Where nothing readable is added, it is the framing itself, to be asked again.
    """
    base = base_framing(attack, framing)
    if attack.place is Place.INSIDE:
        return base
    rng = seeded(seed, "placebo", context.sample.id)
    wording = f"note {rng.randrange(_WORDINGS)}"
    words = _filler(seed, wording, attack.place, _length(variant.text, variant.before))
    note: dict[str, JsonValue] = {**attack.params, "texts": [words]}
    made = FRAMINGS[attack.operator](base, context, rng, **note)
    assert isinstance(made, Framing), "what takes the attack's text takes any"
    return made


_WORDINGS = 5
"""Neutral notes of one length and place: more would make as many prompts as there are items."""


def _place(attack: Attack, variant: Variant) -> Place:
    """Return where the attack puts its text; of edits at both ends, where most of it stands."""
    both_ends = {Place.PREFIX, Place.SUFFIX} <= {a.place for a in attack.parts}
    if attack.place is Place.WHOLE or not both_ends:
        return attack.place
    above = "".join(s.text for s in variant.script if s.start == 0)
    below = "".join(s.text for s in variant.script if s.end == len(variant.before))
    return Place.PREFIX if len(above.split()) > len(below.split()) else Place.SUFFIX


@lru_cache(maxsize=4096)
def _filler(seed: int, about: str, place: Place, length: int) -> str:
    return filler(length, seeded(seed, "placebo", about, place, length))


def _length(text: str, without: str) -> int:
    return length_class(len(text.split()) - len(without.split()))
