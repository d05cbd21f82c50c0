"""Edit scripts: splices of the text before, and the text they make."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from judgekit.text.spans import Span
from judgekit.types import Splice


def apply(before: str, script: Iterable[Splice]) -> str:
    """Return the text that ascending, non-overlapping splices make of the text before."""
    parts: list[str] = []
    at = 0
    for start, end, new in script:
        if not at <= start <= end <= len(before):
            raise ValueError(f"splice {start}:{end} overlaps another or leaves the text")
        parts += before[at:start], new
        at = end
    return "".join((*parts, before[at:]))


def composed(length: int, first: Iterable[Splice], then: Iterable[Splice]) -> tuple[Splice, ...]:
    """Return one script that does to a text of some length what two do one after the other."""
    made = deque(_pieces(length, first))
    pieces: list[_Piece] = []
    at = 0
    for start, end, new in then:
        pieces += _taken(made, start - at)
        deque(_taken(made, end - start), maxlen=0)
        pieces.append(new)
        at = end
    return tuple(_script(length, [*pieces, *made]))


_Piece = Span | str
"""A part of a text: a span of the text before, or text that was put in."""


def _pieces(length: int, script: Iterable[Splice]) -> Iterator[_Piece]:
    at = 0
    for start, end, new in script:
        yield Span(at, start)
        yield new
        at = end
    yield Span(at, length)


def _taken(pieces: deque[_Piece], n: int) -> Iterator[_Piece]:
    """Take pieces of `n` characters off the front, splitting the last."""
    while n > 0:
        piece = pieces.popleft()
        size = len(piece) if isinstance(piece, str) else piece.end - piece.start
        if size > n:
            piece, rest = _split(piece, n)
            pieces.appendleft(rest)
        yield piece
        n -= size


def _split(piece: _Piece, n: int) -> tuple[_Piece, _Piece]:
    if isinstance(piece, str):
        return piece[:n], piece[n:]
    return Span(piece.start, piece.start + n), Span(piece.start + n, piece.end)


def _script(length: int, pieces: Iterable[_Piece]) -> Iterator[Splice]:
    """Yield what stands between the spans that are left of the text before."""
    at, new = 0, ""
    for piece in (*pieces, Span(length, length)):
        if isinstance(piece, str):
            new += piece
        elif piece.start < piece.end or piece.start == length:
            if new or at < piece.start:
                yield Splice(at, piece.start, new)
            at, new = piece.end, ""
