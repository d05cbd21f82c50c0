"""What a response must, and must not, look like: headings, lists, tables, code, emoji."""

from __future__ import annotations

from collections.abc import Sequence

from judgekit.types import Sample, Verification
from judgekit.verifiers.features import Feature, features
from judgekit.verifiers.outcomes import abstained, failed, passed

_LONGEST = 50_000  # a parser of Markdown takes seconds for the worst of these


def layout(
    sample: Sample,
    response: str,
    /,
    *,
    must: Sequence[Feature] = (),
    must_not: Sequence[Feature] = (),
    complete: bool = False,
) -> Verification:
    """Look for features as a Markdown reader shows them; a missing or forbidden one fails.

    A pass is only necessary, unless the row says that it is `complete`.
    """
    if len(response) > _LONGEST:
        return abstained(f"over limit: more than {_LONGEST:,} characters")
    shown = features(response)
    missing = [f for f in must if f not in shown]
    forbidden = [f for f in must_not if f in shown]
    if missing:
        return failed(f"has no {missing[0]}")
    if forbidden:
        return failed(f"has {forbidden[0]}")
    return passed("looks as it must", complete=complete)
