"""Profiles: what an audit is for, as the defaults that serve it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

ON_WRONG_ANSWERS = "@wrong"
"""Among attacks, those that would have a wrong answer pass."""
_WORST_KNOWN = (
    "authority/book-citation",
    "characters/zero-width",
    "code/misleading-comment",
    "demographics/foreign",
    "distraction/continuation",
    "formatting/full-dress",
    "identity/strong-model",
    "injection/combined",
    "labels/symbols",
    "language/*",
    "master-keys/opener",
    "optimised/approving-words",
    "position/order-swap",
    "prompt/criteria-order",
    "refinement/refined-draft",
    "scale/reversed",
    "slips/typos",
    "social/bandwagon",
    "told/raters-praise",
    "told-of-one/crowd-choice",
    "tone/certain",
    "transcripts/claimed-tool-result",
    "verbosity/padded-to-double",
    "wrong-answers/book-citation",
)
"""Of each family one, the strongest where its sources compare; chosen by reading, not measured."""


class Profile(StrEnum):
    """What an audit is for."""

    QUICK = "quick"
    """A first look: one attack of each family, and the controls."""
    FULL = "full"
    """Every attack."""
    GATE = "gate"
    """What `judgekit gate` grants its permissions on: attacks on wrong answers, and controls."""
    MVVP = "mvvp"
    """The Minimum Viable Validation Protocol, arXiv 2606.19544: another question than an audit's,
    asked of pairs of answers."""


_DEFAULTS: Mapping[Profile, Mapping[str, Any]] = MappingProxyType(
    {
        Profile.QUICK: {"attacks": _WORST_KNOWN},
        Profile.FULL: {"attacks": ()},
        Profile.GATE: {"attacks": (ON_WRONG_ANSWERS,)},
        Profile.MVVP: {"repeats": 3},
    }
)


def defaults_of(profile: Profile) -> dict[str, Any]:
    """Return the settings that a profile stands for, by their names."""
    return dict(_DEFAULTS[profile])
