"""Citations: sources named in a response, real or invented."""

from __future__ import annotations

import re
from collections.abc import Iterator

from judgekit.marks.passages import Reading, passages
from judgekit.text import Span, blocks, overlap
from judgekit.types import Mark, Splice


def cited(reading: Reading) -> Iterator[Mark]:
    """Yield lists of references, and citations and links within sentences."""
    text = reading.text
    lists = tuple(_lists(text))
    for span in lists:
        yield _mark(text, "reference-list", span, span)
    for m in _INLINE.finditer(text):
        span = Span(*m.span())
        if not overlap(span, blocks(text)) and not overlap(span, lists):
            start = span.start - 1 if text[span.start - 1 : span.start] == " " else span.start
            yield _mark(text, "citation", span, Span(start, span.end))
    for p in passages(text):
        if _SENTENCE.search(p.text) and not overlap(p.span, lists):
            # Whoever takes `According to X (2019)` out takes the claim with it.
            yield _mark(text, "source", p.span, p.cut)


_NAME = r"[A-Z][\w'’.-]+"
_YEAR = r"(?:(?:1[6-9]|20)\d\d[a-z]?|n\.\s?d\.)"
_INLINE = re.compile(
    rf"\((?:(?:see|cf\.|e\.g\.),? )?{_NAME}[^()\n]{{0,100}}?,? {_YEAR}(?:, pp?\. ?[\d–-]+)?\)"
    rf"|(?<![\w\]\[])\[\d{{1,2}}(?:[,–-] ?\d{{1,2}})*\](?![\]\[(\w])"
)
_LAW = (
    r"(?:the )?\w+['’]s? (?:\w+ )?"
    r"(?:law|rule|theorem|principle|equation|formula|theory|lemma|definition)"
)
"""What bears a name is cited by it, by whoever knows it."""
_SENTENCE = re.compile(
    r"\b(?:https?://|www\.)\S+|\bdoi:|\bISBN\b|\bet al\.|\bretrieved from\b"
    rf"|\b(?:University|Academic|Academy|College) Press\b|\b{_NAME} (?:Press|Books|Publishers"
    rf"|Publishing)\b"
    r"|\b(?:Journal|Annals|Proceedings|Transactions|Bulletin) of\b"
    r"|\b(?:[Aa]ccording to|[Aa]s (?:\w+ )?(?:shown|noted|stated|described|discussed|explained"
    r"|cited|argued|reported)"
    rf" (?:in|by)) (?!{_LAW})(?:the |an? )?(?:(?:\w+ ){{0,3}}{_NAME}|[\"“*_])"
    rf"|\b{_NAME}(?: (?:and|&) {_NAME})? \({_YEAR}\) [a-z]"
    r"|[\"“*_][A-Z][^\"”*_\n]{3,90}[\"”*_],? by [A-Z]"
    r"|^(?:[Ss]ources?|[Rr]eferences?|[Cc]itations?)\s*:"
)
_HEAD = re.compile(
    r"^[ \t#*_]*(?:references?|sources?|bibliography|works cited|citations?|further reading|"
    r"literature|footnotes?)[*_ \t]*:?[*_ \t]*$",
    re.M | re.I,
)
_ENTRY = re.compile(r"(?:[ \t]*\n)+[^\n]*\S[^\n]*")


def _lists(text: str) -> Iterator[Span]:
    """Yield each list of references from its heading to the last line that reads as an entry."""
    for m in _HEAD.finditer(text):
        end, start = m.end(), m.start()
        while (entry := _ENTRY.match(text, end)) and _is_entry(entry[0]):
            end = entry.end()
        if end > m.end():
            while start > 0 and text[start - 1].isspace():
                start -= 1
            yield Span(start, end)


def _is_entry(line: str) -> bool:
    return bool(re.search(rf"{_YEAR}|^\s*(?:\[?\d+[.\]]|[-*•])\s|https?://|\.\s", line))


def _mark(text: str, kind: str, span: Span, cut: Span | None) -> Mark:
    removal = (Splice(cut.start, cut.end, ""),) if cut else ()
    return Mark("authority", kind, *span, text[span.start : span.end][:200], removal)
