"""Placebos: the neutral edit of like length and place that an attack is measured against."""

from __future__ import annotations

from judgekit.operators import length_class, neutral
from judgekit.perturb.prompts import base_framing
from judgekit.text import seeded
from judgekit.types import Attack, Context, Framing, Place, Variant


def placebo(attack: Attack, variant: Variant, context: Context, *, seed: int) -> str:
    """Return the neutral edit of like length and place.

    It depends on the sample, the text, the place and the length class alone, so that attacks of
    like length are measured against the very same text.
    """
    length = _length(variant.text, "" if attack.place is Place.WHOLE else variant.before)
    rng = seeded(seed, "placebo", context.sample.id, attack.place, length)
    return neutral(variant.before, attack.place, length, rng)


def placebo_framing(
    attack: Attack, variant: Variant, context: Context, framing: Framing, *, seed: int
) -> Framing:
    """Return the framing with a neutral note of like length where the attack put its own.

    Where nothing readable is added, it is the framing itself, to be asked again.
    """
    from judgekit.framing import FRAMINGS

    base = base_framing(attack, framing)
    if attack.place is Place.INSIDE:
        return base
    length = _length(variant.text, variant.before)
    rng = seeded(seed, "placebo", context.sample.id, attack.operator, attack.place, length)
    params = {**attack.params, "texts": [neutral("", Place.WHOLE, length, rng)]}
    made = FRAMINGS[attack.operator](base, context, rng, **params)
    assert isinstance(made, Framing), "what takes the attack's text takes any"
    return made


def _length(text: str, without: str) -> int:
    return length_class(len(text.split()) - len(without.split()))
