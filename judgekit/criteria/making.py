"""The criteria that a user names: each by what makes it of a pool."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from judgekit.criteria.confidence.calibration import Terms
from judgekit.criteria.confidence.criterion import ConfidenceFitting
from judgekit.criteria.coverage.criterion import CoverageFitting
from judgekit.criteria.seam import Fitting
from judgekit.criteria.shortcut.fitting import ShortcutFitting
from judgekit.criteria.style.fitting import StyleFitting
from judgekit.errors import InputError
from judgekit.text import did_you_mean
from judgekit.types import GateTerms

KNOWN: Mapping[str, Callable[[GateTerms], Fitting]] = {
    "confidence": lambda terms: ConfidenceFitting(Terms(terms.most_ece, terms.fewest_settled)),
    "coverage": lambda terms: CoverageFitting(quota=terms.cluster_quota),
    "shortcut": lambda _: ShortcutFitting(),
    "style": lambda _: StyleFitting(),
}
"""By the word that `--criteria` takes."""


def fittings(terms: GateTerms) -> tuple[Fitting, ...]:
    """Return the criteria that are asked for, yet to be fitted, in the order of their names.

    Raises InputError for a word that names none.
    """
    for name in terms.criteria:
        if name == "student":
            raise InputError(
                "criteria: 'student' has a part where a student and its profile are named"
            )
        if name not in KNOWN:
            raise InputError(f"criteria: {name!r:.60} is unknown{did_you_mean(name, KNOWN)}")
    return tuple(make(terms) for name, make in KNOWN.items() if name in terms.criteria)
