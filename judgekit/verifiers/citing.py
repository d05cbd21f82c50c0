"""The citations of a text, and what is wrong with their form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from judgekit.text import protected
from judgekit.text.spans import Span, overlap


class Citation(NamedTuple):
    """A reference to a source."""

    text: str
    key: str
    """What an index is asked for."""
    identifies: bool
    """Whether the key is an identifier, so that an index without it settles the matter."""
    wrong: str | None = None
    """Why no source can have this form."""


def citations_in(text: str) -> tuple[Citation, ...]:
    """Return the identifiers, links, numbered marks and author-year references, each once."""
    found: list[Citation] = []
    rest = text
    for pattern, read in _KINDS:
        found += map(read, pattern.finditer(rest))
        rest = pattern.sub(" ", rest)  # a DOI inside a link is one citation
    return tuple({c.key: c for c in reversed((*found, *_marks(text)))}.values())[::-1]


def normal(reference: str) -> str:
    """Return what two spellings of one reference share."""
    key = reference.strip().casefold()
    key = re.sub(r"^(?:https?://)?(?:www\.|dx\.)?", "", key)
    key = re.sub(r"^(?:doi\.org/|doi:\s*|arxiv\.org/(?:abs|pdf)/|arxiv:\s*)", "", key)
    if isbn := re.match(r"(?:urn:)?isbn(?:-1[03])?:?\s*([\dx -]+)$", key):
        return re.sub(r"[^\dx]", "", isbn[1])
    key = re.sub(r"(\d{4}\.\d{4,5})v\d+$", r"\1", key)
    return re.sub(r"\s+", " ", key.rstrip("/.").removesuffix(".pdf"))


def _doi(match: re.Match[str]) -> Citation:
    text = match[0].rstrip(".,;:")
    if text.count(")") > text.count("("):
        text = text.rstrip(")")
    return Citation(text, normal(text), identifies=True)


def _arxiv(match: re.Match[str]) -> Citation:
    month = int(match[1][2:4])
    wrong = None if 1 <= month <= 12 else f"month {month} does not exist"
    return Citation(match[0], normal(match[1]), identifies=True, wrong=wrong)


def _isbn(match: re.Match[str]) -> Citation:
    digits = re.sub(r"[^\dX]", "", match[1].upper())
    wrong = None if _checks(digits) else "the check digit is wrong"
    return Citation(match[0], digits.lower(), identifies=True, wrong=wrong)


def _checks(digits: str) -> bool:
    """Check an ISBN's last digit (ISO 2108): weights 1 and 3 modulo 10, or 10 to 1 modulo 11."""
    values = [10 if d == "X" else int(d) for d in digits]
    if len(values) == 13:
        return sum(v * (1, 3)[i % 2] for i, v in enumerate(values)) % 10 == 0
    return len(values) == 10 and sum(v * (10 - i) for i, v in enumerate(values)) % 11 == 0


def _link(match: re.Match[str]) -> Citation:
    text = match[0].rstrip(".,;:!?'\"*_")
    host = re.sub(r"^https?://", "", text).split("/")[0]
    wrong = None if "." in host.strip(".") or host.startswith("localhost") else "it names no host"
    return Citation(text, normal(text), identifies=True, wrong=wrong)


def _author(match: re.Match[str]) -> Citation:
    text = re.sub(r"[(),]", "", match[0])
    return Citation(match[0], normal(text), identifies=False)


_NAME = r"[A-Z][\w'’-]+"
_NAMES = rf"{_NAME}(?:,? (?:and|&) {_NAME}| et al\.?)?"
_YEAR = r"(?:1[89]|20)\d{2}[a-z]?"
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Autumn|Fall|Winter)"
_RESOLVER = r"https?://(?:dx\.)?doi\.org/|doi:\s*"
_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Citation]], ...] = (
    (
        re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?\b10\.\d{4,9}/[^\s\"<>\]}]+", re.I),
        _doi,
    ),
    (re.compile(r"arxiv(?:\.org/(?:abs|pdf)/|:\s*)(\d{4}\.\d{4,5})(?:v\d+)?", re.I), _arxiv),
    (re.compile(r"\bISBN(?:-1[03])?:?\s*((?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx])\b"), _isbn),
    (re.compile(r"\bhttps?://[^\s<>\])}\"]+"), _link),
    (re.compile(rf"\b{_NAMES},? \({_YEAR}\)|\((?!{_MONTHS}){_NAMES},? {_YEAR}\)"), _author),
)
_MARK = re.compile(r"(?<![\w\])])\[(\d{1,3}(?:\s*[,–-]\s*\d{1,3})*)\](?!\()")
_ENTRY = re.compile(r"^[ \t]*\[(\d{1,3})\][ \t]*\S", re.M)


def _marks(text: str) -> Iterator[Citation]:
    """Yield the numbered marks that have no entry, wrong ones where others have."""
    entries = {m[1] for m in _ENTRY.finditer(text)}
    code = protected(text)
    for match in _MARK.finditer(_ENTRY.sub(lambda m: " " * len(m[0]), text)):
        for number in re.findall(r"\d+", match[1]):
            if number not in entries and not overlap(Span(*match.span()), code):
                wrong = "it has no entry" if entries else None
                yield Citation(f"[{number}]", f"[{number}]", identifies=False, wrong=wrong)
