"""Escalated rows as pages on which a person reads them side by side and decides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from judgekit.render.gate.words import OUTCOMES, REASONS
from judgekit.render.numbers import counted
from judgekit.render.quoting import Piece, cut, pieces, short
from judgekit.render.shell import lay_out
from judgekit.text import Span, merged, sha256, without
from judgekit.types import Escalated, ShownMark, Verification

PER_PAGE = 50
"""Rows on a page; more are split over several."""
TEXT, WORDS = 20_000, 2_000
"""Characters shown of an answer or prompt, and of what a verifier or the judge says about it."""


class Part(NamedTuple):
    """A stretch of a text, marked or not."""

    marked: bool
    pieces: tuple[Piece, ...]


class Side(NamedTuple):
    """One of the texts that stand side by side."""

    name: str
    note: str
    set_as: Literal["prose", "code", "asked"]
    parts: tuple[Part, ...]


class Fact(NamedTuple):
    """What is known of a row: by whom, in a word, and in theirs."""

    name: str
    value: str
    pieces: tuple[Piece, ...]


class Row(NamedTuple):
    """One row to be decided."""

    number: int
    """On its page, from 1."""
    place: str
    id: str
    key: str
    """The id as ASCII JSON, so that what is saved is the very id whatever it holds."""
    sha256: str
    """Of the response: a verdict holds for this text only."""
    reason: str
    why: tuple[Piece, ...]
    has_original: bool
    columns: tuple[tuple[Side, ...], ...]
    """What was asked, the original if there is one, the response."""
    facts: tuple[Fact, ...]


class Link(NamedTuple):
    """Another page of the same review, or this one."""

    file: str
    name: str
    here: bool


class Review(NamedTuple):
    """One page of a review."""

    title: str
    headline: str
    key: str
    """Under which the browser remembers the verdicts: of these rows and no others."""
    file: str
    """What the verdicts are saved as."""
    rows: tuple[Row, ...]
    pages: tuple[Link, ...]


def review_to_html(rows: Iterable[Escalated], n: int) -> Mapping[str, Iterator[str]]:
    """Return the review of `n` rows by file name, each page made when it is read, in this order.

    A page saves JSON lines {"id", "sha256", "verdict": "keep" | "original" | "drop", "note"}, with
    a "reviewer" where one is named: what `judgekit gate --reviewed` reads. Without rows there is
    one page that says so.
    """
    left = iter(rows)
    return {_name(i): _page(left, i, n) for i in range(max(1, -(-n // PER_PAGE)))}


def _page(rows: Iterator[Escalated], i: int, n: int) -> Iterator[str]:
    yield lay_out(
        "review.html.j2",
        styles=("report.css", "review.css"),
        script="review.js",
        review=_review(tuple(islice(rows, PER_PAGE)), i, n),
    )


def _name(i: int) -> str:
    return f"review-{i + 1}.html" if i else "review.html"


def _review(rows: Sequence[Escalated], i: int, n: int) -> Review:
    first = i * PER_PAGE
    shown = tuple(
        _row(row, number, f"row {first + number:,} of {n:,}") for number, row in enumerate(rows, 1)
    )
    return Review(
        title=f"Review of {counted(n, 'row')}",
        headline=_headline(n, len(rows), first),
        key=f"judgekit-review-{sha256(''.join(r.key + r.sha256 for r in shown))[:16]}",
        file=f"reviewed-{i + 1}.jsonl" if i else "reviewed.jsonl",
        rows=shown,
        pages=_links(i, n) if n > PER_PAGE else (),
    )


def _headline(n: int, n_here: int, first: int) -> str:
    if not n:
        return "No row awaits a person: the gate decided every one."
    here = f" This page has {first + 1:,} to {first + n_here:,}." if n_here < n else ""
    return f"The gate could not decide {counted(n, 'row')}, so a person does.{here}"


def _links(here: int, n: int) -> tuple[Link, ...]:
    return tuple(
        Link(_name(i), f"{start + 1:,} to {min(n, start + PER_PAGE):,}", i == here)
        for i, start in enumerate(range(0, n, PER_PAGE))
    )


def _row(row: Escalated, number: int, place: str) -> Row:
    return Row(
        number=number,
        place=place,
        id=short(row.id),
        key=_ascii(row.id),
        sha256=row.sha256,
        reason=f"{row.rule.value}, {REASONS[row.reason]}:",
        why=pieces(row.why, limit=WORDS),
        has_original=row.original is not None,
        columns=tuple(_columns(row)),
        facts=tuple(_facts(row)),
    )


def _ascii(text: str) -> str:
    # DEL is the one unseen character that ASCII JSON leaves as it is.
    return json.dumps(text).replace("\x7f", "\\u007f")


def _columns(row: Escalated) -> Iterator[tuple[Side, ...]]:
    asked = _side("Prompt", row.prompt, set_as="asked")
    yield (asked,) if row.reference is None else (asked, _side("Reference", row.reference))
    if row.original is not None:
        yield (_side("Original", row.original),)
    yield (_response(row),)


def _side(name: str, text: str, *, set_as: Literal["asked"] | None = None) -> Side:
    shown = (Part(False, pieces(text, limit=TEXT)),) if text else ()
    return Side(name, "", set_as or _set_as(text), shown)


def _response(row: Escalated) -> Side:
    unseen = sum(mark.start >= TEXT for mark in row.marks)
    note = f"{counted(unseen, 'mark')} beyond what is shown" if unseen else ""
    parts = tuple(_parts(row.response, row.marks))
    return Side("Response", note, _set_as(row.response), parts)


def _parts(text: str, marks: Sequence[ShownMark]) -> Iterator[Part]:
    whole = Span(0, min(len(text), TEXT))
    marked = merged(
        Span(m.start, min(m.end, whole.end)) for m in marks if m.start < min(m.end, whole.end)
    )
    for span in sorted((*marked, *without([whole], marked))):
        yield Part(span in marked, pieces(text[span.start : span.end], limit=TEXT))
    if len(text) > TEXT:
        yield Part(False, (Piece("note", cut(text, TEXT)[1]),))


def _set_as(text: str) -> Literal["prose", "code"]:
    return "code" if "```" in text or "\n    " in text else "prose"


def _facts(row: Escalated) -> Iterator[Fact]:
    yield _verified("verifier", row.verification)
    if row.of_original is not None:
        yield _verified("of the original", row.of_original)
    if row.marks:
        kinds = ", ".join(sorted({f"{m.family}: {m.kind}" for m in row.marks}))
        yield Fact("marks", str(len(row.marks)), pieces(kinds, limit=WORDS))
    yield Fact("judge", _score(row), pieces(row.words, limit=WORDS))
    origin = f"teacher {row.teacher or 'unstated'}, source {row.source or 'unstated'}"
    yield Fact("from", "", pieces(f"{origin}, stratum {row.stratum}", limit=WORDS))


def _verified(name: str, v: Verification) -> Fact:
    settled = "" if v.complete else ", which settles nothing"
    said = "\n".join(filter(None, (v.reason, v.evidence)))
    return Fact(name, f"{OUTCOMES[v.outcome]}{settled}", pieces(said, limit=WORDS))


def _score(row: Escalated) -> str:
    if row.score is None:
        return "gave no score" if row.words else "was not asked"
    if row.threshold is None:
        return f"score {row.score:g}, no threshold is certified"
    return f"score {row.score:g}, certified from {row.threshold:g} on"
