"""A declared answer, or the whole response, against the accepted spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from judgekit.types import Sample, Verification
from judgekit.verifiers.declared import declarations
from judgekit.verifiers.outcomes import abstained, passed, settle


def exact(
    sample: Sample,
    response: str,
    /,
    *,
    answer: str | Sequence[str],
    case: bool = False,
) -> Verification:
    """Compare what is declared with every accepted spelling; the list is taken to be exhaustive.

    Compatibility forms, spaces, a leading article and enclosing punctuation do not count; case
    counts on request. A declaration that goes on after a right answer (`Paris or Rome`) is left
    open, unless a comma, a full stop or a bracket ends the answer first.
    """
    accepted = {_normal(a, case) for a in ([answer] if isinstance(answer, str) else answer)}
    if _normal(response, case) in accepted:
        return passed("is the answer, whole")
    judged = [(h[:40], _judge(h, accepted, case)) for h in declarations(response)]
    declared = [(h, right) for h, right in judged if right or not _ASSESSMENT.match(h)]
    return settle(declared) if declared else abstained("declares no answer")


_ASSESSMENT = re.compile(
    r"(?:\w+ly )?(?:not|correct|right|wrong|true|accurate|verified|confirmed|based|supported|given|"
    r"clear|obvious|found|below|above|as follows|that|in|to|well|complete|perfect)\b"
    r"|[0-9.]+ ?(?:/|%|percent\b|of\b|out of\b)",
    re.IGNORECASE,
)
"""What the words `the answer is` also introduce: talk about an answer, which declares none."""

_ENDS = re.compile(r"\s*(?:$|[.,;:!?()\[\]\n–—])|\s+(?:because|since|as|which|who)\b")


def _judge(head: str, accepted: set[str], case: bool) -> bool | None:
    normal = _normal(head, case)
    if normal in accepted:
        return True
    begun = [normal[len(a) :] for a in accepted if normal.startswith(a)]
    if any(_ENDS.match(rest) for rest in begun):
        return True
    return None if any(re.match(r"\W", rest) for rest in begun) else False


def _normal(text: str, case: bool) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = " ".join((text if case else text.casefold()).split())
    text = text.strip("\"'“”‘’*_`$ .!?")
    return re.sub(r"^(?:the|a|an) ", "", text, flags=re.IGNORECASE)
