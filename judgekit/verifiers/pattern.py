"""What a response must and must not contain, as regular expressions with a time limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import regex
from pydantic import AfterValidator

from judgekit.types import Sample, Verification
from judgekit.verifiers.outcomes import abstained, failed, passed
from judgekit.verifiers.shown import shown

_TIMEOUT_S = 0.5


def _compiles(pattern: str) -> str:
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


def pattern(
    sample: Sample,
    response: str,
    /,
    *,
    must: Pattern | Sequence[Pattern] = (),
    must_not: Pattern | Sequence[Pattern] = (),
    complete: bool = False,
) -> Verification:
    """Search every pattern in what is shown, case aside; a missing or forbidden one fails.

    Containing what it must is necessary only, unless the row says that it is `complete`.
    """
    text = shown(response)
    try:
        missing = [p for p in _each(must) if not _found(p, text)]
        forbidden = [p for p in _each(must_not) if _found(p, text)]
    except TimeoutError:
        return abstained("timeout")
    if missing:
        return failed(f"lacks {missing[0]!r}")
    if forbidden:
        return failed(f"contains {forbidden[0]!r}")
    return passed("contains what it must and nothing it must not", complete=complete)


def _each(patterns: str | Sequence[str]) -> Sequence[str]:
    return (patterns,) if isinstance(patterns, str) else patterns


def _found(pattern: str, text: str) -> bool:
    return regex.search(pattern, text, regex.IGNORECASE, timeout=_TIMEOUT_S) is not None
