"""A declared letter against the right one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from judgekit.types import Sample, Verification
from judgekit.verifiers.declared import declarations
from judgekit.verifiers.outcomes import abstained, failed, passed

Letter = Annotated[str, Field(pattern=r"^[A-Z]$")]


def choice(
    sample: Sample,
    response: str,
    /,
    *,
    answer: Letter,
    options: Sequence[Letter] = ("A", "B", "C", "D"),
) -> Verification:
    """Compare the one declared capital letter with `answer`; no letter or two letters abstain."""
    offered = {answer, *options}
    letters = sorted({x for head in declarations(response) for x in _letters(head) if x in offered})
    if len(letters) != 1:
        named = " and ".join(letters) or "no letter"
        return abstained(f"declares {named}")
    verdict = passed if letters == [answer] else failed
    return verdict(f"declares {letters[0]}")


# `A dog` begins with an article, `A because` with a letter.
_LETTER = r"\(?([A-Z])\)?(?![\w'’]|[ ](?!because|since|as|or|and|for|which)[a-z])"
_FIRST = re.compile(rf"(?:\\text\{{|option\b|choice\b|[\s(*$\"'])*{_LETTER}")
_MORE = re.compile(rf"[\s*]*(?:,|/|&|or|and)[\s*]*(?:option )?{_LETTER}")


def _letters(head: str) -> list[str]:
    match = _FIRST.match(head)
    letters = []
    while match:
        letters.append(match[1])
        match = _MORE.match(head, match.end())
    return letters
