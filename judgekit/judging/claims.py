"""A reply that argues for one score and states another has given none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from judgekit.types import Scale

NEAR = 0.1
"""Share of the scale by which words and verdict may differ: 7.5 argued, 8 given."""

_N = r"[0-9]{1,4}(?:\.[0-9]{1,4})?"

# "Not a 10/10", "a perfect score of 10 would need", "it claims a score of 10".
_NOT_MEANT = re.compile(
    r"n['’]t\b|\b(?:not?|never|than|perfect|full|would be|could|should|if|unless|below|above|under"
    r"|over|short of|from|to (?:get|earn|reach|deserve|merit|be)|(?:claim|ask|demand|request"
    r"|instruct|quot|plant|say)\w*)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?;\n]")
_SENTENCE_END = re.compile(r'(?<=[.!?;])[\s"”’]+|",|\n')

_ABOUT = re.compile(
    rf"(?:score|rating|grade)\W{{1,6}}(?:(?:of|is)\W{{1,3}})?({_N})|({_N})\s?(?:/|out of)",
    re.IGNORECASE,
)


def contradicts(text: str, score: float, scale: Scale, judged: str) -> bool:
    """Tell whether `text` argues in words for a score, and only for others than `score`.

    A number that the judged answer claims as well is about the answer and does not count.
    """
    argued = _argued(text, scale)
    if argued:
        argued -= {float(a or b) for a, b in _ABOUT.findall(judged)}
    return bool(argued) and all(abs(n - score) >= NEAR * scale.span for n in argued)


def about(text: str, name: str, others: Sequence[str]) -> str:
    """Return the sentences that speak of one thing and of no other; all, if there is no other."""
    if not others:
        return text
    one, rest = _names((name,)), _names((*others,))
    sentences = _SENTENCE_END.split(text)
    return "\n".join(s for s in sentences if one.search(s) and not rest.search(s))


def _argued(text: str, scale: Scale) -> set[float]:
    """Collect "N/10", "N out of 10", "score of N" and "score is N" where they are meant."""
    found = _argument(f"{scale.high:g}").finditer(text)
    return {float(m[1] or m[2]) for m in found if not _NOT_MEANT.search(_before(text, m.start()))}


def _before(text: str, at: int) -> str:
    """Return the sentence up to `at`, as far as it can show that a number is not meant."""
    return _SENTENCE.split(text[max(0, at - 40) : at])[-1]


@lru_cache(maxsize=64)
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)


@lru_cache(maxsize=64)
def _argument(high: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w./])({_N})\s{{0,3}}(?:/|out of)\s{{0,3}}{re.escape(high)}(?![\w/]|\.[0-9]| of\b)"
        rf"|\b(?:score|rating|grade)\s(?:of|is)\s({_N})(?![\w/])",
        re.IGNORECASE | re.ASCII,
    )
